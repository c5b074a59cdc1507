-- 人员一览：编制、在职、退休和控制率 | posts, head-counts and control rates, ready to read
SELECT
-- include _evaluation_columns
  coalesce(k.zh, r.category) AS "类别", -- 编制、在职、退休等 | the kind of post or staff
  r.count AS "人数", -- 人数；控制率为百分数 | persons or posts; the control rate in percent
  r.year AS "数据年度", -- 数字所属年度 | the figure's year
  r.raw AS "原文", -- 原文 | the text as published
  r.institution AS "所属单位", -- 所属单位 | the sub-body the row is about
  r.confidence AS "识别把握", -- 扫描件识别的把握，0 至 1；不是扫描件的为空 | confidence of OCR, 0 to 1; null where none was used
  d.filename AS "文件", -- 出自哪个文件 | the file
  r.block_id AS "位置", -- 原文所在的段落或单元格 | the paragraph or cell it was read from
  r.evaluation_id AS "评价", -- 评价编号 | the evaluation's id
  r.id AS "编号" -- 这一数字的编号 | the row's id
FROM personnel r
JOIN evaluations e ON e.id = r.evaluation_id
JOIN documents d ON d.id = e.document_id
-- include _evaluation_names
LEFT JOIN codes k ON k.kind = 'category' AND k.code = r.category
