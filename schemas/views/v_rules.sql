-- 核查规则一览：发现数和核实情况 | the audit rules with their findings, and what people said of them
SELECT
  coalesce(v.zh, u.severity) AS "程度", -- 错误、警告或提示 | error, warning or notice
  u.says AS "规则", -- 规则内容 | the rule
  (SELECT count(*) FROM findings f WHERE f.rule = u.id) AS "核查发现", -- 核查发现条数 | number of findings
  count(w.key) FILTER (WHERE w.mark = 'confirmed') AS "属实", -- 经核实属实 | confirmed
  count(w.key) FILTER (WHERE w.mark = 'explained') AS "已说明", -- 属实但已说明原因，不计入准确率 | explained, not counted in the precision
  count(w.key) FILTER (WHERE w.mark = 'wrong') AS "误报", -- 规则或读数有误 | wrong
  round(100.0 * count(w.key) FILTER (WHERE w.mark = 'confirmed')
    / nullif(count(w.key) FILTER (WHERE w.mark IN ('confirmed', 'wrong')), 0), 1) AS "准确率", -- 属实占属实与误报之和的百分比 | confirmed in percent of confirmed and wrong
  u.source AS "依据", -- 依据 | where the rule comes from
  u.id AS "规则代码" -- 规则代码 | the rule's code
FROM rules u
LEFT JOIN reviews w ON w.rule = u.id AND w.gone = 0
LEFT JOIN codes v ON v.kind = 'severity' AND v.code = u.severity
GROUP BY u.id
