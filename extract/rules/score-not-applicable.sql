-- id: score-not-applicable
-- severity: notice
-- says: 注明不适用的指标不应得分。
-- english: No points on an indicator marked as not applicable.
-- source: 财预〔2020〕10号：指标应与项目相关
SELECT evaluation_id, score AS stated, 0 AS expected, NULL AS tolerance, 'points' AS unit,
  ifnull(level2, ifnull(level1, '指标')) || '注明不适用（{rest}），却得{stated}（{first}）' AS message,
  json_array(ifnull(score_block_id, id), CASE WHEN not_applicable(actual) THEN actual_block_id WHEN not_applicable(level3) THEN level3_block_id ELSE target_block_id END, id) AS places
FROM notable_indicators
WHERE score > 0 AND not_applicable = 1
ORDER BY evaluation_id, position
