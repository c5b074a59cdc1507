-- 前后年度不一致：同一年度的决算数，次年报告所写与当年报告所写不同 | figures of one year that the next year's report states otherwise
SELECT
  o.name AS "机构", -- 被评价的机构 | the body evaluated
  coalesce(o.province, '') AS "省", -- 省 | province
  was.label AS "科目", -- 科目名称（按公布） | the row label or term as published
  was.year AS "数据年度", -- 数字所属年度 | the figure's year
  was.fen / 1000000.0 AS "当年所写万元", -- 当年报告所写（万元） | as published in that year's report, in 10,000 yuan
  later.fen / 1000000.0 AS "后来所写万元", -- 后一年报告所写（万元） | as published later, in 10,000 yuan
  (later.fen - was.fen) / 1000000.0 AS "相差万元", -- 后来减当年（万元） | later less earlier, in 10,000 yuan
  was.block_id AS "当年位置", -- 当年报告中的位置 | the place in that year's report
  later.block_id AS "后来位置", -- 后一年报告中的位置 | the place in the later report
  later.evaluation_id AS "评价" -- 后一年的评价编号 | the later evaluation's id
FROM (
  SELECT e.organization_id, a.item, a.label, a.year, min(a.amount_fen) AS fen, max(a.step_fen) AS step, min(a.block_id) AS block_id, a.evaluation_id
  FROM amounts a JOIN evaluations e ON e.id = a.evaluation_id
  WHERE e.scope = 'department' AND a.year = e.fiscal_year AND a.measure = 'actual' AND a.institution IS NULL AND a.item NOT IN ('other', 'project.named')
  GROUP BY a.evaluation_id, a.item, a.within HAVING min(a.amount_fen) = max(a.amount_fen) AND a.within IS NULL
) was
JOIN (
  SELECT e.organization_id, a.item, a.year, min(a.amount_fen) AS fen, max(a.step_fen) AS step, min(a.block_id) AS block_id, a.evaluation_id
  FROM amounts a JOIN evaluations e ON e.id = a.evaluation_id
  WHERE e.scope = 'department' AND a.year = e.fiscal_year - 1 AND a.measure = 'actual' AND a.institution IS NULL AND a.item NOT IN ('other', 'project.named')
  GROUP BY a.evaluation_id, a.item, a.within HAVING min(a.amount_fen) = max(a.amount_fen) AND a.within IS NULL
) later ON later.organization_id = was.organization_id AND later.item = was.item AND later.year = was.year
JOIN organizations o ON o.id = was.organization_id
WHERE abs(later.fen - was.fen) > max(was.step, later.step)
