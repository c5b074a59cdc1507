-- title: 年初预算到全年预算，调整了多少？
-- says: 年度资金总额（没有的取基本支出、项目支出等同名科目）的年初预算数与全年预算数之差，按调整幅度从大到小排列。大幅调整说明年初预算编得不准，或年中有追加、收回。
-- group: 钱
-- chart: 机构, 调整（万元）
-- param year: 年度（留空为全部）
-- param min_percent: 调整幅度至少（%，默认 10）
WITH pairs AS (
  SELECT i.evaluation_id, i.label, i.year, i.amount_fen AS initial_fen, b.amount_fen AS budget_fen, b.block_id
  FROM amounts i
  JOIN amounts b ON b.evaluation_id = i.evaluation_id AND b.item = i.item AND b.measure = 'budget' AND b.year IS i.year
    AND b.institution IS i.institution AND b.label = i.label
  WHERE i.measure = 'budget_initial' AND i.item IN ('total', 'basic', 'project') AND i.institution IS NULL
)
SELECT DISTINCT o.name AS "机构", e.project AS "项目", p.year AS "年度", p.label AS "科目",
  p.initial_fen / 1000000.0 AS "年初预算（万元）", p.budget_fen / 1000000.0 AS "全年预算（万元）",
  (p.budget_fen - p.initial_fen) / 1000000.0 AS "调整（万元）",
  CASE WHEN p.initial_fen = 0 THEN NULL ELSE round(100.0 * (p.budget_fen - p.initial_fen) / p.initial_fen, 2) END AS "调整幅度（%）",
  p.block_id AS "全年预算出处", p.evaluation_id AS "评价"
FROM pairs p
JOIN evaluations e ON e.id = p.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE p.budget_fen <> p.initial_fen
  AND abs(p.budget_fen - p.initial_fen) * 100.0
    >= abs(p.initial_fen) * CASE WHEN :min_percent = '' THEN 10.0 ELSE CAST(:min_percent AS REAL) END
  AND (:year = '' OR p.year = CAST(:year AS INTEGER))
ORDER BY CASE WHEN p.initial_fen = 0 THEN 1e18 ELSE abs(1.0 * (p.budget_fen - p.initial_fen) / p.initial_fen) END DESC, p.evaluation_id
LIMIT 500
