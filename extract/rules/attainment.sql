-- id: attainment
-- severity: notice
-- says: 得分应与完成程度相称：定量指标按完成比例计分，定性指标按达成档次计分。
-- english: Points fit what was attained, in proportion for figures and within the band for results in words.
-- source: 财预〔2020〕10号：定量指标按完成值与指标值的比例记分，定性指标分三档记分
WITH rated AS (
  SELECT *, 100.0 * score / weight AS share FROM notable_indicators
  WHERE (attained = 0 OR band_least IS NOT NULL) AND weight > 0 AND score <= weight
)
SELECT evaluation_id, score AS stated, weight * max(attained_ratio, 0) AS expected, score_step AS tolerance, 'points' AS unit,
  ifnull(level3, ifnull(level2, '指标')) || '目标' || target || '、完成' || actual || '（{rest}），按比例应得{expected}，{first}得{stated}' AS message,
  json_array(ifnull(score_block_id, id), actual_block_id, target_block_id) AS places
FROM rated
-- full points are a matter of target-missed-full-score
WHERE attained = 0 AND attained_ratio < 1 AND score > weight * max(attained_ratio, 0) AND score < weight
UNION ALL
SELECT evaluation_id, score, weight * CASE WHEN share > band_most THEN band_most ELSE band_least END / 100, score_step / 2,
  'points', ifnull(level3, ifnull(level2, '指标')) || '完成情况为“' || actual || '”（{rest}），该档'
    || CASE WHEN share > band_most THEN '至多' ELSE '至少' END || '{expected}，{first}得{stated}',
  json_array(ifnull(score_block_id, id), actual_block_id)
FROM rated
WHERE share > band_most OR share < band_least
UNION ALL
-- a bare figure that is the indicator's own points has slipped from their column into that of the result
SELECT evaluation_id, actual_value, target_value, NULL, 'number',
  ifnull(level3, ifnull(level2, '指标')) || '目标' || target || '，完成值{stated}（{first}）与得分相同（{rest}），疑为填错了栏',
  json_array(ifnull(actual_block_id, id), ifnull(score_block_id, id), target_block_id)
FROM notable_indicators
WHERE score = weight AND actual_value = score AND actual_unit IS NULL AND unit_block_id IS NULL AND attained IS NULL
  AND target_unit IS NOT NULL AND target_value > actual_value AND target_op IN ('=', '>=', '>')
ORDER BY 1, 7
