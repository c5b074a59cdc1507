-- title: 哪些指标超额完成得最多？
-- says: 完成值与目标值同为一个单位的数字、完成值是目标值一倍半以上的指标，按倍数从大到小排列。倍数很大往往说明目标定低了，或者单位写错了。
-- group: 分
-- chart: 指标, 倍数
-- param year: 年度（留空为全部）
-- param body: 机构名称（可只写一部分，留空为全部）
SELECT o.name AS "机构", e.fiscal_year AS "年度", e.project AS "项目", i.level3 AS "指标", i.target AS "目标值", i.actual AS "完成值",
  round(i.attained_ratio, 2) AS "倍数", i.weight AS "分值", i.score AS "得分", coalesce(i.actual_block_id, i.block_id) AS "出处",
  i.evaluation_id AS "评价"
FROM indicators i
JOIN evaluations e ON e.id = i.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE i.attained = 1 AND i.attained_ratio >= 1.5
  AND (:year = '' OR e.fiscal_year = CAST(:year AS INTEGER))
  AND (:body = '' OR instr(o.name, :body) > 0)
ORDER BY i.attained_ratio DESC, i.id
LIMIT 300
