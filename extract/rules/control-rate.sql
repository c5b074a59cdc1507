-- id: control-rate
-- severity: error
-- says: 控制率应等于实际数除以编制数（或预算数）。
-- english: A control rate is actual over posts (or over budget).
-- source: 财预〔2013〕53号附件：在职人员控制率、公用经费控制率
WITH rows_of_staff AS (
  SELECT r.evaluation_id, r.id, r.count AS rate, r.count_step AS step,
    max(CASE p.category WHEN 'establishment' THEN p.count END) AS posts, max(CASE p.category WHEN 'establishment' THEN p.id END) AS posts_id,
    max(CASE p.category WHEN 'actual' THEN p.count END) AS staff, max(CASE p.category WHEN 'actual' THEN p.id END) AS staff_id
  FROM placed_staff r JOIN placed_staff p ON p.evaluation_id = r.evaluation_id AND p.table_no = r.table_no AND p.row_no = r.row_no
    AND p.institution IS r.institution
  WHERE r.category = 'control_rate'
  GROUP BY r.id HAVING sum(p.category = 'establishment') = 1 AND sum(p.category = 'actual') = 1
),
-- head-counts that the whole document agrees on; staff in post (在职) before staff of any kind (实有)
agreed AS (
  SELECT evaluation_id, category, min(count) AS count, min(id) AS id FROM personnel p
  WHERE institution IS NULL AND (category IN ('establishment', 'control_rate')
    OR category = 'actual' AND (instr(raw, '在职') OR NOT EXISTS (
      SELECT 1 FROM personnel q WHERE q.evaluation_id = p.evaluation_id AND q.category = 'actual' AND instr(q.raw, '在职'))))
  GROUP BY evaluation_id, category HAVING min(count) = max(count)
),
rates AS (
  SELECT evaluation_id, id, level3, actual_value AS rate, printed_step(actual) AS step, ifnull(actual_block_id, id) AS place
  FROM notable_indicators WHERE instr(level3, '控制率') AND actual_value IS NOT NULL AND actual_unit IN ('%', '％')
),
indicators_of_staff AS (
  SELECT i.evaluation_id, i.id, i.rate, i.step, i.place,
    stated.count AS stated, stated.id AS stated_id, posts.count AS posts, posts.id AS posts_id, staff.count AS staff, staff.id AS staff_id
  FROM rates i
  LEFT JOIN agreed stated ON stated.evaluation_id = i.evaluation_id AND stated.category = 'control_rate'
  LEFT JOIN agreed posts ON posts.evaluation_id = i.evaluation_id AND posts.category = 'establishment'
  LEFT JOIN agreed staff ON staff.evaluation_id = i.evaluation_id AND staff.category = 'actual'
  WHERE instr(i.level3, '人员控制率')
),
indicators_of_money AS (
  SELECT i.evaluation_id, i.id, i.rate, i.step, i.place,
    100.0 * spent.amount_fen / planned.amount_fen AS expected, spent.id AS spent_id, planned.id AS planned_id,
    50.0 * spent.step_fen / planned.amount_fen + 50.0 * spent.amount_fen * planned.step_fen / planned.amount_fen / planned.amount_fen AS slack,
    (SELECT 100.0 * spent.amount_fen / n.amount_fen FROM placed_amounts n WHERE n.evaluation_id = i.evaluation_id AND n.item = spent.item
      AND n.measure = 'budget_initial' AND n.year = spent.year AND n.institution IS NULL AND n.amount_fen > 0) AS of_initial,
    row_number() OVER (PARTITION BY i.id ORDER BY spent.position) AS nth
  FROM rates i CROSS JOIN evaluations e ON e.id = i.evaluation_id
  CROSS JOIN placed_amounts spent ON spent.evaluation_id = i.evaluation_id AND spent.measure = 'actual' AND spent.year = e.fiscal_year
    AND spent.item = CASE WHEN instr(i.level3, '公用经费控制率') THEN 'basic.public' WHEN instr(fold(i.level3), '三公经费控制率') THEN 'three_public' END
  JOIN placed_amounts planned ON planned.evaluation_id = i.evaluation_id AND planned.item = spent.item AND planned.measure = 'budget'
    AND planned.year = spent.year AND planned.table_no = spent.table_no AND planned.row_no = spent.row_no AND planned.amount_fen > 0
  WHERE spent.institution IS NULL AND planned.institution IS NULL
)
SELECT evaluation_id, rate AS stated, 100.0 * staff / posts AS expected, step AS tolerance, 'rate' AS unit,
  '{first}写控制率{stated}，按同一行在职人数' || printf('%g', staff) || '与编制数' || printf('%g', posts) || '（{rest}）计算应为{expected}'
    || CASE WHEN staff > 0 AND abs(rate - 100.0 * posts / staff) <= step THEN '；所写的是编制数与在职人数之比' ELSE '' END AS message,
  json_array(id, staff_id, posts_id) AS places
FROM rows_of_staff WHERE posts > 0 AND NOT (rate <= 2 AND abs(100 * rate - 100.0 * staff / posts) <= 100 * step)
UNION ALL
SELECT evaluation_id, rate, ifnull(stated, 100.0 * staff / posts), step, 'rate',
  '{first}写人员控制率{stated}，' || CASE WHEN stated IS NULL
    THEN '按在职人数' || printf('%g', staff) || '与编制数' || printf('%g', posts) || '（{rest}）计算应为{expected}' ELSE '{rest}写{expected}' END,
  CASE WHEN stated IS NULL THEN json_array(place, staff_id, posts_id) ELSE json_array(place, stated_id) END
FROM indicators_of_staff WHERE stated IS NOT NULL OR (staff IS NOT NULL AND posts > 0)
UNION ALL
SELECT evaluation_id, rate, expected, step + slack, 'rate',
  '{first}写控制率{stated}，按实际数与预算数（{rest}）计算应为{expected}'
    || CASE WHEN abs(rate - of_initial) <= step THEN '；所写的是实际数与年初预算数之比'
      WHEN expected > 0 AND abs(rate - 10000.0 / expected) <= step + slack THEN '；所写的是预算数与实际数之比' ELSE '' END, json_array(place, spent_id, planned_id)
FROM indicators_of_money WHERE nth = 1
ORDER BY 1, 7
