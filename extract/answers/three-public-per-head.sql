-- Three public expenses a head: value in fen, n1 the expenses (fen), n2 staff, n3 mean of the peers, n4 their number.
-- compares: peers
WITH heads AS MATERIALIZED (
  SELECT e.id, e.fiscal_year, o.sector,
    (SELECT max(a.amount_fen) FROM amounts a WHERE a.evaluation_id = e.id AND a.item = 'three_public' AND a.measure = 'actual'
       AND a.year = e.fiscal_year AND a.institution IS NULL) AS spent,
    (SELECT max(p.count) FROM personnel p WHERE p.evaluation_id = e.id AND p.category = 'actual' AND p.institution IS NULL AND coalesce(p.year >= e.fiscal_year, 1)) AS staff
  FROM evaluations e JOIN organizations o ON o.id = e.organization_id WHERE e.scope = 'department'
)
SELECT id AS evaluation_id, fiscal_year AS year, NULL AS row_id, NULL AS other_id, spent / staff AS value, spent AS n1, staff AS n2,
  avg(spent / staff) OVER peers AS n3, count(*) OVER peers AS n4, -spent / staff AS place
FROM heads WHERE staff > 0 AND spent IS NOT NULL
WINDOW peers AS (PARTITION BY sector, fiscal_year ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
