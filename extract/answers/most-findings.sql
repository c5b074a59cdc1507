-- Findings of an evaluation: value is their number, n1 errors, n2 warnings, n3 notices.
SELECT f.evaluation_id, e.fiscal_year AS year, NULL AS row_id, NULL AS other_id, count(*) AS value, sum(f.severity = 'error') AS n1,
  sum(f.severity = 'warning') AS n2, sum(f.severity = 'notice') AS n3, NULL AS n4
FROM findings f JOIN evaluations e ON e.id = f.evaluation_id GROUP BY f.evaluation_id
ORDER BY sum(f.severity = 'error') DESC, sum(f.severity = 'warning') DESC, sum(f.severity = 'notice') DESC, f.evaluation_id
