-- id: score-sum
-- severity: error
-- says: 总分应等于各指标得分与预算执行得分之和。
-- english: The total is the sum of the indicators' points and of the execution line.
-- source: 财预〔2020〕10号所附绩效自评表的总分行
WITH totals AS (
  SELECT evaluation_id, min(score) AS score, min(score_step) AS step, min(ifnull(score_block_id, id)) AS place
  FROM form_scores s
  WHERE score IS NOT NULL
    -- a form without a total row states its total in its head, in the table of the indicators
    AND (component = 'total' OR component = 'declared'
      AND NOT EXISTS (SELECT 1 FROM scores t WHERE t.evaluation_id = s.evaluation_id AND t.component = 'total')
      AND in_form)
  GROUP BY evaluation_id HAVING min(score) = max(score)
),
execution AS (
  SELECT evaluation_id, min(score) AS score, min(id) AS id, min(ifnull(score_block_id, id)) AS place
  FROM form_scores
  WHERE component = 'budget_execution' AND score IS NOT NULL
  GROUP BY evaluation_id HAVING min(score) = max(score)
),
parts AS (
  SELECT i.evaluation_id, sum(i.score) AS score, count(i.score) AS scored,
    sum(i.weight > 0) AS weighted,
    sum(CASE WHEN i.score_step < 1 THEN i.score_step / 2 ELSE 0 END) AS slack,
    json_group_array(ifnull(i.score_block_id, i.id)) FILTER (WHERE i.score IS NOT NULL) AS places
  FROM (SELECT * FROM placed_indicators WHERE table_no IS NOT NULL ORDER BY evaluation_id, position) i
  GROUP BY i.evaluation_id
)
SELECT t.evaluation_id, t.score AS stated, p.score + ifnull(x.score, 0) AS expected,
  CASE WHEN t.score < p.score + ifnull(x.score, 0) THEN 0.99 * t.step ELSE t.step / 2 END + p.slack AS tolerance,
  'points' AS unit,
  '{first}总分{stated}，各指标得分' || printf('%g', p.score)
    || CASE WHEN x.score IS NULL THEN '' ELSE '与预算执行得分' || printf('%g', x.score) END || '（{rest}）合计{expected}' AS message,
  json_insert(p.places, '$[#]', x.place) AS places
FROM totals t JOIN parts p ON p.evaluation_id = t.evaluation_id LEFT JOIN execution x ON x.evaluation_id = t.evaluation_id
WHERE p.scored >= 2 AND p.scored >= 0.8 * p.weighted
ORDER BY t.evaluation_id
