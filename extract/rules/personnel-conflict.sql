-- id: personnel-conflict
-- severity: error
-- says: 同一单位的编制数在各处应一致。
-- english: One body has one number of posts wherever it is stated.
-- source: 报告、报表数据应当真实一致（预算法实施条例）
WITH posts AS (
  SELECT p.*, count(*) OVER (PARTITION BY evaluation_id, count) AS votes FROM placed_staff p
  WHERE p.category = 'establishment' AND p.institution IS NULL
    AND NOT EXISTS (SELECT 1 FROM evaluations e WHERE e.id = p.evaluation_id AND p.year < e.fiscal_year)
    -- a passage that lists several numbers of posts speaks of several bodies
    AND (SELECT count(DISTINCT q.count) FROM placed_staff q
      WHERE q.block_id = p.block_id AND q.category = 'establishment') = 1
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY evaluation_id ORDER BY votes DESC, position) AS rank,
    row_number() OVER (PARTITION BY evaluation_id, count ORDER BY position) AS nth
  FROM posts
)
SELECT other.evaluation_id, other.count AS stated, best.count AS expected, NULL AS tolerance, 'persons' AS unit,
  '{first}编制数写{stated}，{rest}写{expected}' AS message, json_array(other.id, best.id) AS places
FROM ranked other JOIN ranked best ON best.evaluation_id = other.evaluation_id AND best.rank = 1
WHERE other.nth = 1 AND other.count != best.count
ORDER BY other.evaluation_id, other.position
