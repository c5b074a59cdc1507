-- 前后年度不一致：同一年度的决算数，次年报告所写与当年报告所写不同 | figures of one year that the next year's report states otherwise
SELECT
  o.name AS "机构", -- 被评价的机构 | the body evaluated
  coalesce(o.province, '') AS "省", -- 省 | province
  was.label AS "科目", -- 科目名称（按公布） | the row label or term as published
  was.year AS "数据年度", -- 数字所属年度 | the figure's year
  was.amount_fen / 1000000.0 AS "当年所写万元", -- 当年报告所写（万元） | as published in that year's report, in 10,000 yuan
  later.amount_fen / 1000000.0 AS "后来所写万元", -- 后一年报告所写（万元） | as published later, in 10,000 yuan
  (later.amount_fen - was.amount_fen) / 1000000.0 AS "相差万元", -- 后来减当年（万元） | later less earlier, in 10,000 yuan
  was.block_id AS "当年位置", -- 当年报告中的位置 | the place in that year's report
  later.block_id AS "后来位置", -- 后一年报告中的位置 | the place in the later report
  later.evaluation_id AS "评价" -- 后一年的评价编号 | the later evaluation's id
FROM rankings r
JOIN amounts was ON was.id = r.other_id
JOIN amounts later ON later.id = r.row_id
JOIN evaluations e ON e.id = r.evaluation_id
JOIN organizations o ON o.id = e.organization_id
WHERE r.question = 'restated-figures'
