-- title: 在原文中检索
-- says: 在所有段落和单元格中查找，两个字的词也能查到；几个词之间用空格隔开，表示同时出现；加引号表示连在一起。相同的文字只列一次，标题和标签在前。
-- group: 文
-- chart: 报告, 处数（最多数到200）
-- param words: 关键词
-- param rows: 行数（默认 100，最多 1000）
SELECT b.text AS "原文", coalesce(d.title, d.filename) AS "报告", o.name AS "机构", e.fiscal_year AS "年度", b.id AS "出处",
  (SELECT count(*) FROM (SELECT 1 FROM passage_blocks m
    WHERE m.passage IN (h.passage, h.passage + 2251799813685248, h.passage + 4503599627370496, h.passage + 6755399441055744) LIMIT 200)) AS "处数（最多数到200）",
  e.id AS "评价"
FROM (SELECT p.rowid AS passage FROM passages p WHERE p.passages MATCH match_query(:words)
  AND (p.rowid < 2251799813685248 OR NOT EXISTS (SELECT 1 FROM passage_blocks m WHERE m.passage = p.rowid & 2251799813685247)) ORDER BY p.rowid
  LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) h
JOIN blocks b ON b.id = (SELECT block_id FROM passage_blocks m WHERE m.passage = h.passage ORDER BY block_id LIMIT 1)
JOIN documents d ON d.id = b.document_id
LEFT JOIN evaluations e ON e.id = d.id || '.e0'
LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY h.passage
