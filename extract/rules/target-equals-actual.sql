-- id: target-equals-actual
-- severity: notice
-- says: 全部指标的完成值与目标值一字不差，值得核实。
-- english: Throughout an evaluation the results are word for word the targets.
-- source: 财预〔2020〕10号：实际完成值应当如实填写
WITH pairs AS (
  SELECT evaluation_id, count(*) AS n, count(DISTINCT fold(target)) AS kinds,
    min(ifnull(target_block_id, id)) AS one, min(ifnull(actual_block_id, id)) AS two
  FROM indicators WHERE repeats_target = 1 AND evaluation_id IN (
    SELECT evaluation_id FROM indicator_blocks GROUP BY 1 HAVING sum(copied) >= 5 AND sum(copied) = sum(compared)) GROUP BY 1
)
SELECT evaluation_id, n AS stated, n AS expected, NULL AS tolerance, 'number' AS unit,
  '全部{expected}项指标的完成值与目标值一字不差（自{first}、{rest}起）' AS message, json_array(one, two) AS places
FROM pairs WHERE kinds >= 3
ORDER BY evaluation_id
