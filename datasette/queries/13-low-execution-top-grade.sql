-- title: 钱没花完，却评了“优”？
-- says: 执行率（全年执行数除以全年预算数，或报告自己写明的执行率）低于给定值，而自评等级为“优”或自评得分不低于 90 分的评价。
-- group: 分
-- chart: 机构, 推算执行率（%）
-- param below: 执行率低于（%，默认 80）
-- param year: 年度（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", r.year AS "年度", e.project AS "项目", round(r.n1, 2) AS "推算执行率（%）",
  r.n2 AS "报告所写执行率（%）", e.total_score AS "自评得分", e.grade AS "等级", e.id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'low-execution-top-grade' AND (:year = '' OR r.year = CAST(:year AS INTEGER))
  AND r.value < CASE WHEN :below = '' THEN 80.0 ELSE CAST(:below AS REAL) END ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY r.place, r.subject
