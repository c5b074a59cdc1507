-- title: 哪些文件没有读出来，或没有读全？
-- says: 读取失败、部分读懂以及没有读出任何评价的文件，附原因。
-- group: 数据质量
-- chart: 文件, 未读懂之处
-- param rows: 行数（默认 100，最多 1000）
SELECT d.filename AS "文件", coalesce(s.zh, d.status) AS "结果", d.reason AS "原因代码", d.message AS "说明",
  d.evaluation_count AS "评价数", d.issue_count AS "未读懂之处", d.id AS "文件编号"
FROM documents d
LEFT JOIN codes s ON s.kind = 'status' AND s.code = d.status
WHERE d.status <> 'ok' OR d.evaluation_count = 0
ORDER BY d.status, d.filename
LIMIT min(1000, coalesce(nullif(CAST(:rows AS INTEGER), 0), 100))
