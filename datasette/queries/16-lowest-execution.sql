-- title: 哪些预算花得最少？
-- says: 全年执行数除以全年预算数，从低到高排列；两个数字都取报告所写的年度资金总额。
-- group: 钱
-- chart: 机构, 执行率
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", r.year AS "年度", e.project AS "项目", round(100.0 * r.value, 2) AS "执行率",
  r.n1 / 1000000.0 AS "预算（万元）", r.n2 / 1000000.0 AS "执行（万元）", e.total_score AS "自评得分", e.grade AS "等级",
  a.block_id AS "执行数出处", e.id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'lowest-execution' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN amounts a ON a.id = r.row_id
ORDER BY r.place, r.subject
