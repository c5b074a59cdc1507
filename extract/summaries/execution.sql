-- Evaluations by execution rate in percent; under no band all of them, the value executed over budget of whole bodies.
SELECT area, year, CASE WHEN executed > budget THEN '>100' WHEN executed = budget THEN '100' WHEN executed >= 0.95 * budget THEN '95-100'
  WHEN executed >= 0.8 * budget THEN '80-95' WHEN executed >= 0.5 * budget THEN '50-80' ELSE '0-50' END AS band,
  count(*) AS number, NULL AS value
FROM covered WHERE budget > 0 GROUP BY area, year, band
UNION ALL
SELECT area, year, '', count(*), 100.0 * sum(executed) / sum(budget) FROM covered
WHERE budget > 0 AND scope = 'department' GROUP BY area, year
