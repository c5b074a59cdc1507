-- id: weight-sum
-- severity: error
-- says: 各指标分值之和应等于一级指标注明的分值，全部分值之和应等于满分。
-- english: The weights add up to the level-1 block's stated weight, and all of them to the full mark.
-- source: 财预〔2020〕10号：各项指标分值合计100分
-- only what does not add up is told with its places
WITH wrong_blocks AS (
  SELECT evaluation_id, level1, level1_weight AS stated, sum(weight) AS total, sum(weight_slack) AS slack
  FROM indicator_blocks WHERE table_no IS NOT NULL AND level1 IS NOT NULL GROUP BY evaluation_id, level1
  HAVING sum(with_level1_weight) = sum(n) AND min(level1_weight) = max(level1_weight_most) AND sum(with_weight) = sum(n) AND sum(n) > 1
    -- blocks of one name that repeat (a goal each) hold the stated weight several times over
    AND total < 1.5 * stated AND abs(stated - total) > slack + 0.005
),
full_marks AS (
  SELECT evaluation_id, min(weight) AS stated, min(ifnull(weight_block_id, id)) AS head
  FROM form_scores WHERE component = 'total' AND weight > 0
  GROUP BY evaluation_id HAVING min(weight) = max(weight)
),
execution AS (
  SELECT evaluation_id, min(weight) AS weight, min(ifnull(weight_block_id, id)) AS place
  FROM form_scores WHERE component = 'budget_execution' AND weight > 0
  GROUP BY evaluation_id HAVING min(weight) = max(weight)
),
everything AS (
  SELECT evaluation_id, sum(weight) AS total, sum(weight_slack) AS slack FROM indicator_blocks WHERE table_no IS NOT NULL
  GROUP BY evaluation_id HAVING sum(with_weight) >= 2 AND sum(scored_without_weight) = 0
),
wrong_totals AS (
  SELECT f.evaluation_id, f.stated, f.head, e.total, e.slack, x.weight AS execution, x.place AS execution_place
  FROM full_marks f JOIN everything e ON e.evaluation_id = f.evaluation_id LEFT JOIN execution x ON x.evaluation_id = f.evaluation_id
  WHERE abs(f.stated - e.total - ifnull(x.weight, 0)) > e.slack + 0.005
    -- indicators that weigh less than half the full mark are not all there are, nor are those that leave room for an execution
    -- line where none was read
    AND e.total >= 0.5 * f.stated AND (x.weight IS NOT NULL OR e.total > f.stated OR f.stated - e.total > 0.2 * f.stated)
    -- a form that gives the execution points and prints no weight for it leaves its sum open
    AND (x.weight IS NOT NULL OR NOT EXISTS (SELECT 1 FROM form_scores s
      WHERE s.evaluation_id = f.evaluation_id AND s.component = 'budget_execution' AND s.weight IS NULL AND s.score IS NOT NULL))
),
weights AS (
  SELECT evaluation_id, position, level1, level3, weight, name_weight, ifnull(weight_block_id, id) AS place,
    ifnull(level1_weight_block_id, level1_block_id) AS head, ifnull(level3_block_id, id) AS name_place
  FROM indicators WHERE substr(block_id, 18, 1) = 't'
    AND evaluation_id IN (SELECT evaluation_id FROM wrong_blocks UNION SELECT evaluation_id FROM wrong_totals
      UNION SELECT evaluation_id FROM indicator_blocks WHERE with_name_weight > 0)
),
placed_blocks AS (
  SELECT b.*, (SELECT min(w.head) FROM weights w WHERE w.evaluation_id = b.evaluation_id AND w.level1 = b.level1) AS head,
    (SELECT json_group_array(place) FROM (SELECT w.place FROM weights w
      WHERE w.evaluation_id = b.evaluation_id AND w.level1 = b.level1 ORDER BY w.position)) AS places
  FROM wrong_blocks b
),
placed_totals AS (
  SELECT t.*, (SELECT json_group_array(place) FROM (SELECT w.place FROM weights w
    WHERE w.evaluation_id = t.evaluation_id AND w.weight IS NOT NULL ORDER BY w.position)) AS places
  FROM wrong_totals t
)
SELECT evaluation_id, stated, total AS expected, slack + 0.005 AS tolerance, 'points' AS unit,
  '{first}' || level1 || '注明{stated}，其下各指标分值（{rest}）合计{expected}' AS message,
  CASE WHEN head IS NULL THEN places ELSE json_insert(json_array(head), '$[#]', json_extract(places, '$[0]'), '$[#]', json_extract(places, '$[#-1]')) END AS places
FROM placed_blocks
UNION ALL
SELECT evaluation_id, stated, total + ifnull(execution, 0), slack + 0.005, 'points',
  '{first}满分{stated}，各指标分值' || printf('%g', total)
    || CASE WHEN execution IS NULL THEN '' ELSE '与预算执行分值' || printf('%g', execution) END || '（{rest}）合计{expected}',
  json_array(head, json_extract(places, '$[0]'), json_extract(places, '$[#-1]'), execution_place)
FROM placed_totals
UNION ALL
-- points in an indicator's own name
SELECT evaluation_id, name_weight, weight, 0, 'points', level3 || '名称中注明{stated}（{first}），分值栏为{expected}（{rest}）', json_array(name_place, place)
FROM weights WHERE name_weight IS NOT NULL AND weight IS NOT NULL AND level3 IS NOT NULL
ORDER BY 1, 6
