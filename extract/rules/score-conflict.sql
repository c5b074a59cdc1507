-- id: score-conflict
-- severity: error
-- says: 同一评价的自评得分与评分表总分应一致。
-- english: The declared score and the total of the score table agree.
-- source: 财预〔2020〕10号：自评总分为各项得分之和
WITH pairs AS (
  SELECT d.evaluation_id, d.score AS stated, t.score AS expected,
    CASE WHEN d.score_step = t.score_step THEN 0 ELSE max(d.score_step, t.score_step) / 2 END AS tolerance,
    ifnull(d.score_block_id, d.id) AS one, ifnull(t.score_block_id, t.id) AS two,
    row_number() OVER (PARTITION BY d.evaluation_id ORDER BY abs(d.score - t.score) DESC, d.position, t.position) AS nth
  FROM scores d JOIN scores t ON t.evaluation_id = d.evaluation_id AND t.component = 'total' AND t.institution IS NULL
  WHERE d.component = 'declared' AND d.institution IS NULL AND d.score IS NOT NULL AND t.score IS NOT NULL
    AND (d.weight IS NULL OR t.weight IS NULL OR d.weight = t.weight)
)
SELECT evaluation_id, stated, expected, tolerance, 'points' AS unit, '{first}自评得分{stated}，{rest}总分{expected}' AS message,
  json_array(one, two) AS places
FROM pairs WHERE nth = 1
ORDER BY evaluation_id
