-- id: execution-outputs
-- severity: notice
-- says: 预算执行率很低而产出指标全部满分，值得核实。
-- english: Hardly any money was spent, yet every output indicator has full points.
-- source: 财预〔2020〕10号：预算执行与绩效目标双监控
WITH rates AS (
  SELECT evaluation_id, min(rate) AS rate, min(ifnull(rate_block_id, id)) AS place FROM form_scores
  WHERE component = 'budget_execution' AND rate IS NOT NULL GROUP BY 1 HAVING min(rate) = max(rate) AND min(rate) > 2 AND min(rate) < 50
),
-- a printed rate that the amounts do not bear out is a matter of execution-rate
spent AS (
  SELECT a.evaluation_id, max(100.0 * a.amount_fen / p.amount_fen) AS rate
  FROM rates r CROSS JOIN placed_amounts a ON a.evaluation_id = r.evaluation_id AND a.item = 'total' AND a.measure = 'actual' AND a.set_figure = 1
  JOIN placed_amounts p ON p.evaluation_id = a.evaluation_id AND p.item = 'total' AND p.measure = 'budget' AND p.passage = a.passage AND p.year IS a.year
    AND p.institution IS a.institution AND p.amount_fen > 0 AND p.set_figure = 1
  WHERE a.table_no IS NOT NULL GROUP BY 1
),
outputs AS (
  SELECT evaluation_id, count(*) AS n, sum(score = weight) AS full, json_group_array(ifnull(score_block_id, id)) AS places
  FROM (SELECT * FROM indicators WHERE evaluation_id IN (SELECT evaluation_id FROM rates) ORDER BY evaluation_id, position)
  WHERE instr(level1, '产出') AND weight > 0 AND score IS NOT NULL GROUP BY 1
)
SELECT r.evaluation_id, r.rate AS stated, 100 AS expected, NULL AS tolerance, 'rate' AS unit,
  '预算执行率只有{stated}，' || o.n || '项产出指标全部满分（{first}、{rest}）' AS message, json_insert(o.places, '$[#]', r.place) AS places
FROM rates r JOIN outputs o ON o.evaluation_id = r.evaluation_id LEFT JOIN spent s ON s.evaluation_id = r.evaluation_id
WHERE o.n >= 3 AND o.full = o.n AND ifnull(s.rate, r.rate) < 50
ORDER BY r.evaluation_id
