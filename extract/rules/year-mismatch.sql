-- id: year-mismatch
-- severity: notice
-- says: 报告和表格所写的评价年度应与被评价的年度一致。
-- english: A text or a form does not speak of another year as the one evaluated.
-- source: 财预〔2020〕10号：按年度开展绩效自评
WITH dated AS (
  SELECT document_id, min(fiscal_year) AS fiscal_year, min(id) AS id FROM evaluations
  GROUP BY document_id HAVING count(fiscal_year) = count(*) AND min(fiscal_year) = max(fiscal_year)
),
spoken AS (
  SELECT DISTINCT block_id AS id, document_id, position, CAST(value AS INTEGER) AS year, kind = 'year.earlier' AS earlier
  FROM statements WHERE kind IN ('year.title', 'year.label', 'year.earlier')
)
SELECT d.id AS evaluation_id, s.year AS stated, d.fiscal_year AS expected, NULL AS tolerance, 'number' AS unit,
  '{first}写{stated}年度，评价年度是{expected}年' || CASE WHEN t.id IS NULL THEN '' ELSE '（{rest}）' END AS message, json_array(s.id, t.id) AS places
FROM spoken s JOIN dated d ON d.document_id = s.document_id
-- the first place that names the evaluated year
LEFT JOIN spoken t ON t.id = (SELECT o.id FROM spoken o WHERE o.document_id = s.document_id AND o.year = d.fiscal_year ORDER BY o.position LIMIT 1)
WHERE s.year != d.fiscal_year AND (NOT s.earlier OR s.year < d.fiscal_year)
ORDER BY d.id, s.position, s.year
