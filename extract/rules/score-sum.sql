-- id: score-sum
-- severity: error
-- says: 总分应等于各指标得分与预算执行得分之和。
-- english: The total is the sum of the indicators' points and of the execution line.
-- source: 财预〔2020〕10号所附绩效自评表的总分行
WITH totals AS (
  SELECT evaluation_id, min(score) AS score, min(score_step) AS step, min(ifnull(score_block_id, id)) AS place,
    CASE max(component) WHEN 'declared' THEN ifnull(max(weight), 100) END AS full_mark, max(weight) AS weight
  FROM form_scores s
  WHERE score IS NOT NULL
    -- a form without a total row states its total in its head, in the table of the indicators
    AND (component = 'total' OR component = 'declared'
      AND NOT EXISTS (SELECT 1 FROM scores t WHERE t.evaluation_id = s.evaluation_id AND t.component = 'total')
      AND in_form)
  GROUP BY evaluation_id HAVING min(score) = max(score)
),
execution AS (
  SELECT evaluation_id, min(score) AS score, max(weight) AS weight, min(ifnull(score_block_id, id)) AS place
  FROM form_scores
  WHERE component = 'budget_execution' AND score IS NOT NULL
  GROUP BY evaluation_id HAVING min(score) = max(score)
),
parts AS (
  SELECT evaluation_id, sum(score) AS score, sum(score_slack) AS slack, sum(weight) AS weight FROM indicator_blocks WHERE table_no IS NOT NULL
  GROUP BY evaluation_id HAVING sum(scored) >= 2 AND sum(scored) >= 0.8 * sum(weighted)
),
compared AS (
  SELECT t.evaluation_id, t.score AS stated, t.place, p.score AS points, x.score AS execution, x.place AS execution_place,
    p.score + ifnull(x.score, 0) AS expected,
    CASE WHEN t.score < p.score + ifnull(x.score, 0) THEN 0.99 * t.step ELSE t.step / 2 END + p.slack AS tolerance,
    p.weight + ifnull(x.weight, 0) < t.full_mark - 0.5 AS is_part,
    -- what is missing in points fits what is missing in weight: a line was not read
    x.score IS NULL AND t.score - p.score BETWEEN 0 AND t.weight - p.weight AS is_unread
  FROM totals t JOIN parts p ON p.evaluation_id = t.evaluation_id LEFT JOIN execution x ON x.evaluation_id = t.evaluation_id
)
SELECT evaluation_id, stated, expected, tolerance, 'points' AS unit,
  '{first}总分{stated}，各指标得分' || printf('%g', points)
    || CASE WHEN execution IS NULL THEN '' ELSE '与预算执行得分' || printf('%g', execution) END || '（{rest}）合计{expected}' AS message,
  (SELECT json_insert(json_group_array(place), '$[#]', c.execution_place) FROM (SELECT ifnull(score_block_id, id) AS place FROM indicators i
    WHERE i.evaluation_id = c.evaluation_id AND i.score IS NOT NULL AND substr(i.block_id, 18, 1) = 't' ORDER BY i.position)) AS places
FROM compared c WHERE abs(stated - expected) > tolerance
  -- without a total row below them, indicators that weigh less than the full mark may not be all there are
  AND (stated < expected OR is_part IS NOT 1) AND is_unread IS NOT 1
ORDER BY evaluation_id
