-- title: 谁的目标定得最软？
-- says: 每份评价里，完成值照抄目标值、目标没有数字、完成值超过目标一半以上的指标各占多少，按三者之和从高到低排列。至少要有五个指标。
-- group: 分
-- chart: 机构, 软目标占比
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
SELECT "机构", "省", "年度", "项目", "指标数", "照抄占比", "定性占比", "超额占比",
  round("照抄占比" + "定性占比" + "超额占比", 1) AS "软目标占比", "总分", "评价"
FROM v_target_softness
WHERE "指标数" >= 5 AND (:year = '' OR "年度" = CAST(:year AS INTEGER)) AND (:province = '' OR "省" = :province)
ORDER BY "照抄占比" + "定性占比" + "超额占比" DESC, "评价"
LIMIT 300
