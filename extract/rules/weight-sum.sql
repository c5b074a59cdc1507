-- id: weight-sum
-- severity: error
-- says: 各指标分值之和应等于一级指标注明的分值，全部分值之和应等于满分。
-- english: The weights add up to the level-1 block's stated weight, and all of them to the full mark.
-- source: 财预〔2020〕10号：各项指标分值合计100分
WITH weights AS (
  SELECT * FROM placed_indicators WHERE table_no IS NOT NULL ORDER BY evaluation_id, position
),
blocks_of_level1 AS (
  SELECT evaluation_id, min(id) AS id, level1, min(level1_weight) AS stated, sum(weight) AS total,
    sum(CASE WHEN weight_step < 1 THEN weight_step / 2 ELSE 0 END) AS slack,
    min(ifnull(level1_weight_block_id, level1_block_id)) AS head, json_group_array(ifnull(weight_block_id, id)) AS places
  FROM weights WHERE level1 IS NOT NULL
  GROUP BY evaluation_id, level1
  HAVING count(level1_weight) = count(*) AND min(level1_weight) = max(level1_weight) AND count(weight) = count(*) AND count(*) > 1
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
  SELECT evaluation_id, min(id) AS id, sum(weight) AS total, sum(CASE WHEN weight_step < 1 THEN weight_step / 2 ELSE 0 END) AS slack,
    json_group_array(ifnull(weight_block_id, id)) FILTER (WHERE weight IS NOT NULL) AS places
  FROM weights GROUP BY evaluation_id HAVING count(weight) >= 2 AND sum(score IS NOT NULL AND weight IS NULL) = 0
)
SELECT evaluation_id, stated, total AS expected, slack + 0.005 AS tolerance, 'points' AS unit,
  '{first}' || level1 || '注明{stated}，其下各指标分值（{rest}）合计{expected}' AS message,
  CASE WHEN head IS NULL THEN places ELSE json_insert(json_array(head), '$[#]', json_extract(places, '$[0]'), '$[#]', json_extract(places, '$[#-1]')) END AS places
FROM blocks_of_level1
-- blocks of one name that repeat (a goal each) hold the stated weight several times over
WHERE total < 1.5 * stated
UNION ALL
SELECT f.evaluation_id, f.stated, e.total + ifnull(x.weight, 0), e.slack + 0.005, 'points',
  '{first}满分{stated}，各指标分值' || printf('%g', e.total)
    || CASE WHEN x.weight IS NULL THEN '' ELSE '与预算执行分值' || printf('%g', x.weight) END || '（{rest}）合计{expected}',
  json_array(f.head, json_extract(e.places, '$[0]'), json_extract(e.places, '$[#-1]'), x.place)
FROM full_marks f JOIN everything e ON e.evaluation_id = f.evaluation_id LEFT JOIN execution x ON x.evaluation_id = f.evaluation_id
UNION ALL
-- points in an indicator's own name
SELECT evaluation_id, name_weight, weight, 0, 'points', level3 || '名称中注明{stated}（{first}），分值栏为{expected}（{rest}）',
  json_array(ifnull(level3_block_id, id), ifnull(weight_block_id, id))
FROM weights WHERE name_weight IS NOT NULL AND weight IS NOT NULL AND level3 IS NOT NULL
ORDER BY 1, 6
