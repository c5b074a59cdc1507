-- Outturn of the three public expenses above budget: value is the excess, n1 budget, n2 outturn (fen); row_id the outturn.
WITH pairs AS (
  SELECT a.evaluation_id, min(a.id) AS row_id, a.year, a.amount_fen AS spent,
    (SELECT b.amount_fen FROM amounts b
     WHERE b.evaluation_id = a.evaluation_id AND b.item = a.item AND b.measure IN ('budget', 'budget_initial')
       AND b.year IS a.year AND b.institution IS a.institution
     ORDER BY b.measure, b.position LIMIT 1) AS budget
  FROM amounts a
  WHERE a.item >= 'three_public' AND a.item < 'three_public/' AND a.measure = 'actual'
  GROUP BY a.evaluation_id, a.item, a.year, a.institution, a.amount_fen
)
SELECT evaluation_id, year, row_id, NULL AS other_id, spent - budget AS value, budget AS n1, spent AS n2, NULL AS n3, NULL AS n4,
  budget - spent AS place
FROM pairs WHERE spent > budget
