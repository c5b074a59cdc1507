-- 同类机构比较：职能相同的部门，按省和年度汇总 | peers: bodies of one sector by province and year
SELECT
  coalesce(k.zh, '') AS "职能", -- 职能类别 | what the bodies are for
  p.province AS "省", -- 省 | province
  nullif(p.year, 0) AS "年度", -- 评价年度 | the year evaluated
  p.reports AS "评价数", -- 部门整体评价数 | evaluations of departments
  round(p.rate, 2) AS "平均执行率", -- 执行率平均数（%） | mean execution rate in percent
  round(p.head, 4) AS "人均三公平均万元", -- 人均三公经费的平均数（万元） | mean three public expenses a head, in 10,000 yuan
  round(p.most, 4) AS "人均三公最高万元", -- 人均三公经费的最大数（万元） | largest three public expenses a head, in 10,000 yuan
  round(p.score, 2) AS "平均得分", -- 自评得分平均数 | mean score
  round(p.least, 2) AS "最低得分", -- 自评得分最低数 | lowest score
  round(p.full_score, 1) AS "满分占比", -- 自评满分的百分比 | perfect scores in percent
  round(p.top, 1) AS "评优占比", -- 等级为优的百分比 | top grades in percent
  round(p.findings, 2) AS "平均发现" -- 每份评价的核查发现 | findings an evaluation
FROM (
  SELECT s.area, substr(s.area, 1, instr(s.area, '/') - 1) AS sector, substr(s.area, instr(s.area, '/') + 1) AS province, s.year,
    max(CASE s.band WHEN 'findings' THEN s.number END) AS reports, max(CASE s.band WHEN 'findings' THEN s.value END) AS findings,
    max(CASE s.band WHEN 'execution' THEN s.value END) AS rate, max(CASE s.band WHEN 'per-head' THEN s.value END) AS head,
    max(CASE s.band WHEN 'per-head.most' THEN s.value END) AS most, max(CASE s.band WHEN 'score' THEN s.value END) AS score,
    max(CASE s.band WHEN 'score.least' THEN s.value END) AS least, max(CASE s.band WHEN 'score.full' THEN s.value END) AS full_score,
    max(CASE s.band WHEN 'grade.top' THEN s.value END) AS top
  FROM summaries s WHERE s.figure = 'peers' GROUP BY s.area, s.year
) p
LEFT JOIN codes k ON k.kind = 'sector' AND k.code = p.sector
