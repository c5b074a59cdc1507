-- id: magnitude
-- severity: error
-- says: 同一数量在两处不应相差十倍、百倍或万倍（小数点或单位写错）。
-- english: Two statements of one quantity do not differ by a power of ten.
-- source: 报告、报表数据应当真实一致（预算法实施条例）
WITH told AS (
  SELECT i.evaluation_id, i.id, i.position, i.level3, i.actual_value, i.actual_unit, ifnull(i.actual_block_id, i.id) AS place,
    g.actual AS goal, ifnull(g.actual_block_id, g.id) AS goal_place
  FROM goals g CROSS JOIN indicators i ON i.evaluation_id = g.evaluation_id
  WHERE g.actual GLOB '*[0-9０-９]*' AND i.actual_value > 0 AND i.actual_unit IS NOT NULL AND i.level3 IS NOT NULL
)
SELECT evaluation_id, stated, expected, NULL AS tolerance, 'fen' AS unit,
  what || '{first}写{stated}，{rest}写{expected}，数字相同而数量级不同' AS message, json_array(one, two) AS places
FROM differing_amounts WHERE power_of_ten(stated, expected, tolerance)
UNION ALL
-- a figure in the text of the goal, in a clause that shares the indicator's words
SELECT t.evaluation_id, json_extract(f.value, '$[2]'), t.actual_value, NULL, 'number',
  t.level3 || '完成情况{first}写' || json_extract(f.value, '$[1]') || '，指标{rest}写' || printf('%g', t.actual_value) || t.actual_unit,
  json_array(t.goal_place, t.place)
FROM told t JOIN json_each(figures_like(t.goal, t.actual_value, t.actual_unit)) f
WHERE common_part(json_extract(f.value, '$[0]'), t.level3) >= 4
ORDER BY 1, 7
