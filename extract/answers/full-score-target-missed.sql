-- Indicators that missed their target and got full points: value is the weight.
SELECT i.evaluation_id, e.fiscal_year AS year, i.id AS row_id, NULL AS other_id, i.weight AS value, NULL AS n1, NULL AS n2, NULL AS n3, NULL AS n4,
  -i.weight AS place
FROM indicators i JOIN evaluations e ON e.id = i.evaluation_id
WHERE i.attained = 0 AND i.weight > 0 AND i.score >= i.weight
