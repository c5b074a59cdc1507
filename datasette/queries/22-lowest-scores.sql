-- title: 自评得分最低的是谁？
-- says: 按自评得分占满分的比例从低到高排列。敢于给自己打低分的报告，往往写明了问题所在。
-- group: 分
-- chart: 机构, 自评得分
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", r.year AS "年度", e.project AS "项目", e.total_score AS "自评得分",
  e.total_weight AS "满分", e.grade AS "等级", (SELECT count(*) FROM findings f WHERE f.evaluation_id = e.id) AS "核查发现", e.id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'scores' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province) ORDER BY r.place DESC, r.subject DESC LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY r.place DESC, r.subject DESC
