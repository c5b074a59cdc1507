-- title: 哪些报告的核查发现最多？
-- says: 按核查发现中“错误”和“警告”的条数从多到少排列。发现多也可能是表格特别长，或本站读错，请对照原文。
-- group: 查
-- chart: 机构, 错误
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", r.year AS "年度", e.project AS "项目",
  CAST(r.n1 AS INTEGER) AS "错误", CAST(r.n2 AS INTEGER) AS "警告", CAST(r.n3 AS INTEGER) AS "提示",
  e.total_score AS "自评得分", e.id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'most-findings' AND (:year = '' OR r.year = CAST(:year AS INTEGER))
  AND (:province = '' OR r.province = :province) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY r.place, r.subject
