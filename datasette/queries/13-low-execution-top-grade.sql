-- title: 钱没花完，却评了“优”？
-- says: 执行率（全年执行数除以全年预算数，或报告自己写明的执行率）低于给定值，而自评等级为“优”或自评得分不低于 90 分的评价。
-- group: 分
-- chart: 机构, 推算执行率（%）
-- param below: 执行率低于（%，默认 80）
-- param year: 年度（留空为全部）
WITH rates AS (
  SELECT e.id,
    (SELECT s.rate FROM scores s WHERE s.evaluation_id = e.id AND s.component = 'budget_execution' AND s.rate IS NOT NULL
       AND s.institution IS NULL ORDER BY s.position LIMIT 1) AS stated,
    (SELECT 100.0 * x.amount_fen / b.amount_fen FROM amounts b JOIN amounts x ON x.evaluation_id = b.evaluation_id
       AND x.item = 'total' AND x.measure = 'actual' AND x.institution IS NULL AND x.year IS b.year
     WHERE b.evaluation_id = e.id AND b.item = 'total' AND b.measure = 'budget' AND b.institution IS NULL AND b.amount_fen > 0
       AND (b.year IS NULL OR b.year IS e.fiscal_year) ORDER BY b.position, x.position LIMIT 1) AS computed
  FROM evaluations e
  WHERE e.grade = '优' OR e.total_score >= 0.9 * coalesce(e.total_weight, 100)
)
SELECT o.name AS "机构", e.fiscal_year AS "年度", e.project AS "项目", round(r.computed, 2) AS "推算执行率（%）",
  r.stated AS "报告所写执行率（%）", e.total_score AS "自评得分", e.grade AS "等级", e.id AS "评价"
FROM rates r
JOIN evaluations e ON e.id = r.id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE coalesce(r.computed, r.stated) < CASE WHEN :below = '' THEN 80.0 ELSE CAST(:below AS REAL) END
  AND (:year = '' OR e.fiscal_year = CAST(:year AS INTEGER))
ORDER BY coalesce(r.computed, r.stated), e.id
LIMIT 500
