-- 金额一览，单位万元，每个公布的数字一行 | amounts in 10,000 yuan, one row per published figure
SELECT
-- include _evaluation_columns
  r.label AS "科目", -- 科目名称（按公布） | the row label or term as published
  coalesce(m.zh, r.measure) AS "口径", -- 年初预算、全年预算、全年执行、增减或其中 | initial budget, budget, executed, change or part
  r.year AS "数据年度", -- 数字所属年度 | the figure's year
  round(r.amount_fen / 1000000.0, 6) AS "万元", -- 金额（万元） | the amount in 10,000 yuan
  r.raw AS "原文", -- 原文 | the text as published
  r.unit AS "公布单位", -- 公布的单位 | the published unit
  r.institution AS "所属单位", -- 所属单位 | the sub-body the row is about
  r.item AS "科目代码", -- 科目代码 | the item's code
  r.within AS "所属合计", -- 属于哪个合计（代码） | code of the total it belongs to
  r.confidence AS "识别把握", -- 扫描件识别的把握，0 至 1；不是扫描件的为空 | confidence of OCR, 0 to 1; null where none was used
  d.filename AS "文件", -- 出自哪个文件 | the file
  r.block_id AS "位置", -- 原文所在的段落或单元格 | the paragraph or cell it was read from
  r.evaluation_id AS "评价", -- 评价编号 | the evaluation's id
  r.id AS "编号" -- 这一数字的编号 | the row's id
FROM amounts r
JOIN evaluations e ON e.id = r.evaluation_id
JOIN documents d ON d.id = e.document_id
-- include _evaluation_names
LEFT JOIN codes m ON m.kind = 'measure' AND m.code = r.measure
