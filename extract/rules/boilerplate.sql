-- id: boilerplate
-- severity: notice
-- across: documents
-- says: 绩效、问题和改进措施等段落不应与其他单位的报告雷同（多家共用的模板文字不算）。
-- english: A body's account of its results, problems and measures is not shared with another body's report.
-- source: 报告应当真实、客观（财预〔2020〕10号）
WITH shared AS (
  SELECT b.document_id, p.block_id, p.other_block_id, count(*) OVER (PARTITION BY b.document_id) AS passages,
    row_number() OVER (PARTITION BY b.document_id ORDER BY b.position) AS nth
  FROM shared_passages p JOIN blocks b ON b.id = p.block_id
)
SELECT e.id AS evaluation_id, s.passages AS stated, 0 AS expected, NULL AS tolerance, 'number' AS unit,
  '{stated}段文字与其他单位的报告雷同，如{first}与《' || ifnull(d.title, d.filename) || '》{rest}' AS message,
  json_array(s.block_id, s.other_block_id) AS places
FROM shared s JOIN evaluations e ON e.document_id = s.document_id AND e.position = 0
JOIN blocks o ON o.id = s.other_block_id JOIN documents d ON d.id = o.document_id
WHERE s.nth = 1
ORDER BY e.id
