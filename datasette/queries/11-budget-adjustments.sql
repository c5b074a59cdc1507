-- title: 年初预算到全年预算，调整了多少？
-- says: 年度资金总额（没有的取基本支出、项目支出等同名科目）的年初预算数与全年预算数之差，按调整幅度从大到小排列。大幅调整说明年初预算编得不准，或年中有追加、收回。
-- group: 钱
-- chart: 机构, 调整（万元）
-- param year: 年度（留空为全部）
-- param min_percent: 调整幅度至少（%，默认 10）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", e.project AS "项目", r.year AS "年度", a.label AS "科目",
  r.n1 / 1000000.0 AS "年初预算（万元）", r.n2 / 1000000.0 AS "全年预算（万元）", (r.n2 - r.n1) / 1000000.0 AS "调整（万元）",
  round(100.0 * r.value, 2) AS "调整幅度（%）", a.block_id AS "全年预算出处", r.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'budget-adjustments' AND (:year = '' OR r.year = CAST(:year AS INTEGER))
  AND (r.value IS NULL OR abs(r.value) * 100.0 >= CASE WHEN :min_percent = '' THEN 10.0 ELSE CAST(:min_percent AS REAL) END) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN amounts a ON a.id = r.row_id
ORDER BY r.place, r.subject
