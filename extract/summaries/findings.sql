-- Findings by rule; value is the number of evaluations they are in. Under no band the findings of all rules.
SELECT c.area, c.year, f.rule AS band, count(*) AS number, count(DISTINCT c.evaluation_id) AS value
FROM findings f JOIN covered c ON c.evaluation_id = f.evaluation_id GROUP BY c.area, c.year, f.rule
UNION ALL
SELECT c.area, c.year, '', count(*), count(DISTINCT c.evaluation_id)
FROM findings f JOIN covered c ON c.evaluation_id = f.evaluation_id GROUP BY c.area, c.year
