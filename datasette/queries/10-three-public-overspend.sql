-- title: 哪些单位的“三公”经费超了预算？
-- says: 同一份报告、同一单位、同一年度，“三公”经费（或其中的公务用车、公务接待、因公出国）执行数大于预算数的，按超出金额从大到小排列。预算取全年预算，没有的取年初预算。
-- group: 钱
-- chart: 机构, 超出（万元）
-- param year: 年度（留空为全部）
-- param province: 省（留空为全部）
-- param rows: 行数（默认 100，最多 1000）
SELECT o.name AS "机构", o.province AS "省", r.year AS "年度", a.label AS "科目", a.institution AS "所属单位",
  r.n1 / 1000000.0 AS "预算（万元）", r.n2 / 1000000.0 AS "执行（万元）", r.value / 1000000.0 AS "超出（万元）",
  a.block_id AS "执行数出处", r.evaluation_id AS "评价"
FROM (SELECT * FROM rankings r WHERE r.question = 'three-public-overspend' AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND (:province = '' OR r.province = :province) ORDER BY r.place, r.subject LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))) r
JOIN evaluations e ON e.id = r.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id
JOIN amounts a ON a.id = r.row_id
ORDER BY r.place, r.subject
