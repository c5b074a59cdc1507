-- id: amount-sum
-- severity: error
-- says: 各部分之和应等于所列合计：资金来源、基本支出与项目支出、三公经费各项、机构汇总、合计行。
-- english: The parts add up to their stated total.
-- source: 决算报表的勾稽关系：合计等于各分项之和
WITH members AS NOT MATERIALIZED (
  SELECT * FROM placed_amounts
  -- in a sentence what was carried over stands beside the year's income as often as in it
  WHERE part_of IS NOT NULL AND (table_no IS NOT NULL OR item != 'source.carryover')
),
vehicles AS NOT MATERIALIZED (
  SELECT * FROM placed_amounts WHERE set_figure = 1 AND item IN ('three_public.vehicle_purchase', 'three_public.vehicle_operation')
),
-- A part that stands under another one (what a 财政拨款 is made of, the two sides of the vehicles) counts where that one is missing.
parts AS MATERIALIZED (
  SELECT evaluation_id, set_no, part_of, measure, passage, institution, max(cover = 1) AS covered,
    sum(amount_fen) - max(cover = 1) * sum(amount_fen * (cover = -1)) AS total,
    (sum(addend_step_fen) - max(cover = 1) * sum(addend_step_fen * (cover = -1))) / 2.0 AS slack, count(*) - max(cover = 1) * sum(cover = -1) AS n
  FROM members GROUP BY evaluation_id, set_no, part_of HAVING part_of NOT IN ('expenditure', 'basic') OR count(*) = 2
  UNION ALL
  SELECT evaluation_id, set_no, 'three_public.vehicle', measure, passage, institution, 0, sum(amount_fen), sum(addend_step_fen) / 2.0, 2 FROM vehicles
  GROUP BY evaluation_id, set_no HAVING count(*) = 2
),
wrong AS (
  SELECT h.evaluation_id, h.amount_fen AS stated, p.total AS expected, h.step_fen / 2.0 + p.slack AS tolerance, h.id AS head, h.item, h.measure,
    h.passage, h.table_no, h.step_fen, p.set_no, p.part_of, p.covered, p.slack, p.n
  FROM parts p CROSS JOIN placed_amounts h ON h.evaluation_id = p.evaluation_id AND h.item IN (p.part_of, 'total') AND h.set_no = p.set_no
  WHERE h.set_figure = 1 AND h.measure != 'composition' AND abs(h.amount_fen - p.total) > h.step_fen / 2.0 + p.slack
    -- a total is that of the income or of the expenditure where its set has no other
    AND (h.item = p.part_of OR p.part_of IN ('income', 'expenditure') AND NOT EXISTS (SELECT 1 FROM placed_amounts o
      WHERE o.evaluation_id = h.evaluation_id AND o.item = p.part_of AND o.set_no = h.set_no AND o.set_figure = 1))
),
-- what is carried over, what would be the sum of the parts' own parts, and whether the list may be taken for the whole
known AS (
  SELECT w.*, sum(CASE m.item WHEN 'source.carryover' THEN m.amount_fen ELSE 0 END) AS carried, sum(m.amount_fen * (m.cover != 1)) AS uncovered,
    CASE w.part_of WHEN 'income' THEN max(m.item = 'source.other' AND m.table_no IS NOT NULL) AND max(m.item IN ('source.fiscal', 'source.general'))
      WHEN 'assets' THEN max(m.item = 'assets.other')
      WHEN 'three_public' THEN max(m.item LIKE '%vehicle%') AND max(m.item LIKE '%abroad') AND max(m.item LIKE '%reception') ELSE 1 END AS is_whole
  FROM wrong w LEFT JOIN members m ON m.evaluation_id = w.evaluation_id AND m.set_no = w.set_no AND m.part_of = w.part_of
  GROUP BY w.head, w.part_of
),
by_item AS (
  SELECT w.evaluation_id, w.stated, w.expected, w.tolerance, w.head, w.set_no, w.part_of, w.covered FROM known w
  -- the income of the year stands with and without what was carried over
  WHERE NOT (w.item = 'income' AND abs(w.stated - (w.expected - w.carried)) <= w.tolerance)
    -- where the vehicles' own parts fit, their sum is what is wrong, and told for itself
    AND NOT (w.part_of = 'three_public' AND w.covered AND abs(w.stated - w.uncovered) <= w.tolerance)
    -- in a sentence the parts may be those of another measure of the total beside it
    AND (w.table_no IS NOT NULL OR w.measure != 'change' AND NOT EXISTS (SELECT 1 FROM placed_amounts o WHERE o.evaluation_id = w.evaluation_id
      AND o.passage = w.passage AND o.item = w.item AND o.set_figure = 1 AND abs(o.amount_fen - w.expected) <= o.step_fen / 2.0 + w.slack))
    -- an open list may leave something out; then only a sum above the total contradicts it
    AND (w.expected > w.stated AND w.measure != 'change' OR (w.n > 1 AND w.is_whole AND NOT EXISTS (
      SELECT 1 FROM placed_amounts o WHERE o.evaluation_id = w.evaluation_id AND o.passage = w.passage AND o.amount_fen != 0
        AND o.measure = w.measure AND (o.item = 'other' AND w.part_of IN ('income', 'expenditure')
          -- what is left at the year's end stands beside what was spent
          OR o.item LIKE 'balance%' AND w.part_of = 'expenditure' AND w.table_no IS NULL
          OR o.item = 'project.named' AND w.part_of = 'expenditure' AND o.row_no > (SELECT max(b.row_no) FROM placed_amounts b
            WHERE b.passage = w.passage AND b.evaluation_id = w.evaluation_id AND b.item = 'project' AND b.measure = w.measure)))))
),
-- parts listed under the total without a column of their own: they must fit the budget or the execution
totals_near AS (
  SELECT p.*, (SELECT max(m.item = 'source.other' AND m.table_no IS NOT NULL) AND max(m.item IN ('source.fiscal', 'source.general'))
      FROM members m WHERE m.evaluation_id = p.evaluation_id AND m.set_no = p.set_no) AS is_whole,
    h.amount_fen, h.step_fen, h.id AS head, h.measure AS head_measure, abs(h.amount_fen - p.total) <= h.step_fen / 2.0 + p.slack AS fits
  FROM parts p CROSS JOIN placed_amounts h ON h.evaluation_id = p.evaluation_id AND h.item = 'total' AND h.measure IN ('budget', 'actual', 'budget_initial')
    AND h.institution IS p.institution AND h.passage = p.passage AND h.set_figure = 1
  WHERE p.measure = 'composition' AND p.part_of IN ('income', 'expenditure')
),
by_composition AS (
  SELECT evaluation_id, max(CASE head_measure WHEN 'actual' THEN amount_fen END) AS stated, total AS expected,
    max(step_fen) / 2.0 + slack AS tolerance, max(CASE head_measure WHEN 'actual' THEN head END) AS head, set_no, part_of, covered
  FROM totals_near GROUP BY evaluation_id, passage, part_of
  HAVING max(fits) = 0 AND max(head_measure = 'actual') AND n > 1 AND (is_whole OR total > max(amount_fen) OR part_of = 'expenditure')
),
-- a consolidated row over its institutions
bodies AS (
  SELECT evaluation_id, table_no, measure, year, item, sum(amount_fen) AS total, sum(addend_step_fen) / 2.0 AS slack
  FROM placed_amounts WHERE set_figure = 1 AND institution IS NOT NULL AND measure != 'composition' AND table_no IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1
),
by_body AS (
  SELECT h.evaluation_id, h.amount_fen AS stated, b.total AS expected, h.step_fen / 2.0 + b.slack AS tolerance, h.id AS head,
    (SELECT json_group_array(id) FROM (SELECT o.id FROM placed_amounts o WHERE o.evaluation_id = h.evaluation_id AND o.item = h.item
      AND o.measure = h.measure AND o.institution IS NOT NULL AND o.year IS h.year AND o.table_no = h.table_no AND o.set_figure = 1
      ORDER BY o.institution)) AS ids
  FROM bodies b CROSS JOIN placed_amounts h ON h.evaluation_id = b.evaluation_id AND h.item = b.item AND h.measure = b.measure
    AND h.institution IS NULL AND h.year IS b.year AND h.table_no = b.table_no AND h.set_figure = 1
  WHERE abs(h.amount_fen - b.total) > h.step_fen / 2.0 + b.slack
),
-- a 合计 row over the classes of expenditure above it; a class counts once, without its own parts
classes AS (
  SELECT a.* FROM placed_amounts a WHERE a.item LIKE 'econ.%' AND a.table_no IS NOT NULL AND (length(a.item) = 8 OR NOT EXISTS (
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
  FROM placed_amounts c CROSS JOIN placed_amounts h ON h.evaluation_id = c.evaluation_id AND h.item = c.inside AND h.measure = c.measure
    AND h.institution IS c.institution AND h.year IS c.year AND h.passage = c.passage AND h.set_figure = 1
  WHERE c.table_no IS NULL AND c.measure != 'change' AND c.inside IS NOT NULL AND length(c.item) = 8 AND (c.item LIKE 'func.%' OR c.item LIKE 'econ.%')
  GROUP BY h.id, substr(c.item, 1, 4) HAVING count(*) > 1 AND count(*) = count(DISTINCT c.item) AND expected > stated
),
by_named_class AS (
  SELECT n.evaluation_id, n.stated, n.expected, n.step_fen / 2.0 + n.slack AS tolerance, n.head, n.ids FROM named_classes n
  -- unless they are the classes of another total of the passage
  WHERE NOT EXISTS (SELECT 1 FROM placed_amounts o WHERE o.evaluation_id = n.evaluation_id AND o.passage = n.passage AND o.id != n.head
    AND o.set_figure = 1 AND abs(o.amount_fen - n.expected) <= o.step_fen / 2.0 + n.slack)
),
of_sets AS (
  SELECT evaluation_id, stated, expected, tolerance, head, (SELECT json_group_array(id) FROM (
    SELECT m.id, m.item FROM members m WHERE m.evaluation_id = s.evaluation_id AND m.set_no = s.set_no AND m.part_of = s.part_of AND NOT (m.cover = -1 AND s.covered)
    UNION ALL SELECT v.id, v.item FROM vehicles v WHERE v.evaluation_id = s.evaluation_id AND v.set_no = s.set_no AND s.part_of = 'three_public.vehicle'
    ORDER BY 2)) AS ids
  FROM (SELECT * FROM by_item UNION ALL SELECT * FROM by_composition) s WHERE abs(stated - expected) > tolerance
)
SELECT s.evaluation_id, s.stated, s.expected, s.tolerance, 'fen' AS unit,
  a.label || ifnull('（' || a.institution || '）', '') || '{first}写{stated}，各部分（{rest}）合计{expected}' AS message,
  (SELECT json_group_array(value) FROM (SELECT s.head AS value UNION ALL SELECT value FROM json_each(s.ids))) AS places
FROM (SELECT * FROM of_sets UNION ALL SELECT * FROM by_body UNION ALL SELECT * FROM by_class UNION ALL SELECT * FROM by_named_class) s
JOIN amounts a ON a.id = s.head
WHERE abs(s.stated - s.expected) > s.tolerance
ORDER BY s.evaluation_id, a.position, s.expected
