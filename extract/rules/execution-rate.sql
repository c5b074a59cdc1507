-- id: execution-rate
-- severity: error
-- says: 执行率应等于全年执行数除以全年预算数。
-- english: The stated execution rate is executed over full-year budget.
-- source: 财预〔2020〕10号所附项目支出绩效自评表：执行率（B/A）
WITH rates AS (
  SELECT evaluation_id, id, rate, rate_step, institution, rate_table_no AS table_no, rate_row_no AS row_no, ifnull(rate_block_id, id) AS place
  FROM placed_scores WHERE component = 'budget_execution' AND rate IS NOT NULL AND rate_table_no IS NOT NULL
),
money AS (
  SELECT r.id AS score_id, r.evaluation_id, r.rate, r.rate_step, r.place,
    max(CASE a.measure WHEN 'budget' THEN a.amount_fen END) AS budget,
    max(CASE a.measure WHEN 'actual' THEN a.amount_fen END) AS actual,
    max(CASE a.measure WHEN 'budget' THEN a.step_fen END) AS budget_step,
    max(CASE a.measure WHEN 'actual' THEN a.step_fen END) AS actual_step,
    max(CASE a.measure WHEN 'budget' THEN a.id END) AS budget_id,
    max(CASE a.measure WHEN 'actual' THEN a.id END) AS actual_id,
    max(CASE a.measure WHEN 'budget_initial' THEN a.amount_fen END) AS initial
  FROM rates r CROSS JOIN placed_amounts a ON a.evaluation_id = r.evaluation_id AND a.item = 'total' AND a.table_no = r.table_no AND a.row_no = r.row_no
  WHERE a.institution IS r.institution
  GROUP BY r.id
  HAVING sum(a.measure = 'budget') = 1 AND sum(a.measure = 'actual') = 1
),
-- the whole body's rate, said in a sentence, against totals that the document agrees on
said AS (
  SELECT s.evaluation_id, s.id, s.rate, s.rate_step, s.id AS place FROM placed_scores s
  WHERE s.component = 'budget_execution' AND s.rate IS NOT NULL AND s.institution IS NULL AND s.table_no IS NULL
    -- a paragraph of several rates tells those of parts too
    AND (SELECT count(DISTINCT o.rate) FROM placed_scores o WHERE o.evaluation_id = s.evaluation_id AND o.block_id = s.block_id) = 1
),
agreed AS (
  SELECT a.evaluation_id, a.measure, min(a.amount_fen) AS amount_fen, max(a.step_fen) AS step_fen, min(a.id) AS id
  FROM (SELECT DISTINCT evaluation_id FROM said) s JOIN evaluations e ON e.id = s.evaluation_id
  CROSS JOIN placed_amounts a ON a.evaluation_id = e.id AND a.item = 'total' AND a.measure IN ('budget_initial', 'budget', 'actual')
    AND a.institution IS NULL AND a.year = e.fiscal_year
  GROUP BY 1, 2 HAVING min(amount_fen) = max(amount_fen)
),
-- what a sentence may mean by its rate besides: that of the initial budget, with what was carried over, of the year's income or of
-- one source
wholes AS (
  SELECT p.evaluation_id, p.amount_fen, p.measure = 'actual' AND p.item != 'income' AS spent FROM said s
  JOIN placed_amounts p ON p.evaluation_id = s.evaluation_id AND p.institution IS NULL AND p.measure IN ('budget_initial', 'budget', 'actual')
    AND p.item IN ('total', 'income', 'expenditure', 'project', 'source.fiscal', 'source.general')
  UNION
  SELECT b.evaluation_id, b.amount_fen + c.amount_fen, 0 FROM agreed b
  JOIN placed_amounts c ON c.evaluation_id = b.evaluation_id AND c.item = 'source.carryover' WHERE b.measure != 'actual'
),
stated AS (
  SELECT *, 0 AS in_text FROM money
  UNION ALL
  SELECT s.id, s.evaluation_id, s.rate, s.rate_step, s.place, b.amount_fen, a.amount_fen, b.step_fen, a.step_fen, b.id, a.id, i.amount_fen, 1
  FROM said s JOIN agreed b ON b.evaluation_id = s.evaluation_id AND b.measure = 'budget'
  JOIN agreed a ON a.evaluation_id = s.evaluation_id AND a.measure = 'actual'
  LEFT JOIN agreed i ON i.evaluation_id = s.evaluation_id AND i.measure = 'budget_initial'
),
compared AS (
  SELECT *, 100.0 * actual / budget AS computed,
    -- cut off instead of rounded is no contradiction; nor is what the rounding of both amounts allows
    rate_step + 50.0 * actual_step / budget + 50.0 * actual * budget_step / budget / budget AS slack
  FROM stated WHERE budget > 0
)
SELECT evaluation_id, rate AS stated, computed AS expected, slack AS tolerance, 'rate' AS unit,
  '{first}写执行率{stated}，按全年执行数与全年预算数（{rest}）计算应为{expected}'
    || CASE WHEN initial > 0 AND abs(rate - 100.0 * actual / initial) <= slack THEN '；所写的是全年执行数与年初预算数之比'
      WHEN actual > 0 AND abs(rate - 100.0 * budget / actual) <= slack THEN '；所写的是全年预算数与全年执行数之比'
      WHEN power_of_ten(rate, computed, slack) THEN '；数字相同而数量级不同，疑为小数点或单位写错' ELSE '' END AS message,
  json_array(place, actual_id, budget_id) AS places
FROM compared
WHERE NOT (rate <= 2 AND abs(100 * rate - computed) <= 100 * slack)
  AND NOT (in_text AND (
    EXISTS (SELECT 1 FROM wholes p JOIN wholes w ON w.evaluation_id = p.evaluation_id AND w.amount_fen > 0
      WHERE p.spent AND p.evaluation_id = compared.evaluation_id AND abs(rate - 100.0 * p.amount_fen / w.amount_fen) <= rate_step)
    -- or that of figures beside it which are no amounts of the body's
    OR fits_ratio((SELECT group_concat(b.text, char(10)) FROM blocks b WHERE b.id IN (SELECT block_id FROM amounts WHERE id IN (actual_id, budget_id)
      UNION SELECT block_id FROM scores WHERE id = score_id)), rate, rate_step)))
ORDER BY score_id
