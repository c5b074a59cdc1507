-- Soft targets of an evaluation: value is their share in percent, n1 indicators, n2 copied, n3 without a figure, n4 over-fulfilled.
WITH counted AS (
  SELECT evaluation_id, count(*) AS n, sum(replace(replace(target, ' ', ''), char(10), '') = replace(replace(actual, ' ', ''), char(10), '')) AS copied,
    sum(NOT target GLOB '*[0-9０-９]*') AS wordy, sum(ifnull(attained_ratio >= 1.5, 0)) AS beyond
  FROM indicators WHERE target IS NOT NULL AND actual IS NOT NULL GROUP BY evaluation_id HAVING count(*) >= 5
)
SELECT c.evaluation_id, e.fiscal_year AS year, NULL AS row_id, NULL AS other_id, 100.0 * (copied + wordy + beyond) / n AS value,
  n AS n1, copied AS n2, wordy AS n3, beyond AS n4, -100.0 * (copied + wordy + beyond) / n AS place
FROM counted c JOIN evaluations e ON e.id = c.evaluation_id
