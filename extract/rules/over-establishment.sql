-- id: over-establishment
-- severity: warning
-- says: 在职人数不应超过编制数。
-- english: No more staff than posts.
-- source: 地方各级人民政府机构设置和编制管理条例
SELECT p.evaluation_id, p.count AS stated, e.count AS expected, NULL AS tolerance, 'persons' AS unit,
  '{first}在职人数{stated}，超过编制数{expected}（{rest}）' AS message, json_array(p.id, e.id) AS places
FROM placed_staff p JOIN placed_staff e ON e.evaluation_id = p.evaluation_id AND e.institution IS p.institution AND e.year IS p.year
WHERE p.category = 'actual' AND e.category = 'establishment' AND p.count > e.count
  AND (p.table_no = e.table_no AND p.row_no = e.row_no OR p.paragraph_no = e.paragraph_no AND instr(p.raw, '在职'))
  -- of several numbers of posts in a passage the largest is that of all
  AND p.count > (SELECT max(q.count) FROM placed_staff q WHERE q.evaluation_id = p.evaluation_id AND q.category = 'establishment'
    AND q.institution IS p.institution AND q.year IS p.year
    AND (q.block_id = e.block_id OR q.table_no = e.table_no AND q.row_no = e.row_no))
  -- of several numbers of staff in a passage or row one counts the retired too
  AND (SELECT count(DISTINCT q.count) FROM placed_staff q WHERE q.evaluation_id = p.evaluation_id AND q.category = 'actual'
    AND (q.block_id = p.block_id OR q.table_no = p.table_no AND q.row_no = p.row_no AND q.institution IS p.institution)) = 1
  -- a number of staff that counts those without a post (编外) is no more than the posts where it is so without them
  AND p.count - ifnull((SELECT max(t.count) FROM placed_staff t WHERE t.evaluation_id = p.evaluation_id AND t.category = 'temporary'
    AND t.institution IS p.institution AND t.year IS p.year AND t.table_no IS p.table_no), 0) > e.count
ORDER BY p.evaluation_id, p.position
