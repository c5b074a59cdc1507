-- Bodies of a region of any level, of all years; value is the number of their evaluations.
WITH levels AS (
  SELECT id, coalesce(substr(region_code, 1, 2) || '0000', 'unknown') AS area FROM organizations
  UNION SELECT id, substr(region_code, 1, 4) || '00' FROM organizations WHERE region_code IS NOT NULL
  UNION SELECT id, region_code FROM organizations WHERE region_code IS NOT NULL
)
SELECT l.area, 0 AS year, '' AS band, count(DISTINCT l.id) AS number, count(e.id) AS value
FROM levels l LEFT JOIN evaluations e ON e.organization_id = l.id GROUP BY l.area
