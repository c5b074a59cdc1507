-- title: 同类机构里，谁的人均“三公”经费最高？
-- says: 部门整体评价中，“三公”经费决算数除以在职人数，按职能相同的机构比较：列出人均数、同类同年的平均数和倍数。只有同时公布两个数字的报告才算得出。
-- group: 钱
-- chart: 机构, 人均三公万元
-- param sector: 职能（如“水利”“教育”，留空为全部）
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
WITH heads AS MATERIALIZED (SELECT * FROM v_body_years WHERE "人均三公万元" IS NOT NULL
  AND (:year = '' OR "年度" = CAST(:year AS INTEGER)) AND (:sector = '' OR "职能" = :sector)),
peers AS MATERIALIZED (SELECT "职能" AS sector, "年度" AS year, avg("人均三公万元") AS mean, count(*) AS bodies FROM heads GROUP BY 1, 2)
SELECT h."机构", h."省", h."职能", h."年度", h."三公决算万元", h."在职", h."人均三公万元",
  round(p.mean, 4) AS "同类平均", p.bodies AS "同类数", round(h."人均三公万元" / nullif(p.mean, 0), 2) AS "倍数", h."评价"
FROM heads h JOIN peers p ON p.sector = h."职能" AND p.year = h."年度"
WHERE :province = '' OR h."省" = :province
ORDER BY h."人均三公万元" DESC, h."评价"
LIMIT 500
