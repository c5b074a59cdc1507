-- title: 各类核查发现有多少？
-- says: 每条核查规则发现了多少处、涉及多少份评价。规则后面可以点开例子。
-- group: 查
-- chart: 规则, 发现
-- param year: 年度（留空为全部）
SELECT coalesce(s.zh, u.severity) AS "程度", u.id AS "规则代码", u.says AS "规则", CAST(coalesce(sum(r.value), 0) AS INTEGER) AS "发现",
  CAST(coalesce(sum(r.n1), 0) AS INTEGER) AS "涉及评价", u.source AS "依据", min(r.evaluation_id) AS "例"
FROM rules u
LEFT JOIN rankings r ON r.question = 'finding-counts' AND r.row_id = u.id AND (:year = '' OR r.year = CAST(:year AS INTEGER))
LEFT JOIN codes s ON s.kind = 'severity' AND s.code = u.severity
GROUP BY u.id
ORDER BY "发现" DESC, u.id
