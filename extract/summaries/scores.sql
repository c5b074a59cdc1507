-- Evaluations by the share of the full mark they gave themselves, in percent; under no band all of them with their mean.
SELECT area, year, CASE WHEN score >= 100 THEN '100' WHEN score >= 95 THEN '95-100' WHEN score >= 90 THEN '90-95'
  WHEN score >= 80 THEN '80-90' WHEN score >= 60 THEN '60-80' ELSE '0-60' END AS band, count(*) AS number, NULL AS value
FROM covered WHERE score IS NOT NULL GROUP BY area, year, band
UNION ALL
SELECT area, year, '', count(*), avg(score) FROM covered WHERE score IS NOT NULL GROUP BY area, year
