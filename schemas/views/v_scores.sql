-- 得分一览 | stated scores, ready to read
SELECT
-- include _evaluation_columns
  coalesce(k.zh, r.component) AS "得分项", -- 预算执行、一级指标、总分、自评得分、复核得分 | what the points are for
  r.weight AS "分值", -- 分值 | weight in points
  r.score AS "得分", -- 得分 | points given
  r.rate AS "执行率", -- 执行率（%） | rate in percent as printed
  r.raw AS "原文", -- 原文 | the text as published
  r.institution AS "所属单位", -- 所属单位 | the sub-body the row is about
  r.confidence AS "识别把握", -- 扫描件识别的把握，0 至 1；不是扫描件的为空 | confidence of OCR, 0 to 1; null where none was used
  d.filename AS "文件", -- 出自哪个文件 | the file
  r.block_id AS "位置", -- 原文所在的段落或单元格 | the paragraph or cell it was read from
  r.evaluation_id AS "评价", -- 评价编号 | the evaluation's id
  r.id AS "编号" -- 这一得分的编号 | the row's id
FROM scores r
JOIN evaluations e ON e.id = r.evaluation_id
JOIN documents d ON d.id = e.document_id
-- include _evaluation_names
LEFT JOIN codes k ON k.kind = 'component' AND k.code = r.component
