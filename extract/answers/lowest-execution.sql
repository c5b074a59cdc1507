-- Executed over full-year budget of the total: value is the share, n1 budget, n2 executed (fen); row_id the executed figure.
WITH pairs AS (
  SELECT b.evaluation_id, b.amount_fen AS budget, a.amount_fen AS executed, a.id AS row_id, e.fiscal_year AS year,
    row_number() OVER (PARTITION BY b.evaluation_id ORDER BY b.position, a.amount_fen, a.position) AS nth
  FROM amounts b JOIN evaluations e ON e.id = b.evaluation_id
  JOIN amounts a ON a.evaluation_id = b.evaluation_id AND a.item = 'total' AND a.measure = 'actual' AND a.institution IS NULL
    AND a.year IS b.year AND a.within IS NULL
  WHERE b.item = 'total' AND b.measure = 'budget' AND b.institution IS NULL AND b.within IS NULL AND b.amount_fen > 0
    AND (b.year IS NULL OR b.year = e.fiscal_year)
)
SELECT evaluation_id, year, row_id, NULL AS other_id, 1.0 * executed / budget AS value,
  budget AS n1, executed AS n2, NULL AS n3, NULL AS n4, 1.0 * executed / budget AS place
FROM pairs WHERE nth = 1
