-- 未读懂之处一览 | what was not understood, ready to read
SELECT
  coalesce(v.zh, i.severity) AS "程度", -- 错误、警告或提示 | error, warning or notice
  i.code AS "代码", -- 代码 | stable code
  i.message AS "说明", -- 说明 | what and where
  b.text AS "原文", -- 所在位置的原文 | the text at the place
  d.filename AS "文件", -- 文件名 | the file
  i.block_id AS "位置", -- 位置编号 | address of the place
  i.document_id AS "文件编号", -- 文件编号 | the document's id
  i.id AS "编号" -- 编号 | the issue's id
FROM issues i
JOIN documents d ON d.id = i.document_id
LEFT JOIN blocks b ON b.id = i.block_id
LEFT JOIN codes v ON v.kind = 'severity' AND v.code = i.severity
