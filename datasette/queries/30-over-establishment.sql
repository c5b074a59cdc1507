-- title: 哪些单位的人比编制多？
-- says: 同一份报告、同一单位，在职人数大于编制数的，按超出人数从多到少排列。
-- group: 人
-- chart: 机构, 超出
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", r.year AS "年度", p.institution AS "所属单位",
  r.n1 AS "编制数", r.n2 AS "在职人数", r.value AS "超出", b.block_id AS "编制出处", p.block_id AS "人数出处", p.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'over-establishment' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN personnel p ON p.id = r.row_id
JOIN personnel b ON b.id = r.other_id
ORDER BY r.place, r.subject
