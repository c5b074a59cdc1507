-- id: score-missing
-- severity: error
-- says: 有分值的指标应有得分。
-- english: An indicator with a weight has points.
-- source: 财预〔2020〕10号：逐项计分
SELECT i.evaluation_id, NULL AS stated, i.weight AS expected, NULL AS tolerance, 'points' AS unit,
  ifnull(i.level3, ifnull(i.level2, '指标')) || '分值{expected}（{first}），得分空白' AS message,
  json_array(ifnull(i.weight_block_id, i.id), i.score_block_id) AS places
FROM notable_indicators i
WHERE i.weight > 0 AND i.score IS NULL
  -- a form whose score column is left blank as a whole states no scores at all
  AND (SELECT count(f.score) > 0 AND 2 * count(f.score) >= sum(f.weight > 0) FROM indicators f WHERE f.evaluation_id = i.evaluation_id)
ORDER BY i.evaluation_id, i.position
