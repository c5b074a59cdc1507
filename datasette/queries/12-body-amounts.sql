-- title: 某机构某年报告里的全部金额
-- says: 输入机构名称（可只写一部分，如“工业和信息化局”）和年度，列出报告中公布的每一个金额，附原文和出处。一个数字在报告中出现几次，就有几行。最多列出一百个机构的二百份评价，名称短的在前。
-- group: 钱
-- chart: 科目, 金额（万元）
-- param body: 机构名称（可只写一部分）
-- param year: 评价年度（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT e.name AS "机构", e.fiscal_year AS "评价年度", e.project AS "项目", r.institution AS "所属单位", r.label AS "科目",
  coalesce(m.zh, r.measure) AS "口径", r.year AS "数据年度", r.amount_fen / 1000000.0 AS "金额（万元）", r.raw AS "原文",
  r.unit AS "公布单位", r.block_id AS "出处", r.evaluation_id AS "评价"
FROM (SELECT e.*, o.name
  FROM (SELECT id, name FROM organizations WHERE :body <> '' AND instr(name, :body) > 0 ORDER BY length(name), name, id LIMIT 100) o
  JOIN evaluations e ON e.organization_id = o.id WHERE :year = '' OR e.fiscal_year = CAST(:year AS INTEGER)
  ORDER BY o.name, e.fiscal_year, e.id LIMIT 200) e
JOIN amounts r ON r.evaluation_id = e.id
LEFT JOIN codes m ON m.kind = 'measure' AND m.code = r.measure
ORDER BY e.name, e.fiscal_year, e.id, r.position
LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))
