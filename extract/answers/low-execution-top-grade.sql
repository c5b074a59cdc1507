-- Top grade or 90 % of the points: value is the execution rate, n1 the computed, n2 the stated one, lowest first.
WITH rates AS (
  SELECT e.id, e.fiscal_year,
    (SELECT s.rate FROM scores s WHERE s.evaluation_id = e.id AND s.component = 'budget_execution' AND s.rate IS NOT NULL
       AND s.institution IS NULL ORDER BY s.position LIMIT 1) AS stated,
    (SELECT 100.0 * x.amount_fen / b.amount_fen FROM amounts b JOIN amounts x ON x.evaluation_id = b.evaluation_id
       AND x.item = 'total' AND x.measure = 'actual' AND x.institution IS NULL AND x.year IS b.year
     WHERE b.evaluation_id = e.id AND b.item = 'total' AND b.measure = 'budget' AND b.institution IS NULL AND b.amount_fen > 0
       AND (b.year IS NULL OR b.year IS e.fiscal_year) ORDER BY b.position, x.position LIMIT 1) AS computed
  FROM evaluations e
  WHERE e.grade = '优' OR e.total_score >= 0.9 * coalesce(e.total_weight, 100)
)
SELECT id AS evaluation_id, fiscal_year AS year, NULL AS row_id, NULL AS other_id, coalesce(computed, stated) AS value,
  computed AS n1, stated AS n2, NULL AS n3, NULL AS n4, coalesce(computed, stated) AS place
FROM rates WHERE coalesce(computed, stated) IS NOT NULL
