-- Outturn as the next year's report states it otherwise: value is the difference, n1 earlier, n2 later (fen).
-- compares: bodies
WITH stated AS MATERIALIZED (
  SELECT e.organization_id, e.fiscal_year, a.evaluation_id, a.item, a.year, min(a.amount_fen) AS fen, max(a.step_fen) AS step,
    min(a.id) AS row_id
  FROM amounts a JOIN evaluations e ON e.id = a.evaluation_id
  WHERE e.scope = 'department' AND e.organization_id IS NOT NULL AND a.year BETWEEN e.fiscal_year - 1 AND e.fiscal_year
    AND a.measure = 'actual' AND a.institution IS NULL AND a.within IS NULL AND a.item NOT IN ('other', 'project.named')
  GROUP BY a.evaluation_id, a.item, a.year HAVING min(a.amount_fen) = max(a.amount_fen)
)
SELECT later.evaluation_id, was.year, later.row_id, was.row_id AS other_id, later.fen - was.fen AS value,
  was.fen AS n1, later.fen AS n2, NULL AS n3, NULL AS n4, -abs(later.fen - was.fen) AS place
FROM stated was JOIN stated later ON later.organization_id = was.organization_id AND later.item = was.item AND later.year = was.year
WHERE was.fiscal_year = was.year AND later.fiscal_year = was.year + 1 AND abs(later.fen - was.fen) > max(was.step, later.step)
