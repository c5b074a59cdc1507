-- 目标松紧：每份评价中照抄完成值的、定性的、超额完成一半以上的目标各占多少 | softness of targets: copied, without a figure, over-fulfilled by half or more
SELECT
-- include _evaluation_columns
  count(*) AS "指标数", -- 有目标值和完成值的指标数 | indicators with target and result
  sum(replace(replace(i.target, ' ', ''), char(10), '') = replace(replace(i.actual, ' ', ''), char(10), '')) AS "照抄", -- 完成值与目标值一字不差的指标数 | results that repeat the target word for word
  sum(NOT i.target GLOB '*[0-9０-９]*') AS "定性", -- 目标值没有数字的指标数 | targets without a figure
  sum(ifnull(i.attained_ratio >= 1.5, 0)) AS "超额", -- 完成值达到目标值一倍半以上的指标数 | results of at least one and a half times the target
  sum(ifnull(i.attained = 0, 0)) AS "未达标", -- 未达到目标的指标数 | targets missed
  sum(ifnull(i.score = i.weight AND i.weight > 0, 0)) AS "满分", -- 得满分的指标数 | indicators with full points
  round(100.0 * sum(replace(replace(i.target, ' ', ''), char(10), '') = replace(replace(i.actual, ' ', ''), char(10), '')) / count(*), 1) AS "照抄占比", -- 照抄所占百分比 | copied targets in percent
  round(100.0 * sum(NOT i.target GLOB '*[0-9０-９]*') / count(*), 1) AS "定性占比", -- 定性目标所占百分比 | targets without a figure in percent
  round(100.0 * sum(ifnull(i.attained_ratio >= 1.5, 0)) / count(*), 1) AS "超额占比", -- 超额所占百分比 | over-fulfilled targets in percent
  e.total_score AS "总分", -- 自评得分 | total score
  e.id AS "评价" -- 评价编号 | the evaluation's id
FROM evaluations e JOIN indicators i ON i.evaluation_id = e.id
-- include _evaluation_names
WHERE i.target IS NOT NULL AND i.actual IS NOT NULL GROUP BY e.id
