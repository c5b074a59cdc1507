-- title: 哪些预算花得最少？
-- says: 全年执行数除以全年预算数，从低到高排列；两个数字都取报告所写的年度资金总额。
-- group: 钱
-- chart: 机构, 执行率
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
WITH pairs AS (
  SELECT b.evaluation_id, b.amount_fen AS budget, min(a.amount_fen) AS spent, a.block_id
  FROM amounts b JOIN amounts a ON a.evaluation_id = b.evaluation_id AND a.item = 'total' AND a.measure = 'actual'
    AND a.institution IS NULL AND a.year IS b.year AND a.within IS NULL
  WHERE b.item = 'total' AND b.measure = 'budget' AND b.institution IS NULL AND b.within IS NULL AND b.amount_fen > 0
  GROUP BY b.evaluation_id, b.year HAVING b.year IS NULL OR b.year = (SELECT fiscal_year FROM evaluations WHERE id = b.evaluation_id)
)
SELECT o.name AS "机构", o.province AS "省", e.fiscal_year AS "年度", e.project AS "项目",
  round(100.0 * p.spent / p.budget, 2) AS "执行率", p.budget / 1000000.0 AS "预算（万元）", p.spent / 1000000.0 AS "执行（万元）",
  e.total_score AS "自评得分", e.grade AS "等级", p.block_id AS "执行数出处", e.id AS "评价"
FROM pairs p JOIN evaluations e ON e.id = p.evaluation_id LEFT JOIN organizations o ON o.id = e.organization_id
WHERE (:year = '' OR e.fiscal_year = CAST(:year AS INTEGER)) AND (:province = '' OR o.province = :province)
ORDER BY 1.0 * p.spent / p.budget, e.id
LIMIT 300
