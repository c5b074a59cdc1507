-- title: 谁的目标定得最软？
-- says: 每份评价里，完成值照抄目标值、目标没有数字、完成值超过目标一半以上的指标各占多少，按三者之和从高到低排列。至少要有五个指标。
-- group: 分
-- chart: 机构, 软目标占比
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", r.year AS "年度", e.project AS "项目", CAST(r.n1 AS INTEGER) AS "指标数",
  round(100.0 * r.n2 / r.n1, 1) AS "照抄占比", round(100.0 * r.n3 / r.n1, 1) AS "定性占比", round(100.0 * r.n4 / r.n1, 1) AS "超额占比",
  round(r.value, 1) AS "软目标占比", e.total_score AS "总分", e.id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'softest-targets' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY r.place, r.subject
