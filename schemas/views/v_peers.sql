-- 同类机构比较：职能相同的部门，按省和年度汇总 | peers: bodies of one sector by province and year
SELECT
  "职能" AS "职能", -- 职能类别 | what the bodies are for
  "省" AS "省", -- 省 | province
  "年度" AS "年度", -- 评价年度 | the year evaluated
  count(*) AS "评价数", -- 部门整体评价数 | evaluations of departments
  round(avg("执行率"), 2) AS "平均执行率", -- 执行率平均数（%） | mean execution rate in percent
  round(avg("人均三公万元"), 4) AS "人均三公平均万元", -- 人均三公经费的平均数（万元） | mean three public expenses a head, in 10,000 yuan
  round(max("人均三公万元"), 4) AS "人均三公最高万元", -- 人均三公经费的最大数（万元） | largest three public expenses a head, in 10,000 yuan
  round(avg("总分"), 2) AS "平均得分", -- 自评得分平均数 | mean score
  round(min("总分"), 2) AS "最低得分", -- 自评得分最低数 | lowest score
  round(100.0 * sum("总分" >= 100) / nullif(count("总分"), 0), 1) AS "满分占比", -- 自评满分的百分比 | perfect scores in percent
  round(100.0 * sum("等级" = '优') / nullif(count("等级"), 0), 1) AS "评优占比", -- 等级为优的百分比 | top grades in percent
  round(avg("核查发现"), 2) AS "平均发现" -- 每份评价的核查发现 | findings an evaluation
FROM v_body_years
GROUP BY "职能", "省", "年度"
