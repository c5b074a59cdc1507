-- id: amount-sum
-- severity: error
-- says: 各部分之和应等于所列合计：资金来源、基本支出与项目支出、三公经费各项、机构汇总、合计行。
-- english: The parts add up to their stated total.
-- source: 决算报表的勾稽关系：合计等于各分项之和
WITH sources AS (
  SELECT evaluation_id, passage, measure, year, institution, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack,
    count(*) AS n, json_group_array(id) AS ids,
    max(item = 'source.other' AND table_no IS NOT NULL) AS has_other, 'sources' AS family,
    sum(CASE item WHEN 'source.carryover' THEN amount_fen ELSE 0 END) AS carried
  FROM group_items g
  -- in a sentence what was carried over stands beside the year's income as often as in it
  WHERE item LIKE 'source.%' AND (table_no IS NOT NULL OR item != 'source.carryover') AND NOT (item IN ('source.general', 'source.fund', 'source.state_capital', 'source.social_insurance')
    AND EXISTS (SELECT 1 FROM group_items f WHERE f.item = 'source.fiscal' AND f.evaluation_id = g.evaluation_id AND f.passage = g.passage
      AND f.measure = g.measure AND f.year IS g.year AND f.institution = g.institution))
  GROUP BY 1, 2, 3, 4, 5
),
spending AS (
  SELECT evaluation_id, passage, measure, year, institution, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack,
    count(*) AS n, json_group_array(id) AS ids, 1 AS has_other, 'spending' AS family, 0 AS carried
  FROM group_items WHERE item IN ('basic', 'project') GROUP BY 1, 2, 3, 4, 5 HAVING count(*) = 2
),
basic AS (
  SELECT evaluation_id, passage, measure, year, institution, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack,
    count(*) AS n, json_group_array(id) AS ids, 1 AS has_other, 'basic' AS family, 0 AS carried
  FROM group_items WHERE item IN ('basic.personnel', 'basic.public') GROUP BY 1, 2, 3, 4, 5 HAVING count(*) = 2
),
three_public AS (
  SELECT evaluation_id, passage, measure, year, institution, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack,
    count(*) AS n, json_group_array(id) AS ids, max(item LIKE '%vehicle%') AND max(item LIKE '%abroad') AND max(item LIKE '%reception') AS has_other,
    'three_public' AS family, 0 AS carried
  FROM group_items g
  WHERE item IN ('three_public.vehicle', 'three_public.abroad', 'three_public.reception')
    OR item IN ('three_public.vehicle_purchase', 'three_public.vehicle_operation') AND NOT EXISTS (
      SELECT 1 FROM group_items v WHERE v.item = 'three_public.vehicle' AND v.evaluation_id = g.evaluation_id AND v.passage = g.passage
        AND v.measure = g.measure AND v.year IS g.year AND v.institution = g.institution)
  GROUP BY 1, 2, 3, 4, 5
),
vehicles AS (
  SELECT evaluation_id, passage, measure, year, institution, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack,
    count(*) AS n, json_group_array(id) AS ids, 1 AS has_other, 'vehicles' AS family, 0 AS carried
  FROM group_items WHERE item IN ('three_public.vehicle_purchase', 'three_public.vehicle_operation') GROUP BY 1, 2, 3, 4, 5 HAVING count(*) = 2
),
assets AS (
  SELECT evaluation_id, passage, measure, year, institution, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack,
    count(*) AS n, json_group_array(id) AS ids, max(item = 'assets.other') AS has_other, 'assets' AS family, 0 AS carried
  FROM group_items WHERE item IN ('assets.in_use', 'assets.leased', 'assets.other') GROUP BY 1, 2, 3, 4, 5
),
parts AS (
  SELECT * FROM sources UNION ALL SELECT * FROM spending UNION ALL SELECT * FROM basic
  UNION ALL SELECT * FROM three_public UNION ALL SELECT * FROM vehicles UNION ALL SELECT * FROM assets
),
heads AS (
  SELECT *, CASE item WHEN 'income' THEN 'sources' WHEN 'expenditure' THEN 'spending' WHEN 'basic' THEN 'basic'
      WHEN 'three_public' THEN 'three_public' WHEN 'three_public.vehicle' THEN 'vehicles' WHEN 'assets' THEN 'assets' END AS family
  FROM group_items WHERE item IN ('income', 'expenditure', 'basic', 'three_public', 'three_public.vehicle', 'assets')
  UNION ALL
  SELECT g.*, f.family FROM group_items g JOIN (SELECT 'sources' AS family, 'income' AS rival UNION ALL SELECT 'spending', 'expenditure') f
  WHERE g.item = 'total' AND NOT EXISTS (
    SELECT 1 FROM group_items r WHERE r.item = f.rival AND r.evaluation_id = g.evaluation_id AND r.passage = g.passage
      AND r.measure = g.measure AND r.year IS g.year AND r.institution = g.institution)
),
by_item AS (
  SELECT h.evaluation_id, h.amount_fen AS stated, p.total AS expected, h.step_fen / 2.0 + p.slack AS tolerance, h.id AS head, p.ids
  FROM heads h JOIN parts p ON p.family = h.family AND p.evaluation_id = h.evaluation_id AND p.passage = h.passage
    AND p.measure = h.measure AND p.year IS h.year AND p.institution = h.institution
  WHERE h.measure != 'composition'
    -- the income of the year stands with and without what was carried over
    AND NOT (h.item = 'income' AND abs(h.amount_fen - (p.total - p.carried)) <= h.step_fen / 2.0 + p.slack)
    -- in a sentence the parts may be those of another measure of the total beside it
    AND (h.table_no IS NOT NULL OR h.measure != 'change' AND NOT EXISTS (SELECT 1 FROM group_items o WHERE o.evaluation_id = h.evaluation_id
      AND o.passage = h.passage AND o.item = h.item AND abs(o.amount_fen - p.total) <= o.step_fen / 2.0 + p.slack))
    -- an open list may leave something out; then only a sum above the total contradicts it
    AND (p.total > h.amount_fen AND h.measure != 'change' OR (p.n > 1 AND p.has_other AND NOT EXISTS (
      SELECT 1 FROM placed_amounts o WHERE o.evaluation_id = h.evaluation_id AND o.passage = h.passage AND o.amount_fen != 0
        AND o.measure = h.measure AND (o.item = 'other' AND h.family IN ('sources', 'spending')
          -- what is left at the year's end stands beside what was spent
          OR o.item LIKE 'balance%' AND h.family = 'spending' AND h.table_no IS NULL
          OR o.item = 'project.named' AND h.family = 'spending' AND o.row_no > (SELECT max(b.row_no) FROM placed_amounts b
            WHERE b.passage = h.passage AND b.evaluation_id = h.evaluation_id AND b.item = 'project' AND b.measure = h.measure)))))
),
-- parts listed under the total without a column of their own: they must fit the budget or the execution
totals_near AS (
  SELECT p.evaluation_id, p.passage, p.family, p.total, p.slack, p.ids, p.has_other, p.n, h.amount_fen, h.step_fen, h.id, h.measure,
    abs(h.amount_fen - p.total) <= h.step_fen / 2.0 + p.slack AS fits
  FROM parts p JOIN group_items h ON h.evaluation_id = p.evaluation_id AND h.passage = p.passage AND h.institution = p.institution
    AND h.item = 'total' AND h.measure IN ('budget', 'actual', 'budget_initial')
  WHERE p.measure = 'composition' AND p.family IN ('sources', 'spending')
),
by_composition AS (
  SELECT evaluation_id, max(CASE measure WHEN 'actual' THEN amount_fen END) AS stated, total AS expected,
    max(step_fen) / 2.0 + slack AS tolerance, max(CASE measure WHEN 'actual' THEN id END) AS head, ids
  FROM totals_near GROUP BY evaluation_id, passage, family
  HAVING max(fits) = 0 AND max(measure = 'actual') AND n > 1 AND (has_other OR total > max(amount_fen) OR family = 'spending')
),
-- a consolidated row over its institutions
bodies AS (
  SELECT evaluation_id, passage, measure, year, item, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack, json_group_array(id) AS ids
  FROM group_items WHERE institution != '' AND measure != 'composition' AND table_no IS NOT NULL GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1
),
by_body AS (
  SELECT h.evaluation_id, h.amount_fen AS stated, b.total AS expected, h.step_fen / 2.0 + b.slack AS tolerance, h.id AS head, b.ids
  FROM group_items h JOIN bodies b ON b.evaluation_id = h.evaluation_id AND b.passage = h.passage AND b.measure = h.measure
    AND b.year IS h.year AND b.item = h.item
  WHERE h.institution = ''
),
-- a 合计 row over the classes of expenditure above it; a class counts once, without its own parts
classes AS (
  SELECT a.*, min(a.step_fen, ifnull(s.step_fen, a.step_fen)) AS addend_step_fen FROM placed_amounts a
  LEFT JOIN column_steps s ON s.document_id = a.document_id AND s.table_no = a.table_no AND s.col_no = a.col_no
  WHERE a.item LIKE 'econ.%' AND a.table_no IS NOT NULL AND (length(a.item) = 8 OR NOT EXISTS (
    SELECT 1 FROM placed_amounts c WHERE c.evaluation_id = a.evaluation_id AND c.table_no = a.table_no AND c.measure = a.measure
      AND c.year IS a.year AND c.institution IS a.institution AND c.item = substr(a.item, 1, 8)))
),
by_class AS (
  SELECT h.evaluation_id, h.amount_fen AS stated, sum(c.amount_fen) AS expected, (h.step_fen + sum(c.addend_step_fen)) / 2.0 AS tolerance,
    h.id AS head, json_group_array(c.id) AS ids
  FROM placed_amounts h JOIN classes c ON c.evaluation_id = h.evaluation_id AND c.table_no = h.table_no AND c.measure = h.measure
    AND c.year IS h.year AND c.institution IS h.institution AND c.col_no = h.col_no
  WHERE h.item IN ('basic', 'project', 'total', 'expenditure') AND h.table_no IS NOT NULL
    AND (instr(h.label, '合计') OR instr(h.label, '总计')) AND (c.inside IS NULL OR c.inside = h.item)
  GROUP BY h.id HAVING count(*) > 2
),
-- a sentence that names some classes of a total: what it names may fall short, not exceed
named_classes AS (
  SELECT h.evaluation_id, h.passage, h.amount_fen AS stated, sum(c.amount_fen) AS expected, sum(c.step_fen) / 2.0 AS slack, h.step_fen,
    h.id AS head, json_group_array(c.id) AS ids
  FROM group_items h JOIN placed_amounts c ON c.evaluation_id = h.evaluation_id AND c.passage = h.passage AND c.measure = h.measure
    AND c.year IS h.year AND ifnull(c.institution, '') = h.institution AND c.inside = h.item
  WHERE h.table_no IS NULL AND h.measure != 'change' AND length(c.item) = 8 AND (c.item LIKE 'func.%' OR c.item LIKE 'econ.%')
  GROUP BY h.id, substr(c.item, 1, 4) HAVING count(*) > 1 AND count(*) = count(DISTINCT c.item) AND expected > stated
),
by_named_class AS (
  SELECT n.evaluation_id, n.stated, n.expected, n.step_fen / 2.0 + n.slack AS tolerance, n.head, n.ids FROM named_classes n
  -- unless they are the classes of another total of the passage
  WHERE NOT EXISTS (SELECT 1 FROM group_items o WHERE o.evaluation_id = n.evaluation_id AND o.passage = n.passage AND o.id != n.head
    AND abs(o.amount_fen - n.expected) <= o.step_fen / 2.0 + n.slack)
)
SELECT s.evaluation_id, s.stated, s.expected, s.tolerance, 'fen' AS unit,
  a.label || ifnull('（' || a.institution || '）', '') || '{first}写{stated}，各部分（{rest}）合计{expected}' AS message,
  (SELECT json_group_array(value) FROM (SELECT s.head AS value UNION ALL SELECT value FROM json_each(s.ids))) AS places
FROM (SELECT * FROM by_item UNION ALL SELECT * FROM by_composition UNION ALL SELECT * FROM by_body UNION ALL SELECT * FROM by_class
  UNION ALL SELECT * FROM by_named_class) s
JOIN amounts a ON a.id = s.head
WHERE abs(s.stated - s.expected) > s.tolerance
ORDER BY s.evaluation_id, a.position, s.expected
