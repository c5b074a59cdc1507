-- title: 哪些单位的“三公”经费超了预算？
-- says: 同一份报告、同一单位、同一年度，“三公”经费（或其中的公务用车、公务接待、因公出国）执行数大于预算数的，按超出金额从大到小排列。预算取全年预算，没有的取年初预算。
-- group: 钱
-- chart: 机构, 超出（万元）
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
WITH pairs AS (
  SELECT a.evaluation_id, a.label, a.year, a.institution, a.amount_fen AS actual_fen,
    min(a.position) AS position, a.block_id,
    (SELECT b.amount_fen FROM amounts b
     WHERE b.evaluation_id = a.evaluation_id AND b.item = a.item AND b.measure IN ('budget', 'budget_initial')
       AND b.year IS a.year AND b.institution IS a.institution
     ORDER BY b.measure, b.position LIMIT 1) AS budget_fen
  FROM amounts a
  WHERE a.item >= 'three_public' AND a.item < 'three_public/' AND a.measure = 'actual'
  GROUP BY a.evaluation_id, a.item, a.year, a.institution, a.amount_fen
)
SELECT o.name AS "机构", o.province AS "省", p.year AS "年度", p.label AS "科目", p.institution AS "所属单位",
  p.budget_fen / 1000000.0 AS "预算（万元）", p.actual_fen / 1000000.0 AS "执行（万元）",
  (p.actual_fen - p.budget_fen) / 1000000.0 AS "超出（万元）",
  p.block_id AS "执行数出处", p.evaluation_id AS "评价"
FROM pairs p
JOIN evaluations e ON e.id = p.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE p.actual_fen > p.budget_fen
  AND (:year = '' OR p.year = CAST(:year AS INTEGER))
  AND (:province = '' OR o.province = :province)
ORDER BY p.actual_fen - p.budget_fen DESC, p.evaluation_id
LIMIT 500
