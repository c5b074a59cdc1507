-- title: 还有哪些标签没有读懂？
-- says: 未识别的表头和行名等，按涉及的文件数从多到少排列。识别规则每补一条，这里就少一行。
-- group: 数据质量
-- chart: 原文, 处数
-- param code: 代码（留空为全部，如 label.unmatched）
-- param rows: 行数（默认 100，最多 1000）
SELECT i.code AS "代码", b.text AS "原文", i.message AS "说明", count(DISTINCT i.document_id) AS "涉及文件", count(*) AS "处数",
  min(i.block_id) AS "例"
FROM issues i
LEFT JOIN blocks b ON b.id = i.block_id
WHERE (:code = '' OR i.code = :code)
GROUP BY i.code, coalesce(b.text, i.message)
ORDER BY "涉及文件" DESC, "处数" DESC, i.code, b.text
LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))
