-- 核查发现一览：报告自相矛盾或不合规定之处 | contradictions found by the audit, ready to read
SELECT
-- include _evaluation_columns
  coalesce(v.zh, r.severity) AS "程度", -- 错误、警告或提示 | error, warning or notice
  u.says AS "规则", -- 规则内容 | the rule
  r.message AS "说明", -- 说明 | both values and both places
  r.stated AS "报告所写", -- 报告所写（金额为元） | what is stated (money in yuan)
  r.expected AS "推算应为", -- 按其他数字推得（金额为元） | what the other figures give (money in yuan)
  coalesce(m.zh, w.mark) AS "核实意见", -- 属实、已说明或误报 | confirmed, explained or wrong
  w.note AS "核实说明", -- 核实说明 | what was said to it
  r.key AS "核对码", -- 核对码：重建后不变 | the same after every rebuild
  r.rule AS "规则代码", -- 规则代码 | the rule's code
  d.filename AS "文件", -- 出自哪个文件 | the file
  (SELECT p.block_id FROM finding_places p WHERE p.finding_id = r.id ORDER BY p.ordinal LIMIT 1) AS "位置", -- 第一处所在 | the first place
  r.evaluation_id AS "评价", -- 评价编号 | the evaluation's id
  r.id AS "编号" -- 核查发现的编号 | the finding's id
FROM findings r
JOIN rules u ON u.id = r.rule
JOIN documents d ON d.id = r.document_id
LEFT JOIN evaluations e ON e.id = r.evaluation_id
-- include _evaluation_names
LEFT JOIN codes v ON v.kind = 'severity' AND v.code = r.severity
LEFT JOIN reviews w ON w.key = r.key
LEFT JOIN codes m ON m.kind = 'mark' AND m.code = w.mark
