-- id: empty-statement
-- severity: error
-- says: 报告称没有某项资金或支出，表格中就不应列有该项金额。
-- english: What the report says there is none of has no amount in its forms.
-- source: 报告、报表数据应当真实一致（预算法实施条例）
WITH denied AS (
  SELECT e.id AS evaluation_id, s.block_id AS place, s.position, s.value AS item
  FROM statements s JOIN evaluations e ON e.document_id = s.document_id AND e.position = 0 WHERE s.kind = 'denied'
  UNION
  -- a section that only says 无
  SELECT e.id, s.block_id, s.position, CASE s.kind WHEN 'fund_budget' THEN 'source.fund' WHEN 'state_capital_budget' THEN 'source.state_capital'
    ELSE 'source.social_insurance' END
  FROM sections s JOIN evaluations e ON e.document_id = s.document_id AND e.position = 0
  WHERE s.kind IN ('fund_budget', 'state_capital_budget', 'social_insurance_budget') AND length(s.text) <= 40 AND says_nothing(s.text)
),
given AS (
  SELECT d.evaluation_id, d.item, d.place, d.position, a.amount_fen, a.label, a.id,
    row_number() OVER (PARTITION BY d.evaluation_id, d.item ORDER BY d.position, a.position) AS nth
  FROM denied d CROSS JOIN evaluations e ON e.id = d.evaluation_id
  CROSS JOIN placed_amounts a ON a.evaluation_id = e.id AND a.item = d.item AND a.year = e.fiscal_year
  WHERE a.amount_fen > 0 AND a.measure = 'actual' AND a.institution IS NULL AND a.unit_inferred = 0
),
-- and the other way round: a sentence tells of money of a budget of which every form has nothing
told AS (
  SELECT t.evaluation_id, t.item, t.label, t.amount_fen, t.id, t.position,
    (SELECT min(f.id) FROM placed_amounts f WHERE f.evaluation_id = t.evaluation_id AND f.item = t.item AND f.measure = 'actual'
      AND f.institution IS NULL AND f.year = t.year AND f.table_no IS NOT NULL HAVING max(f.amount_fen) = 0) AS naught,
    row_number() OVER (PARTITION BY t.evaluation_id, t.item ORDER BY t.position) AS nth
  FROM placed_amounts t JOIN evaluations e ON e.id = t.evaluation_id AND e.fiscal_year = t.year
  WHERE t.table_no IS NULL AND t.item IN ('source.fund', 'source.state_capital', 'source.social_insurance') AND t.measure = 'actual'
    AND t.amount_fen > 0 AND t.institution IS NULL AND t.unit_inferred = 0
)
SELECT evaluation_id, 0 AS stated, amount_fen AS expected, NULL AS tolerance, 'fen' AS unit,
  '{first}称没有此项，' || label || '{rest}却列{expected}' AS message, json_array(place, id) AS places
FROM given WHERE nth = 1
UNION ALL
SELECT evaluation_id, amount_fen, 0, NULL, 'fen', label || '{first}写{stated}，{rest}却列为{expected}', json_array(id, naught)
FROM told WHERE nth = 1 AND naught IS NOT NULL
ORDER BY 1, 7
