-- id: attainment
-- severity: notice
-- says: 得分应与完成程度相称：定量指标按完成比例计分，定性指标按达成档次计分。
-- english: Points fit what was attained, in proportion for figures and within the band for results in words.
-- source: 财预〔2020〕10号：定量指标按完成值与指标值的比例记分，定性指标分三档记分
WITH rated AS (
  SELECT *, 100.0 * score / weight AS share, band_due(actual) AS band FROM indicators
  WHERE weight > 0 AND score IS NOT NULL AND score <= weight AND actual IS NOT NULL
)
SELECT evaluation_id, score AS stated, weight * attained_ratio AS expected, score_step AS tolerance, 'points' AS unit,
  ifnull(level3, ifnull(level2, '指标')) || '目标' || target || '、完成' || actual || '（{rest}），按比例应得{expected}，{first}得{stated}' AS message,
  json_array(ifnull(score_block_id, id), actual_block_id, target_block_id) AS places
FROM rated
-- full points are a matter of target-missed-full-score
WHERE attained = 0 AND attained_ratio < 1 AND score > weight * attained_ratio AND score < weight
UNION ALL
SELECT evaluation_id, score, weight * json_extract(band, CASE WHEN share > json_extract(band, '$[1]') THEN '$[1]' ELSE '$[0]' END) / 100, score_step / 2,
  'points', ifnull(level3, ifnull(level2, '指标')) || '完成情况为“' || actual || '”（{rest}），该档'
    || CASE WHEN share > json_extract(band, '$[1]') THEN '至多' ELSE '至少' END || '{expected}，{first}得{stated}',
  json_array(ifnull(score_block_id, id), actual_block_id)
FROM rated
WHERE band IS NOT NULL AND (share > json_extract(band, '$[1]') OR share < json_extract(band, '$[0]'))
ORDER BY 1, 7
