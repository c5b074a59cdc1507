-- title: 哪些指标没有达标，却给了满分？
-- says: 目标值和完成值可以比较（数字、区间或日期）、完成值没有达到目标，而得分等于分值的指标。
-- group: 分
-- param year: 年度（留空为全部）
-- param body: 机构名称（可只写一部分，留空为全部）
SELECT o.name AS "机构", e.fiscal_year AS "年度", e.project AS "项目", i.level3 AS "指标", i.target AS "目标值", i.actual AS "完成值",
  i.weight AS "分值", i.score AS "得分", i.deviation AS "偏差原因", coalesce(i.actual_block_id, i.block_id) AS "出处",
  i.evaluation_id AS "评价"
FROM indicators i
JOIN evaluations e ON e.id = i.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE i.attained = 0 AND i.weight > 0 AND i.score >= i.weight
  AND (:year = '' OR e.fiscal_year = CAST(:year AS INTEGER))
  AND (:body = '' OR instr(o.name, :body) > 0)
ORDER BY i.weight DESC, i.id
LIMIT 500
