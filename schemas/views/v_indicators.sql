-- 绩效指标一览 | performance indicators, ready to read
SELECT
-- include _evaluation_columns
  r.level1 AS "一级指标", -- 一级指标 | level-1 name
  r.level2 AS "二级指标", -- 二级指标 | level-2 name
  r.level3 AS "三级指标", -- 三级指标 | level-3 name
  r.target AS "目标值", -- 年度指标值 | target as published
  r.actual AS "完成值", -- 实际完成值 | result as published
  r.weight AS "分值", -- 分值 | weight in points
  r.score AS "得分", -- 得分 | points given
  r.deviation AS "偏差原因", -- 偏差原因分析及改进措施 | reason for the deviation
  r.confidence AS "识别把握", -- 扫描件识别的把握，0 至 1；不是扫描件的为空 | confidence of OCR, 0 to 1; null where none was used
  d.filename AS "文件", -- 出自哪个文件 | the file
  r.block_id AS "位置", -- 原文所在的段落或单元格 | the paragraph or cell it was read from
  r.evaluation_id AS "评价", -- 评价编号 | the evaluation's id
  r.id AS "编号" -- 这一指标的编号 | the row's id
FROM indicators r
JOIN evaluations e ON e.id = r.evaluation_id
JOIN documents d ON d.id = e.document_id
-- include _evaluation_names
