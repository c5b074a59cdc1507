-- id: share
-- severity: error
-- says: 文中“占……的百分之几”应与所列金额算得的一致。
-- english: A share stated in a sentence is what the amounts give.
-- source: 算术
WITH said AS (
  SELECT a.*, json_extract(a.share, '$.percent') AS percent, json_extract(a.share, '$.step') AS percent_step,
    json_extract(a.share, '$.whole') AS whole, json_extract(a.share, '$.whole_step') AS whole_step,
    json_extract(a.share, '$.of') AS of
  FROM (SELECT p.*, share_after(b.text, p.end_at) AS share FROM placed_amounts p JOIN blocks b ON b.id = p.block_id
    WHERE p.table_no IS NULL AND p.end_at IS NOT NULL AND p.measure != 'change' AND p.amount_fen >= 0 AND instr(b.text, '占')) a
  WHERE a.share IS NOT NULL
),
-- every amount that the share could be of: what the sentence names, else the totals of the evaluation
wholes AS (
  SELECT s.id, NULL AS whole_id, s.whole AS amount_fen, s.whole_step AS step_fen, 0 AS nearness, 1 AS named FROM said s WHERE s.whole > 0
  UNION ALL
  SELECT s.id, w.id, w.amount_fen, w.step_fen, CASE WHEN w.block_id = s.block_id AND w.start_at < s.start_at THEN 1 ELSE 2 END,
    w.block_id = s.block_id AND w.start_at < s.start_at AND (s.of IS NULL OR w.item IN (SELECT value FROM json_each(s.of)))
      AND w.item IN ('income', 'expenditure', 'total', 'three_public', 'basic', 'project', 'basic.personnel', 'basic.public', 'assets')
  FROM said s JOIN placed_amounts w ON w.evaluation_id = s.evaluation_id AND w.year IS s.year AND w.id != s.id AND w.amount_fen >= s.amount_fen
    AND w.amount_fen > 0
  WHERE s.whole IS NULL
),
compared AS (
  SELECT s.*, w.whole_id, w.nearness, w.named, 100.0 * s.amount_fen / w.amount_fen AS computed,
    s.percent_step + 50.0 * s.step_fen / w.amount_fen + 50.0 * s.amount_fen * w.step_fen / w.amount_fen / w.amount_fen AS slack
  FROM said s JOIN wholes w ON w.id = s.id
),
judged AS (
  SELECT *, max(abs(percent - computed) <= slack) OVER (PARTITION BY id) AS fits,
    row_number() OVER (PARTITION BY id ORDER BY named DESC, nearness, whole_id) AS nth
  FROM compared
)
SELECT evaluation_id, percent AS stated, computed AS expected, slack AS tolerance, 'rate' AS unit,
  label || '{first}写占{stated}，按所列金额' || CASE WHEN whole_id IS NULL THEN '' ELSE '（{rest}）' END || '计算应为{expected}' AS message,
  json_array(id, whole_id) AS places
FROM judged WHERE nth = 1 AND named AND NOT fits
ORDER BY evaluation_id, position
