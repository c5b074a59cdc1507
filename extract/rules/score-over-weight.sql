-- id: score-over-weight
-- severity: error
-- says: 得分不应超过分值。
-- english: No more points than the weight.
-- source: 财预〔2020〕10号：分值为满分
SELECT evaluation_id, score AS stated, weight AS expected, NULL AS tolerance, 'points' AS unit,
  ifnull(level3, ifnull(level2, '指标')) || '得分{stated}（{first}）超过分值{expected}' AS message,
  json_array(ifnull(score_block_id, id), ifnull(weight_block_id, id)) AS places
FROM notable_indicators WHERE score > weight + 0.0001
UNION ALL
SELECT s.evaluation_id, s.score, s.weight, NULL, 'points',
  ifnull(c.zh, s.component) || '得分{stated}（{first}）超过分值{expected}',
  json_array(ifnull(s.score_block_id, s.id), ifnull(s.weight_block_id, s.id))
FROM scores s LEFT JOIN codes c ON c.kind = 'component' AND c.code = s.component
WHERE s.score > s.weight + 0.0001
ORDER BY 1, 7
