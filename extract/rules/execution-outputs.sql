-- id: execution-outputs
-- severity: notice
-- says: 预算执行率很低而产出指标全部满分，值得核实。
-- english: Hardly any money was spent, yet every output indicator has full points.
-- source: 财预〔2020〕10号：预算执行与绩效目标双监控
WITH rates AS (
  SELECT evaluation_id, min(rate) AS rate, min(ifnull(rate_block_id, id)) AS place FROM form_scores
  WHERE component = 'budget_execution' AND rate IS NOT NULL GROUP BY 1 HAVING min(rate) = max(rate)
),
-- a printed rate that the amounts do not bear out is a matter of execution-rate
spent AS (
  SELECT a.evaluation_id, max(100.0 * a.amount_fen / p.amount_fen) AS rate
  FROM group_items a JOIN group_items p ON p.evaluation_id = a.evaluation_id AND p.passage = a.passage AND p.year IS a.year
    AND p.institution = a.institution AND p.item = 'total' AND p.measure = 'budget' AND p.amount_fen > 0
  WHERE a.item = 'total' AND a.measure = 'actual' AND a.table_no IS NOT NULL GROUP BY 1
),
outputs AS (
  SELECT evaluation_id, count(*) AS n, sum(score = weight) AS full, json_group_array(ifnull(score_block_id, id)) AS places
  FROM (SELECT * FROM indicators ORDER BY evaluation_id, position)
  WHERE instr(level1, '产出') AND weight > 0 AND score IS NOT NULL GROUP BY 1
)
SELECT r.evaluation_id, r.rate AS stated, 100 AS expected, NULL AS tolerance, 'rate' AS unit,
  '预算执行率只有{stated}，' || o.n || '项产出指标全部满分（{first}、{rest}）' AS message, json_insert(o.places, '$[#]', r.place) AS places
FROM rates r JOIN outputs o ON o.evaluation_id = r.evaluation_id LEFT JOIN spent s ON s.evaluation_id = r.evaluation_id
WHERE r.rate > 2 AND r.rate < 50 AND o.n >= 3 AND o.full = o.n AND ifnull(s.rate, r.rate) < 50
ORDER BY r.evaluation_id
