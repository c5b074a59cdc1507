-- id: three-public-overspend
-- severity: warning
-- says: 三公经费及其各项的执行数不应超过预算数。
-- english: The three public expenses and their parts stay within their budget.
-- source: 党政机关厉行节约反对浪费条例
SELECT spent.evaluation_id, spent.amount_fen AS stated, planned.amount_fen AS expected, NULL AS tolerance, 'fen' AS unit,
  spent.label || '执行{stated}（{first}），超过预算{expected}（{rest}）' AS message, json_array(spent.id, planned.id) AS places
FROM placed_amounts spent
JOIN placed_amounts planned ON planned.evaluation_id = spent.evaluation_id AND planned.item = spent.item AND planned.measure IN ('budget', 'budget_initial')
  AND planned.year = spent.year AND planned.institution IS spent.institution
  AND (planned.table_no = spent.table_no AND planned.row_no = spent.row_no OR planned.block_id = spent.block_id)
WHERE spent.item IN ('three_public', 'three_public.vehicle', 'three_public.vehicle_purchase', 'three_public.vehicle_operation', 'three_public.abroad', 'three_public.reception')
  AND spent.measure = 'actual' AND spent.amount_fen > planned.amount_fen + (spent.step_fen + planned.step_fen) / 2
  -- the initial budget holds where no other is told
  AND (planned.measure = 'budget' OR NOT EXISTS (SELECT 1 FROM placed_amounts o WHERE o.evaluation_id = spent.evaluation_id AND o.item = spent.item
    AND o.measure = 'budget' AND o.institution IS spent.institution AND o.year = spent.year))
ORDER BY spent.evaluation_id, spent.position
