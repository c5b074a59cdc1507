-- id: placeholder
-- severity: notice
-- says: 公开的报告不应留有模板的填写说明或未替换的占位符。
-- english: No instructions or placeholders of the template are left in a published report.
-- source: 各级财政部门自评通知：公开的报告应当完整
SELECT e.id AS evaluation_id, template_text(b.text) AS stated, NULL AS expected, NULL AS tolerance, 'text' AS unit,
  '{first}留有模板文字“{stated}”' AS message, json_array(b.id) AS places
FROM blocks b JOIN evaluations e ON e.document_id = b.document_id AND e.position = 0
-- most texts are done with before they are folded
WHERE b.text GLOB '*[XxＸｘ×填说描概阐列根.…_]*' AND template_text(b.text) IS NOT NULL
ORDER BY e.id, b.position
