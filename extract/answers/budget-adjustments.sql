-- Initial against full-year budget: value is the rate of change, n1 initial, n2 full-year (fen); row_id the full-year figure, other_id the initial one.
WITH pairs AS (
  SELECT i.evaluation_id, i.year, i.amount_fen AS initial, b.amount_fen AS budget, min(b.id) AS row_id, min(i.id) AS other_id
  FROM amounts i
  JOIN amounts b ON b.evaluation_id = i.evaluation_id AND b.item = i.item AND b.measure = 'budget' AND b.year IS i.year
    AND b.institution IS i.institution AND b.label = i.label
  WHERE i.measure = 'budget_initial' AND i.item IN ('total', 'basic', 'project') AND i.institution IS NULL
    AND b.amount_fen <> i.amount_fen
  GROUP BY i.evaluation_id, i.item, i.label, i.year, i.amount_fen, b.amount_fen
)
SELECT evaluation_id, year, row_id, other_id,
  CASE WHEN initial = 0 THEN NULL ELSE 1.0 * (budget - initial) / abs(initial) END AS value, initial AS n1, budget AS n2, NULL AS n3, NULL AS n4,
  -CASE WHEN initial = 0 THEN 1e18 ELSE abs(1.0 * (budget - initial) / initial) END AS place
FROM pairs
