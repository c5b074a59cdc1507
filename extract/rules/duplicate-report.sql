-- id: duplicate-report
-- severity: warning
-- across: documents
-- says: 不同单位或不同年度的报告，金额不应完全相同。
-- english: Reports of two bodies, or of two years, do not have the same figures throughout.
-- source: 报告应当真实（预算法实施条例）
-- of many alike each is told with the first
WITH alike AS (
  SELECT later.id AS later, min(earlier.id) AS earlier, CAST(later.amounts_print AS INTEGER) AS n FROM evaluations later JOIN evaluations earlier
    ON earlier.amounts_print = later.amounts_print AND earlier.document_id < later.document_id
  WHERE earlier.organization_id IS NOT later.organization_id OR earlier.fiscal_year IS NOT later.fiscal_year GROUP BY later.id
),
placed AS (
  SELECT e.id, (SELECT a.id FROM amounts a WHERE a.id >= e.id || '.' AND a.id < e.id || '/' AND a.amount_fen != 0
    AND a.measure IN ('budget_initial', 'budget', 'actual') ORDER BY a.id LIMIT 1) AS place
  FROM (SELECT later AS id FROM alike UNION SELECT earlier FROM alike) e
)
SELECT a.later AS evaluation_id, a.n AS stated, a.n AS expected, NULL AS tolerance, 'number' AS unit,
  '{stated}个金额与另一份报告（{rest}）完全相同' AS message, json_array(l.place, e.place) AS places
FROM alike a JOIN placed l ON l.id = a.later JOIN placed e ON e.id = a.earlier
ORDER BY 1, a.earlier
