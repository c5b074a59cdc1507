-- title: 自评得分最高的是谁？
-- says: 按自评得分占满分的比例从高到低排列，同时列出核查发现的条数：得分高而发现多的，值得细看。
-- group: 分
-- chart: 机构, 自评得分
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
SELECT o.name AS "机构", o.province AS "省", e.fiscal_year AS "年度", e.project AS "项目", e.total_score AS "自评得分",
  e.total_weight AS "满分", e.grade AS "等级", (SELECT count(*) FROM findings f WHERE f.evaluation_id = e.id) AS "核查发现",
  e.id AS "评价"
FROM evaluations e
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE e.total_score IS NOT NULL
  AND (:year = '' OR e.fiscal_year = CAST(:year AS INTEGER))
  AND (:province = '' OR o.province = :province)
ORDER BY e.total_score / coalesce(e.total_weight, 100) DESC, "核查发现" DESC, e.id
LIMIT 200
