-- id: execution-score
-- severity: error
-- says: 预算执行一行的得分应等于分值乘以执行率（不超过100%）。
-- english: The points of the budget-execution line are its weight times the rate, at most 100%.
-- source: 财预〔2020〕10号：预算资金执行率按比例计分
WITH lines AS (
  SELECT * FROM placed_scores
  WHERE component = 'budget_execution' AND weight > 0 AND score IS NOT NULL AND rate IS NOT NULL AND rate_table_no IS NOT NULL
),
computed AS (
  SELECT l.id, 100.0 * max(CASE a.measure WHEN 'actual' THEN a.amount_fen END)
    / max(CASE a.measure WHEN 'budget' THEN a.amount_fen END) AS rate
  FROM lines l CROSS JOIN placed_amounts a
    ON a.evaluation_id = l.evaluation_id AND a.item = 'total' AND a.table_no = l.rate_table_no AND a.row_no = l.rate_row_no
  GROUP BY l.id
)
SELECT l.evaluation_id, l.score AS stated, l.weight * min(l.rate, 100) / 100 AS expected,
  -- points may be rounded or cut off
  CASE WHEN l.score < l.weight * min(l.rate, 100) / 100 THEN 0.99 ELSE 0.5 END * l.score_step + l.weight * l.rate_step / 200 AS tolerance, 'points' AS unit,
  '{first}得分{stated}，按分值' || printf('%g', l.weight) || '分、执行率' || printf('%g', l.rate) || '%（{rest}）应为{expected}' AS message,
  json_array(ifnull(l.score_block_id, l.id), ifnull(l.rate_block_id, l.id), ifnull(l.weight_block_id, l.id)) AS places
FROM lines l LEFT JOIN computed c ON c.id = l.id
-- points that follow from the amounts, where the printed rate does not, are a matter of execution-rate
WHERE NOT (l.rate <= 2 AND l.score > l.weight * l.rate / 100)
  AND (c.rate IS NULL OR abs(l.score - l.weight * min(c.rate, 100) / 100) > l.score_step / 2)
ORDER BY l.id
