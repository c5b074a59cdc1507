-- id: grade-band
-- severity: error
-- says: 等级应与得分所在区间相符：90分以上为优，80至90分为良，60至80分为中，60分以下为差。
-- english: The grade fits the score, 90 and more 优, 80 to 90 良, 60 to 80 中, below 60 差.
-- source: 财预〔2020〕10号：四档，90（含）至100优、80（含）至90良、60（含）至80中、60以下差
WITH graded AS (
  SELECT e.id, e.grade, e.total_score, 100.0 * e.total_score / ifnull(nullif(e.total_weight, 0), 100) AS score,
    50.0 * e.total_score_step / ifnull(nullif(e.total_weight, 0), 100) AS slack
  FROM evaluations e WHERE e.grade IS NOT NULL AND e.total_score IS NOT NULL
    -- whoever reviewed the report graded its own score
    AND NOT EXISTS (SELECT 1 FROM scores r WHERE r.evaluation_id = e.id AND r.component = 'review' AND r.score != e.total_score)
)
SELECT g.id AS evaluation_id, g.grade AS stated,
  CASE WHEN g.score >= 90 THEN '优' WHEN g.score >= 80 THEN '良' WHEN g.score >= 60 THEN '中' ELSE '差' END AS expected,
  NULL AS tolerance, 'text' AS unit, '等级为“{stated}”，得分' || printf('%g', g.total_score) || '（{first}）应为“{expected}”' AS message,
  json_array(ifnull(s.score_block_id, s.id)) AS places
FROM graded g JOIN scores s ON s.id = (
  SELECT id FROM scores WHERE evaluation_id = g.id AND score = g.total_score ORDER BY component != 'declared', position LIMIT 1)
-- 较差 is stored as 差 and is in some places the name of 60 to 80
WHERE (g.grade = '优' AND g.score + g.slack < 90) OR (g.grade = '良' AND (g.score - g.slack >= 90 OR g.score + g.slack < 80))
  OR (g.grade = '中' AND (g.score - g.slack >= 80 OR g.score + g.slack < 60)) OR (g.grade = '差' AND g.score - g.slack >= 80)
ORDER BY g.id
