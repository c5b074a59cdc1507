-- id: target-missed-full-score
-- severity: error
-- says: 未达到量化目标的指标不应得满分。
-- english: No full points where a numeric target is missed.
-- source: 财预〔2020〕10号：未达成指标值的按比例计分
SELECT evaluation_id, ifnull(actual_value, actual) AS stated, ifnull(target_value, target) AS expected, NULL AS tolerance, 'number' AS unit,
  ifnull(level3, ifnull(level2, '指标')) || '目标' || target || '、完成' || actual || '（{first}），未达目标却得满分' || printf('%g', score) || '分（{rest}）' AS message,
  json_array(ifnull(actual_block_id, id), target_block_id, ifnull(score_block_id, id)) AS places
FROM notable_indicators
WHERE score = weight AND weight > 0 AND attained = 0
ORDER BY evaluation_id, position
