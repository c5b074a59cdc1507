-- Findings of a rule in a year: row_id is the rule, value their number, n1 the evaluations; evaluation_id an example.
-- compares: everything
SELECT min(f.evaluation_id) AS evaluation_id, e.fiscal_year AS year, f.rule AS row_id, NULL AS other_id, count(*) AS value,
  count(DISTINCT f.evaluation_id) AS n1, NULL AS n2, NULL AS n3, NULL AS n4, -count(*) AS place
FROM findings f LEFT JOIN evaluations e ON e.id = f.evaluation_id GROUP BY f.rule, e.fiscal_year
