-- title: 哪些数字第二年改了口？
-- says: 同一机构、同一年度的决算数，次年报告所写与当年报告所写不同的，按相差金额从大到小排列。口径调整、机构合并也会造成不同，请对照两处原文。
-- group: 钱
-- chart: 机构, 相差（万元）
-- param year: 数据年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", w.label AS "科目", r.year AS "数据年度",
  r.n1 / 1000000.0 AS "当年所写（万元）", r.n2 / 1000000.0 AS "后来所写（万元）", r.value / 1000000.0 AS "相差（万元）",
  w.block_id AS "当年位置", l.block_id AS "后来位置", r.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'restated-figures' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN amounts l ON l.id = r.row_id
JOIN amounts w ON w.id = r.other_id
ORDER BY r.place, r.subject
