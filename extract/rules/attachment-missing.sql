-- id: attachment-missing
-- severity: notice
-- says: 报告列出的附表应当附在报告中。
-- english: A table listed among the attachments is in the document.
-- source: 绩效自评报告的附件要求（各级财政部门自评通知）
WITH listed AS (
  SELECT block_id AS id, document_id, position, value AS name FROM statements WHERE kind = 'attachment'
),
-- one numbered name alone is a heading or a caption; a list has neighbours
listings AS (
  SELECT * FROM listed l WHERE EXISTS (
    SELECT 1 FROM listed n WHERE n.document_id = l.document_id AND abs(n.position - l.position) = 1)
),
-- titles may run over two lines, so the short lines are read as one
captions AS (
  SELECT document_id, group_concat(line, '') AS text FROM (
    SELECT b.document_id, fold(b.text) AS line FROM blocks b
    WHERE b.kind = 'paragraph' AND b.document_id IN (SELECT document_id FROM listings) AND length(b.text) <= 60 AND b.id NOT IN (SELECT id FROM listings) ORDER BY b.document_id, b.position)
  GROUP BY document_id
)
SELECT e.id AS evaluation_id, b.text AS stated, NULL AS expected, NULL AS tolerance, 'text' AS unit,
  '{first}列有附件“' || l.name || '”，报告中没有' AS message, json_array(l.id) AS places
FROM listings l JOIN blocks b ON b.id = l.id
JOIN evaluations e ON e.document_id = l.document_id AND e.position = 0
LEFT JOIN captions c ON c.document_id = l.document_id
WHERE instr(ifnull(c.text, ''), l.name) = 0
ORDER BY e.id, l.position
