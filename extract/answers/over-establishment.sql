-- Staff above posts: value is the excess, n1 posts, n2 staff; row_id the head-count, other_id the posts.
SELECT p.evaluation_id, e.fiscal_year AS year, p.id AS row_id, b.id AS other_id, p.count - b.count AS value,
  b.count AS n1, p.count AS n2, NULL AS n3, NULL AS n4, b.count - p.count AS place
FROM personnel p
JOIN personnel b ON b.evaluation_id = p.evaluation_id AND b.category = 'establishment' AND b.institution IS p.institution AND b.year IS p.year
JOIN evaluations e ON e.id = p.evaluation_id
WHERE p.category = 'actual' AND p.count > b.count
