-- title: 哪些指标超额完成得最多？
-- says: 完成值与目标值同为一个单位的数字、完成值是目标值一倍半以上的指标，按倍数从大到小排列。倍数很大往往说明目标定低了，或者单位写错了。
-- group: 分
-- chart: 指标, 倍数
-- param year: 年度（留空为全部）
-- param body: 机构名称（可只写一部分，留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", r.year AS "年度", e.project AS "项目", i.level3 AS "指标", i.target AS "目标值", i.actual AS "完成值",
  round(r.value, 2) AS "倍数", i.weight AS "分值", i.score AS "得分", coalesce(i.actual_block_id, i.block_id) AS "出处", i.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'over-fulfilled' AND (:year = '' OR r.year = CAST(:year AS INTEGER))
  AND (:body = '' OR r.evaluation_id IN (SELECT e.id FROM organizations o JOIN evaluations e ON e.organization_id = o.id WHERE instr(o.name, :body) > 0)) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN indicators i ON i.id = r.row_id
ORDER BY r.place, r.subject
