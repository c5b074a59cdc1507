-- 全文检索：文件中的每个段落和单元格 | every paragraph and cell, searchable
SELECT
  b.text AS "原文", -- 原文 | text as published
  d.title AS "标题", -- 文件标题 | the document's title
  d.filename AS "文件", -- 文件名 | the file
  b.page AS "页", -- 页码 | page
  CASE b.kind WHEN 'cell' THEN '表格' ELSE '正文' END AS "出处", -- 正文或表格 | running text or table
  b.id AS "位置", -- 位置编号 | address of the paragraph or cell
  b.document_id AS "文件编号", -- 文件编号 | the document's id
  m.passage AS "passage" -- 检索条目号 | rowid in the full-text index passages
FROM passage_blocks m
JOIN blocks b ON b.id = m.block_id
JOIN documents d ON d.id = b.document_id
