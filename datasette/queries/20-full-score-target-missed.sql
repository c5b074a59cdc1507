-- title: 哪些指标没有达标，却给了满分？
-- says: 目标值和完成值可以比较（数字、区间或日期）、完成值没有达到目标，而得分等于分值的指标。
-- group: 分
-- chart: 指标, 分值
-- param year: 年度（留空为全部）
-- param body: 机构名称（可只写一部分，留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", r.year AS "年度", e.project AS "项目", i.level3 AS "指标", i.target AS "目标值", i.actual AS "完成值",
  i.weight AS "分值", i.score AS "得分", i.deviation AS "偏差原因", coalesce(i.actual_block_id, i.block_id) AS "出处", i.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'full-score-target-missed' AND (:year = '' OR r.year = CAST(:year AS INTEGER))
  AND (:body = '' OR r.evaluation_id IN (SELECT e.id FROM organizations o JOIN evaluations e ON e.organization_id = o.id WHERE instr(o.name, :body) > 0)) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN indicators i ON i.id = r.row_id
ORDER BY r.place, r.subject
