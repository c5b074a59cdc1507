-- title: 哪些数字第二年改了口？
-- says: 同一机构、同一年度的决算数，次年报告所写与当年报告所写不同的，按相差金额从大到小排列。口径调整、机构合并也会造成不同，请对照两处原文。
-- group: 钱
-- chart: 机构, 相差万元
-- param year: 数据年度（留空为全部）
-- param province: 省（留空为全部）
SELECT * FROM v_restated
WHERE (:year = '' OR "数据年度" = CAST(:year AS INTEGER)) AND (:province = '' OR "省" = :province)
ORDER BY abs("相差万元") DESC, "评价", "科目"
LIMIT 500
