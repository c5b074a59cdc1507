-- title: 在原文中检索
-- says: 在所有段落和单元格中查找，两个字的词也能查到；几个词之间用空格隔开，表示同时出现；加引号表示连在一起。
-- group: 文
-- param words: 关键词
-- param rows: 行数（默认 100，最多 1000）
SELECT b.text AS "原文", coalesce(d.title, d.filename) AS "报告", o.name AS "机构", e.fiscal_year AS "年度", b.id AS "出处",
  e.id AS "评价"
FROM (SELECT rowid AS passage, rank AS score FROM passages WHERE passages MATCH match_query(:words) LIMIT 2000) h
JOIN passage_blocks m ON m.passage = h.passage
JOIN blocks b ON b.id = m.block_id
JOIN documents d ON d.id = b.document_id
LEFT JOIN evaluations e ON e.id = d.id || '.e0'
LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY h.score, h.passage
LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))
