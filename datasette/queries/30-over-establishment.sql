-- title: 哪些单位的人比编制多？
-- says: 同一份报告、同一单位，在职人数大于编制数的，按超出人数从多到少排列。
-- group: 人
-- chart: 机构, 超出
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
SELECT o.name AS "机构", o.province AS "省", e.fiscal_year AS "年度", p.institution AS "所属单位",
  b.count AS "编制数", p.count AS "在职人数", p.count - b.count AS "超出",
  b.block_id AS "编制出处", p.block_id AS "人数出处", p.evaluation_id AS "评价"
FROM personnel p
JOIN personnel b ON b.evaluation_id = p.evaluation_id AND b.category = 'establishment' AND b.institution IS p.institution
  AND b.year IS p.year
JOIN evaluations e ON e.id = p.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE p.category = 'actual' AND p.count > b.count
  AND (:year = '' OR e.fiscal_year = CAST(:year AS INTEGER))
  AND (:province = '' OR o.province = :province)
ORDER BY p.count - b.count DESC, p.id
LIMIT 500
