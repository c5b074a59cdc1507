-- id: duplicate-report
-- severity: warning
-- across: documents
-- says: 不同单位或不同年度的报告，金额不应完全相同。
-- english: Reports of two bodies, or of two years, do not have the same figures throughout.
-- source: 报告应当真实（预算法实施条例）
WITH prints AS (
  SELECT a.evaluation_id, e.organization_id, e.fiscal_year, e.project, e.document_id, count(*) AS n, count(DISTINCT a.amount_fen) AS kinds,
    sum(a.amount_fen) AS total, sum((a.amount_fen % 1000003) * (a.amount_fen % 999983)) AS mixed, min(a.id) AS place
  FROM amounts a JOIN evaluations e ON e.id = a.evaluation_id
  WHERE a.amount_fen != 0 AND a.measure IN ('budget_initial', 'budget', 'actual') GROUP BY 1 HAVING n >= 8 AND kinds >= 6
)
SELECT later.evaluation_id, later.n AS stated, earlier.n AS expected, NULL AS tolerance, 'number' AS unit,
  '{stated}个金额与另一份报告（{rest}）完全相同' AS message, json_array(later.place, earlier.place) AS places
FROM prints later JOIN prints earlier ON earlier.n = later.n AND earlier.total = later.total AND earlier.mixed = later.mixed
  AND earlier.document_id < later.document_id
WHERE earlier.organization_id IS NOT later.organization_id OR earlier.fiscal_year IS NOT later.fiscal_year
ORDER BY 1, earlier.evaluation_id
