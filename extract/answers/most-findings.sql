-- Findings of an evaluation: value is their number, n1 errors, n2 warnings, n3 notices.
SELECT f.evaluation_id, e.fiscal_year AS year, NULL AS row_id, NULL AS other_id, count(*) AS value, sum(f.severity = 'error') AS n1,
  sum(f.severity = 'warning') AS n2, sum(f.severity = 'notice') AS n3, NULL AS n4,
  -(1e10 * sum(f.severity = 'error') + 1e5 * sum(f.severity = 'warning') + sum(f.severity = 'notice')) AS place
FROM evaluations e CROSS JOIN findings f WHERE f.evaluation_id = e.id GROUP BY f.evaluation_id
