-- title: 同类机构里，谁的人均“三公”经费最高？
-- says: 部门整体评价中，“三公”经费决算数除以在职人数，按职能相同的机构比较：列出人均数、同类同年的平均数和倍数。只有同时公布两个数字的报告才算得出。
-- group: 钱
-- chart: 机构, 人均三公（万元）
-- param sector: 职能（如“水利”“教育”，留空为全部）
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", k.zh AS "职能", r.year AS "年度", r.n1 / 1000000.0 AS "三公决算（万元）",
  r.n2 AS "在职", round(r.value / 1000000.0, 4) AS "人均三公（万元）", round(r.n3 / 1000000.0, 4) AS "同类平均（万元）",
  CAST(r.n4 AS INTEGER) AS "同类数", round(r.value / nullif(r.n3, 0), 2) AS "倍数", r.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'three-public-per-head' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province)
  AND (:sector = '' OR r.evaluation_id IN (SELECT e.id FROM codes k JOIN organizations o ON o.sector = k.code JOIN evaluations e ON e.organization_id = o.id WHERE k.kind = 'sector' AND k.zh = :sector)) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
LEFT JOIN codes k ON k.kind = 'sector' AND k.code = o.sector
ORDER BY r.place, r.subject
