-- Evaluations, and as value the bodies they are of.
SELECT area, year, '' AS band, count(*) AS number, count(DISTINCT organization_id) AS value FROM covered GROUP BY area, year
