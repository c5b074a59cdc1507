-- title: 哪些段落被不同机构反复使用？
-- says: 核查规则找出的雷同段落，按出现次数从多到少排列。许多机构共用的格式用语不算在内。
-- group: 文
-- chart: 段落, 出现次数
-- param rows: 行数（默认 100，最多 1000）
SELECT substr(b.text, 1, 120) AS "段落", count(DISTINCT b.id) AS "出现次数", count(DISTINCT e.organization_id) AS "机构数",
  min(b.id) AS "出处之一", min(f.evaluation_id) AS "评价"
FROM findings f
JOIN finding_places p ON p.finding_id = f.id
JOIN blocks b ON b.id = p.block_id
LEFT JOIN evaluations e ON e.id = b.document_id || '.e0'
WHERE f.rule = 'boilerplate'
GROUP BY b.text
ORDER BY count(DISTINCT b.id) DESC, min(b.id)
LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))
