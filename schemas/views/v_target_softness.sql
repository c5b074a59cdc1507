-- 目标松紧：每份评价中照抄完成值的、定性的、超额完成一半以上的目标各占多少 | softness of targets: copied, without a figure, over-fulfilled by half or more
SELECT
-- include _evaluation_columns
  i.n AS "指标数", -- 有目标值和完成值的指标数 | indicators with target and result
  i.copied AS "照抄", -- 完成值与目标值一字不差的指标数 | results that repeat the target word for word
  i.wordy AS "定性", -- 目标值没有数字的指标数 | targets without a figure
  i.beyond AS "超额", -- 完成值达到目标值一倍半以上的指标数 | results of at least one and a half times the target
  i.missed AS "未达标", -- 未达到目标的指标数 | targets missed
  i.full AS "满分", -- 得满分的指标数 | indicators with full points
  round(100.0 * i.copied / i.n, 1) AS "照抄占比", -- 照抄所占百分比 | copied targets in percent
  round(100.0 * i.wordy / i.n, 1) AS "定性占比", -- 定性目标所占百分比 | targets without a figure in percent
  round(100.0 * i.beyond / i.n, 1) AS "超额占比", -- 超额所占百分比 | over-fulfilled targets in percent
  e.total_score AS "总分", -- 自评得分 | total score
  e.id AS "评价" -- 评价编号 | the evaluation's id
FROM (
  SELECT evaluation_id, count(*) AS n,
    sum(replace(replace(target, ' ', ''), char(10), '') = replace(replace(actual, ' ', ''), char(10), '')) AS copied,
    sum(NOT target GLOB '*[0-9０-９]*') AS wordy, sum(ifnull(attained_ratio >= 1.5, 0)) AS beyond,
    sum(ifnull(attained = 0, 0)) AS missed, sum(ifnull(score = weight AND weight > 0, 0)) AS full
  FROM indicators WHERE target IS NOT NULL AND actual IS NOT NULL GROUP BY evaluation_id
) i
JOIN evaluations e ON e.id = i.evaluation_id
-- include _evaluation_names
