-- Three public expenses of whole bodies that publish both expenses and staff: value is fen a head.
SELECT area, year, '' AS band, count(*) AS number, 1.0 * sum(spent) / sum(staff) AS value
FROM covered WHERE staff > 0 AND spent IS NOT NULL GROUP BY area, year
