-- Results of at least one and a half times the target: value is the ratio.
SELECT i.evaluation_id, e.fiscal_year AS year, i.id AS row_id, NULL AS other_id, i.attained_ratio AS value,
  NULL AS n1, NULL AS n2, NULL AS n3, NULL AS n4, -i.attained_ratio AS place
FROM indicators i JOIN evaluations e ON e.id = i.evaluation_id
WHERE i.attained = 1 AND i.attained_ratio >= 1.5
