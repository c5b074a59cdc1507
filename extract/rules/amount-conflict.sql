-- id: amount-conflict
-- severity: error
-- says: 同一科目、口径、年度和单位的金额在各处应一致。
-- english: One item, measure, year and institution has one amount wherever it is stated.
-- source: 报告、报表数据应当真实一致（预算法实施条例）
WITH named AS (
  SELECT a.id, a.evaluation_id, a.position, a.label, a.measure, a.year, a.amount_fen, a.step_fen, a.block_id, a.table_no, a.col_no,
    -- what a sentence says was spent in all is the expenditure
    CASE WHEN a.item = 'total' AND a.table_no IS NULL AND a.measure IN ('actual', 'change') AND instr(a.label, '支出')
      THEN 'expenditure' ELSE a.item END AS item,
    CASE WHEN a.item IN ('project.named', 'project.special') THEN fold(a.label) ELSE '' END AS name,
    ifnull(a.institution, '') AS body, ifnull(a.inside, '') AS inside,
    CASE WHEN a.measure = 'composition' THEN 'actual' ELSE a.measure END AS kind
  FROM placed_amounts a
  WHERE a.year IS NOT NULL AND a.item NOT IN ('other', 'project.other', 'basic_adjustment')
    -- a unit is no guess where the other columns of the table print it
    AND (a.unit_inferred = 0 OR EXISTS (SELECT 1 FROM placed_amounts n WHERE n.evaluation_id = a.evaluation_id AND n.table_no = a.table_no
      AND n.row_no = a.row_no AND n.unit_inferred = 0 AND n.unit = a.unit))
    AND (a.item NOT LIKE 'econ.%' AND a.item NOT LIKE 'func.%' OR a.inside IS NOT NULL)
    -- what a form lists as 其中 may be of the budget or of the execution
    AND NOT (a.measure = 'composition' AND EXISTS (SELECT 1 FROM amounts n WHERE n.evaluation_id = a.evaluation_id
      AND n.item = a.item AND n.measure = 'budget' AND abs(n.amount_fen - a.amount_fen) <= max(n.step_fen, a.step_fen)))
),
-- two figures of one item in one table and column, or in one paragraph, are two things (a list under two heads)
repeated AS (
  SELECT evaluation_id, item, measure, year, name, body, inside FROM named
  GROUP BY evaluation_id, item, measure, year, name, body, inside, ifnull(table_no || '.' || col_no, block_id)
  HAVING count(DISTINCT amount_fen) > 1
),
votes AS (
  SELECT n.*, count(*) OVER (PARTITION BY n.evaluation_id, n.item, n.kind, n.year, n.name, n.body, n.inside, n.amount_fen) AS votes
  FROM named n LEFT JOIN repeated r ON r.evaluation_id = n.evaluation_id AND r.item = n.item AND r.measure = n.measure
    AND r.year = n.year AND r.name = n.name AND r.body = n.body AND r.inside = n.inside
  WHERE r.item IS NULL
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY evaluation_id, item, kind, year, name, body, inside ORDER BY votes DESC, position) AS rank,
    row_number() OVER (PARTITION BY evaluation_id, item, kind, year, name, body, inside, amount_fen ORDER BY position) AS nth
  FROM votes
),
inside_one AS (
  SELECT other.evaluation_id, other.amount_fen AS stated, best.amount_fen AS expected,
    max(other.step_fen, best.step_fen) AS tolerance, other.label || '（' || other.year || '年）' AS what, other.id AS one, best.id AS two
  FROM ranked other JOIN ranked best ON best.rank = 1 AND other.nth = 1 AND best.evaluation_id = other.evaluation_id AND best.item = other.item
    AND best.kind = other.kind AND best.year = other.year AND best.name = other.name AND best.body = other.body AND best.inside = other.inside
  WHERE other.amount_fen != best.amount_fen
),
-- a project as the department's narrative states it, against the project's own form
with_project AS (
  SELECT own.evaluation_id, own.amount_fen AS stated, said.amount_fen AS expected, max(own.step_fen, said.step_fen) AS tolerance,
    said.label || '（' || said.year || '年）' AS what, own.id AS one, said.id AS two,
    count(*) OVER (PARTITION BY own.evaluation_id, own.measure, own.year) AS hits
  FROM evaluations project
  JOIN placed_amounts own ON own.evaluation_id = project.id AND own.item = 'total' AND own.institution IS NULL
  JOIN evaluations department ON department.document_id = project.document_id AND department.scope = 'department'
  JOIN placed_amounts said ON said.evaluation_id = department.id AND said.item = 'project.named' AND said.measure = own.measure
    AND said.year = own.year AND fold(said.label) = fold(project.project)
  WHERE project.scope = 'project'
)
SELECT evaluation_id, stated, expected, tolerance, 'fen' AS unit, what || '{first}写{stated}，{rest}写{expected}' AS message,
  json_array(one, two) AS places
FROM inside_one
UNION ALL
SELECT evaluation_id, stated, expected, tolerance, 'fen', what || '{first}写{stated}，{rest}写{expected}', json_array(one, two)
FROM with_project WHERE hits = 1
ORDER BY 1, 7
