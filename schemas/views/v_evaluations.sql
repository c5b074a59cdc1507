-- 绩效自评一览，每个部门或项目一行 | evaluations, one row per department or project, ready to read
SELECT
-- include _evaluation_columns
  e.total_score AS "总分", -- 自评得分 | total score
  e.total_weight AS "满分", -- 满分 | full mark
  e.grade AS "等级", -- 优良中差 | grade as declared
  (SELECT round(amount_fen / 1000000.0, 6) FROM amounts a WHERE a.evaluation_id = e.id AND a.item = 'total' AND a.measure = 'budget' AND a.institution IS NULL AND a.year IS e.fiscal_year ORDER BY a.position LIMIT 1) AS "全年预算万元", -- 年度资金总额的全年预算数（万元） | full-year budget of the total, in 10,000 yuan
  (SELECT round(amount_fen / 1000000.0, 6) FROM amounts a WHERE a.evaluation_id = e.id AND a.item = 'total' AND a.measure = 'actual' AND a.institution IS NULL AND a.year IS e.fiscal_year ORDER BY a.position LIMIT 1) AS "全年执行万元", -- 年度资金总额的全年执行数（万元） | executed amount of the total, in 10,000 yuan
  (SELECT count(*) FROM indicators i WHERE i.evaluation_id = e.id) AS "指标数", -- 绩效指标条数 | number of indicators
  (SELECT count(*) FROM findings f WHERE f.evaluation_id = e.id) AS "核查发现", -- 核查发现条数 | number of findings
  e.competent_department AS "主管部门", -- 主管部门 | competent department
  e.implementing_unit AS "实施单位", -- 实施单位 | implementing unit
  e.reported_on AS "填报日期", -- 填报日期 | date of the report
  d.filename AS "文件", -- 出自哪个文件 | the file
  e.id AS "评价" -- 评价编号 | the evaluation's id
FROM evaluations e
JOIN documents d ON d.id = e.document_id
-- include _evaluation_names
