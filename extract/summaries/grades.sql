-- Evaluations by declared grade.
SELECT area, year, grade AS band, count(*) AS number, NULL AS value FROM covered WHERE grade IS NOT NULL GROUP BY area, year, grade
