-- 机构逐年一览：预决算、三公经费、人员、得分，每个机构每年一行 | bodies over the years: budget and outturn, three public expenses, staff, score
SELECT
  o.name AS "机构", -- 被评价的机构 | the body evaluated
  coalesce(o.province, '') AS "省", -- 省 | province
  coalesce(o.county, o.city, '') AS "市县", -- 市或县 | city or county
  coalesce(k.zh, '') AS "职能", -- 职能类别 | what the body is for
  y.fiscal_year AS "年度", -- 评价年度 | the year evaluated
  y.budget / 1000000.0 AS "全年预算万元", -- 年度资金总额的全年预算数（万元） | full-year budget of the total, in 10,000 yuan
  y.spent / 1000000.0 AS "全年执行万元", -- 年度资金总额的全年执行数（万元） | executed amount of the total, in 10,000 yuan
  round(100.0 * y.spent / nullif(y.budget, 0), 2) AS "执行率", -- 执行数除以预算数（%） | executed over budget, in percent
  y.three_public / 1000000.0 AS "三公决算万元", -- 三公经费支出（万元） | three public expenses, in 10,000 yuan
  y.posts AS "编制", -- 编制数 | posts
  y.staff AS "在职", -- 在职人数 | staff
  round(y.three_public / 1000000.0 / nullif(y.staff, 0), 4) AS "人均三公万元", -- 三公经费除以在职人数（万元） | three public expenses a head, in 10,000 yuan
  y.total_score AS "总分", -- 自评得分 | total score
  y.grade AS "等级", -- 优良中差 | grade as declared
  (SELECT count(*) FROM findings f WHERE f.evaluation_id = y.id) AS "核查发现", -- 核查发现条数 | number of findings
  y.id AS "评价" -- 评价编号 | the evaluation's id
FROM (
  SELECT e.id, e.organization_id, e.fiscal_year, e.total_score, e.grade,
    (SELECT max(a.amount_fen) FROM amounts a WHERE a.evaluation_id = e.id AND a.item = 'total' AND a.measure = 'budget' AND a.year = e.fiscal_year AND a.institution IS NULL) AS budget,
    (SELECT max(a.amount_fen) FROM amounts a WHERE a.evaluation_id = e.id AND a.item = 'total' AND a.measure = 'actual' AND a.year = e.fiscal_year AND a.institution IS NULL) AS spent,
    (SELECT max(a.amount_fen) FROM amounts a WHERE a.evaluation_id = e.id AND a.item = 'three_public' AND a.measure = 'actual' AND a.year = e.fiscal_year AND a.institution IS NULL) AS three_public,
    (SELECT max(p.count) FROM personnel p WHERE p.evaluation_id = e.id AND p.category = 'establishment' AND p.institution IS NULL AND coalesce(p.year >= e.fiscal_year, 1)) AS posts,
    (SELECT max(p.count) FROM personnel p WHERE p.evaluation_id = e.id AND p.category = 'actual' AND p.institution IS NULL AND coalesce(p.year >= e.fiscal_year, 1)) AS staff
  FROM evaluations e WHERE e.scope = 'department'
) y
JOIN organizations o ON o.id = y.organization_id
LEFT JOIN codes k ON k.kind = 'sector' AND k.code = o.sector
