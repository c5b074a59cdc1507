-- id: placeholder
-- severity: notice
-- says: 公开的报告不应留有模板的填写说明或未替换的占位符。
-- english: No instructions or placeholders of the template are left in a published report.
-- source: 各级财政部门自评通知：公开的报告应当完整
WITH left_in AS (
  SELECT document_id, block_id AS id, value AS residue FROM statements WHERE kind = 'template' ORDER BY document_id, position
)
SELECT e.id AS evaluation_id, min(l.residue) AS stated, NULL AS expected, NULL AS tolerance, 'text' AS unit,
  count(*) || '处留有模板文字，如“{stated}”（{first}' || CASE count(*) WHEN 1 THEN '' ELSE '；{rest}' END || '）' AS message,
  json_group_array(l.id) AS places
FROM left_in l JOIN evaluations e ON e.document_id = l.document_id AND e.position = 0
GROUP BY e.id
ORDER BY e.id
