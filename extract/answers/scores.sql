-- Declared score over full mark, highest first.
SELECT id AS evaluation_id, fiscal_year AS year, NULL AS row_id, NULL AS other_id, total_score / coalesce(total_weight, 100) AS value,
  NULL AS n1, NULL AS n2, NULL AS n3, NULL AS n4,
  -total_score / coalesce(total_weight, 100) AS place
FROM evaluations WHERE total_score IS NOT NULL
