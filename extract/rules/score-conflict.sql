-- id: score-conflict
-- severity: error
-- says: 同一评价的自评得分与评分表总分应一致。
-- english: The declared score and the total of the score table agree.
-- source: 财预〔2020〕10号：自评总分为各项得分之和
WITH stated AS (
  SELECT *, row_number() OVER (PARTITION BY evaluation_id, component ORDER BY position) AS nth
  FROM scores WHERE component IN ('declared', 'total') AND score IS NOT NULL AND institution IS NULL
)
SELECT d.evaluation_id, d.score AS stated, t.score AS expected,
  CASE WHEN d.score_step = t.score_step THEN 0 ELSE max(d.score_step, t.score_step) / 2 END AS tolerance, 'points' AS unit,
  '{first}自评得分{stated}，{rest}总分{expected}' AS message,
  json_array(ifnull(d.score_block_id, d.id), ifnull(t.score_block_id, t.id)) AS places
FROM stated d JOIN stated t ON t.evaluation_id = d.evaluation_id AND t.component = 'total' AND t.nth = 1
WHERE d.component = 'declared' AND d.nth = 1 AND (d.weight IS NULL OR t.weight IS NULL OR d.weight = t.weight)
ORDER BY d.evaluation_id
