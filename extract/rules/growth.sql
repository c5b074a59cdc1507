-- id: growth
-- severity: error
-- says: 与上年相比的增减额、增减百分比及其方向应与两年的金额相符。
-- english: A change against the year before, in money, in percent and in direction, is what the two years' amounts give.
-- source: 算术
WITH percentages AS MATERIALIZED (
  SELECT p.id, p.evaluation_id, p.passage, change_after(b.text, p.end_at) AS said FROM placed_amounts p CROSS JOIN blocks b ON b.id = p.block_id
  WHERE p.table_no IS NULL AND p.end_at IS NOT NULL AND p.measure IN ('actual', 'change') AND p.year IS NOT NULL AND said IS NOT NULL
),
-- the passages that tell of a change
passages AS (
  SELECT evaluation_id, passage FROM placed_amounts WHERE measure = 'change' AND year IS NOT NULL UNION SELECT evaluation_id, passage FROM percentages
),
figures AS MATERIALIZED (
  SELECT p.id, p.evaluation_id, p.position, p.passage, p.row_no, p.item, p.label, p.institution, p.measure, p.year, p.amount_fen, p.step_fen,
    p.start_at, s.said
  FROM passages g CROSS JOIN placed_amounts p ON p.evaluation_id = g.evaluation_id AND p.passage = g.passage
  LEFT JOIN percentages s ON s.id = p.id
  WHERE p.measure IN ('actual', 'change') AND p.year IS NOT NULL
    -- a change against the budget tells nothing of the year before
    AND NOT (p.measure = 'change' AND EXISTS (SELECT 1 FROM placed_amounts a JOIN placed_amounts b ON b.evaluation_id = a.evaluation_id
        AND b.passage = a.passage AND b.row_no IS a.row_no AND b.item = a.item AND b.institution IS a.institution AND b.year = a.year
        AND b.measure IN ('budget', 'budget_initial')
      WHERE a.evaluation_id = p.evaluation_id AND a.passage = p.passage AND a.row_no IS p.row_no AND a.item = p.item AND a.year = p.year
        AND a.institution IS p.institution AND a.measure = 'actual' AND abs(a.amount_fen - b.amount_fen - p.amount_fen) <= a.step_fen + b.step_fen))
),
-- the one amount of an item and year in a passage (in a table: a row)
years AS MATERIALIZED (
  SELECT evaluation_id, passage, ifnull(row_no, 0) AS row_no, item, fold(label) AS name, ifnull(institution, '') AS institution, year,
    min(amount_fen) AS amount_fen, max(step_fen) AS step_fen, min(id) AS id, max(start_at) AS start_at
  FROM figures WHERE measure = 'actual' GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING min(amount_fen) = max(amount_fen)
),
pairs AS (
  SELECT now.evaluation_id, now.passage, now.row_no, now.item, now.name, now.institution, now.year, now.amount_fen - past.amount_fen AS change_fen,
    past.amount_fen AS past_fen, now.step_fen + past.step_fen AS step_fen, past.step_fen AS past_step_fen, now.id AS now_id, past.id AS past_id
  FROM years now JOIN years past ON past.evaluation_id = now.evaluation_id AND past.passage = now.passage AND past.row_no = now.row_no
    AND past.item = now.item AND (past.name = now.name OR now.item NOT IN ('other', 'project.named')) AND past.institution = now.institution
    AND past.year = now.year - 1
),
changes AS (
  SELECT c.*, p.change_fen, p.past_fen, p.past_step_fen, p.step_fen AS pair_step_fen, p.now_id, p.past_id,
    count(*) OVER (PARTITION BY c.id) AS readings,
    -- a second change of the same thing is one against the budget
    max(abs(c.amount_fen - p.change_fen) <= (c.step_fen + p.step_fen) / 2.0) OVER (PARTITION BY p.now_id, p.past_id) AS told
  FROM figures c JOIN pairs p ON p.evaluation_id = c.evaluation_id AND p.passage = c.passage AND p.row_no = ifnull(c.row_no, 0)
    AND p.item = c.item AND (p.name = fold(c.label) OR c.item NOT IN ('other', 'project.named'))
    AND p.institution = ifnull(c.institution, '') AND p.year = c.year
  WHERE c.measure = 'change'
),
percents AS (
  -- behind the change itself
  SELECT evaluation_id, id, position, label, year, said, 100.0 * change_fen / past_fen AS computed, past_fen, pair_step_fen, change_fen, now_id, past_id
  FROM changes WHERE readings = 1 AND past_fen > 0 AND abs(amount_fen - change_fen) <= step_fen / 2.0 + pair_step_fen / 2.0
  UNION ALL
  -- behind the amount of either year
  SELECT f.evaluation_id, f.id, f.position, f.label, p.year, f.said, 100.0 * p.change_fen / p.past_fen, p.past_fen, p.step_fen, p.change_fen, p.now_id, p.past_id
  FROM figures f JOIN pairs p ON p.evaluation_id = f.evaluation_id AND f.id IN (p.now_id, p.past_id) WHERE p.past_fen > 0 AND f.said IS NOT NULL
),
told AS (
  SELECT *, json_extract(said, '$.percent') AS percent,
    json_extract(said, '$.step') + 50.0 * pair_step_fen / past_fen + 50.0 * abs(change_fen) * pair_step_fen / past_fen / past_fen AS slack
  FROM percents WHERE said IS NOT NULL
),
-- without the year before: a change and its percentage, which the amount of the year ties together
tied AS (
  SELECT c.evaluation_id, c.id, c.passage, c.label, n.id AS now_id, c.amount_fen AS change_fen, n.amount_fen - c.amount_fen AS past_fen,
    json_extract(c.said, '$.percent') AS percent, 100.0 * c.amount_fen / (n.amount_fen - c.amount_fen) AS computed,
    json_extract(c.said, '$.step') + 50.0 * c.step_fen * n.amount_fen / (n.amount_fen - c.amount_fen) / (n.amount_fen - c.amount_fen)
      + 50.0 * abs(c.amount_fen) * n.step_fen / (n.amount_fen - c.amount_fen) / (n.amount_fen - c.amount_fen) AS slack
  FROM figures c JOIN years n ON n.evaluation_id = c.evaluation_id AND n.passage = c.passage AND n.row_no = ifnull(c.row_no, 0)
    AND n.item = c.item AND n.name = fold(c.label) AND n.institution = ifnull(c.institution, '') AND n.year = c.year
  WHERE c.measure = 'change' AND c.said IS NOT NULL AND n.amount_fen > c.amount_fen AND n.id NOT IN (SELECT now_id FROM pairs)
),
untied AS (
  SELECT t.* FROM tied t
  -- a change that fits another amount of the passage is of that one
  WHERE abs(t.percent - t.computed) > t.slack AND NOT EXISTS (SELECT 1 FROM placed_amounts o WHERE o.evaluation_id = t.evaluation_id
    AND o.passage = t.passage AND o.amount_fen > t.change_fen AND abs(t.percent - 100.0 * t.change_fen / (o.amount_fen - t.change_fen)) <= t.slack)
)
SELECT evaluation_id, amount_fen AS stated, change_fen AS expected, (step_fen + pair_step_fen) / 2.0 AS tolerance, 'fen' AS unit,
  label || '{first}写较上年变动{stated}，按两年金额（{rest}）计算应为{expected}' AS message, json_array(id, now_id, past_id) AS places
FROM changes WHERE readings = 1 AND NOT told
UNION ALL
SELECT evaluation_id, percent, computed, slack, 'rate', label || '{first}写较上年变动{stated}，按两年金额（{rest}）计算应为{expected}',
  json_array(id, now_id, past_id)
FROM told
UNION ALL
SELECT evaluation_id, percent, computed, slack, 'rate', label || '{first}写增减{stated}，按所写增减额与当年金额（{rest}）计算应为{expected}'
    || CASE WHEN abs(percent - 100.0 * change_fen / (past_fen + change_fen)) <= slack THEN '；所写的是增减额与当年金额之比' ELSE '' END,
  json_array(id, now_id)
FROM untied
ORDER BY 1, 7
