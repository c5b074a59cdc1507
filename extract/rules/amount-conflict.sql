-- id: amount-conflict
-- severity: error
-- says: 同一科目、口径、年度和单位的金额在各处应一致。
-- english: One item, measure, year and institution has one amount wherever it is stated.
-- source: 报告、报表数据应当真实一致（预算法实施条例）
SELECT evaluation_id, stated, expected, tolerance, 'fen' AS unit, what || '{first}写{stated}，{rest}写{expected}' AS message,
  json_array(one, two) AS places
FROM differing_amounts
WHERE NOT power_of_ten(stated, expected, tolerance)
ORDER BY 1, 7
