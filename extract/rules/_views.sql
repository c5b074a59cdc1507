-- What the rules share: list rows with the table, row and column they stand in. PLACED(x) stands for table_no, row_no and
-- col_no of the row x as the id of its block tells them: to fetch the blocks would cost more than all the rest.

-- `inside` is the total that a breakdown belongs to where the item does not tell, `passage` the table or the paragraph.
CREATE TEMP VIEW IF NOT EXISTS placed_amounts AS
SELECT a.id, a.evaluation_id, a.position, a.item, a.label, a.measure, a.year, a.amount_fen, a.step_fen, a.unit, a.unit_inferred,
  a.institution, a.block_id, a.start_at, a.end_at, e.document_id, e.fiscal_year,
  CASE WHEN a.item LIKE a.within || '.%' OR a.item = a.within THEN NULL ELSE a.within END AS inside,
  CASE substr(a.block_id, 18, 1) WHEN 't' THEN substr(a.block_id, 1, instr(a.block_id, '.r') - 1) ELSE a.block_id END AS passage,
  PLACED(a)
FROM amounts a JOIN evaluations e ON e.id = a.evaluation_id;

-- A round figure in a column of figures with decimals is printed to these decimals, its zeros dropped: the step that
-- most figures of a column have, of the columns whose figures have several.
CREATE TEMP VIEW IF NOT EXISTS column_steps AS
SELECT document_id, table_no, col_no, step_fen FROM (
  SELECT document_id, table_no, col_no, step_fen, sum(amount_fen != 0) AS n,
    sum(sum(amount_fen != 0)) OVER (PARTITION BY document_id, table_no, col_no) AS figures,
    sum(count(*)) OVER (PARTITION BY document_id, table_no, col_no) AS printed
  FROM placed_amounts WHERE table_no IS NOT NULL GROUP BY 1, 2, 3, 4)
WHERE figures > 1 AND 2 * n > figures AND n < printed;

-- Texts that rules look through: paragraphs, and what may name a year or be left from a template.
CREATE TEMP VIEW IF NOT EXISTS striking_texts AS
SELECT id, document_id, position, kind, row_no, col_no, text FROM blocks
WHERE kind = 'paragraph' OR instr(text, '20') OR text GLOB '*[XxＸｘ×填说描概阐列根_]*';

CREATE TEMP VIEW IF NOT EXISTS placed_staff AS
SELECT p.*, PLACED(p), CASE substr(p.block_id, 18, 1) WHEN 'p' THEN CAST(substr(p.block_id, 19) AS INTEGER) END AS paragraph_no FROM personnel p;

CREATE TEMP VIEW IF NOT EXISTS placed_scores AS
SELECT s.*, PLACED(s) FROM scores s;

CREATE TEMP VIEW IF NOT EXISTS placed_indicators AS
SELECT i.id, i.evaluation_id, i.position, i.level1, i.level3, i.weight, i.weight_step, i.score, i.score_step, i.level1_weight, i.name_weight,
  i.level1_block_id, i.level3_block_id, i.weight_block_id, i.score_block_id, i.level1_weight_block_id, PLACED(i)
FROM indicators i ORDER BY i.evaluation_id, i.position;

-- The scores of the evaluation's own form: those in a table of its indicators, else those in any table.
CREATE TEMP VIEW IF NOT EXISTS form_scores AS
SELECT * FROM (
  SELECT s.*, s.in_form = max(s.in_form) OVER (PARTITION BY s.evaluation_id, s.component) AS best FROM (
    SELECT p.*, (p.evaluation_id, p.table_no) IN (SELECT evaluation_id, table_no FROM placed_indicators) AS in_form
    FROM placed_scores p WHERE p.table_no IS NOT NULL AND p.institution IS NULL) s)
WHERE best;

-- One figure per item and group of figures that belong together (one passage, measure, year and institution):
-- an item with two different figures in its group says nothing here.
CREATE TEMP VIEW IF NOT EXISTS group_items AS
SELECT a.evaluation_id, a.passage, a.table_no, a.measure, a.year, ifnull(a.institution, '') AS institution, a.item,
  min(a.amount_fen) AS amount_fen, max(a.step_fen) AS step_fen, max(min(a.step_fen, ifnull(c.step_fen, a.step_fen))) AS addend_step_fen,
  min(a.id) AS id
FROM placed_amounts a LEFT JOIN column_steps c ON c.document_id = a.document_id AND c.table_no = a.table_no AND c.col_no = a.col_no
WHERE a.item NOT IN ('other', 'project.named') AND a.inside IS NULL AND (substr(a.item, 1, 5) NOT IN ('econ.', 'func.') OR a.institution IS NOT NULL)
GROUP BY 1, 2, 3, 4, 5, 6, 7
HAVING min(a.amount_fen) = max(a.amount_fen);

-- One thing of money stated with two amounts: the amount that fewer places state, and one of the places that most do.
CREATE TEMP VIEW IF NOT EXISTS differing_amounts AS
-- what is stated everywhere alike needs no closer look
WITH loose AS (
  SELECT evaluation_id, CASE item WHEN 'total' THEN 'expenditure' ELSE item END AS item, year FROM placed_amounts
  WHERE year IS NOT NULL AND (substr(item, 1, 5) NOT IN ('econ.', 'func.') OR inside IS NOT NULL)
    AND item NOT IN ('other', 'project.other', 'basic_adjustment')
  GROUP BY 1, 2, 3, CASE measure WHEN 'composition' THEN 'actual' ELSE measure END HAVING min(amount_fen) < max(amount_fen)
),
named AS (
  SELECT a.id, a.evaluation_id, a.position, a.label, a.measure, a.year, a.amount_fen, a.step_fen, a.block_id, a.table_no, a.col_no,
    -- what a sentence says was spent in all is the expenditure
    CASE WHEN a.item = 'total' AND a.table_no IS NULL AND a.measure IN ('actual', 'change') AND instr(a.label, '支出')
      THEN 'expenditure' ELSE a.item END AS item,
    CASE WHEN a.item IN ('project.named', 'project.special') THEN fold(a.label)
      -- the balance of both sides holds what was carried over
      WHEN a.item IN ('total', 'income', 'expenditure') AND instr(a.label, '总计') AND NOT instr(a.label, '本年') THEN 'balance'
      -- what came from a source, what was spent out of it and both sides of its balance are three things
      WHEN a.item LIKE 'source.%' AND a.table_no IS NULL THEN CASE WHEN instr(a.label, '总计') THEN 'balance' WHEN instr(a.label, '支出') THEN 'spent' ELSE 'came' END
      -- the basic expenditure out of one source is not all of it
      WHEN a.table_no IS NULL THEN ifnull((SELECT source_before(b.text, a.start_at) FROM blocks b WHERE b.id = a.block_id), '')
      ELSE '' END AS name,
    ifnull(a.institution, '') AS body, ifnull(a.inside, '') AS inside,
    CASE WHEN a.measure = 'composition' THEN 'actual' ELSE a.measure END AS kind
  FROM placed_amounts a
  WHERE (a.evaluation_id, CASE a.item WHEN 'total' THEN 'expenditure' ELSE a.item END, a.year) IN (SELECT evaluation_id, item, year FROM loose)
    -- a unit is no guess where the other columns of the table print it
    AND (a.unit_inferred = 0 OR EXISTS (SELECT 1 FROM placed_amounts n WHERE n.evaluation_id = a.evaluation_id AND n.table_no = a.table_no
      AND n.row_no = a.row_no AND n.unit_inferred = 0 AND n.unit = a.unit))
    AND (a.item NOT LIKE 'econ.%' AND a.item NOT LIKE 'func.%' OR a.inside IS NOT NULL)
    -- what a form lists as 其中 may be of the budget or of the execution
    AND NOT (a.measure = 'composition' AND EXISTS (SELECT 1 FROM amounts n WHERE n.evaluation_id = a.evaluation_id
      AND n.item = a.item AND n.measure = 'budget' AND abs(n.amount_fen - a.amount_fen) <= max(n.step_fen, a.step_fen)))
),
contested AS (
  SELECT n.* FROM named n JOIN (
    SELECT evaluation_id, item, kind, year, name, body, inside FROM named GROUP BY 1, 2, 3, 4, 5, 6, 7
    HAVING min(amount_fen) < max(amount_fen)) d
  USING (evaluation_id, item, kind, year, name, body, inside)
),
-- two figures of one item in one table and column, or in one paragraph, are two things (a list under two heads)
repeated AS (
  SELECT evaluation_id, item, measure, year, name, body, inside FROM contested
  GROUP BY evaluation_id, item, measure, year, name, body, inside, ifnull(table_no || '.' || col_no, block_id)
  HAVING count(DISTINCT amount_fen) > 1
),
votes AS (
  SELECT n.*, count(*) OVER (PARTITION BY n.evaluation_id, n.item, n.kind, n.year, n.name, n.body, n.inside, n.amount_fen) AS votes
  FROM contested n LEFT JOIN repeated r ON r.evaluation_id = n.evaluation_id AND r.item = n.item AND r.measure = n.measure
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
    -- a sentence that says budget without more may mean the initial one
    AND (other.measure != 'budget' OR (other.table_no IS NOT NULL OR best.table_no IS NOT NULL) AND NOT EXISTS (
      SELECT 1 FROM placed_amounts p WHERE p.evaluation_id = other.evaluation_id AND p.item = other.item AND p.year = other.year
        AND p.measure = 'budget_initial' AND p.amount_fen IN (other.amount_fen, best.amount_fen)))
    -- a total said in a sentence may be of one source alone, which the form has among its parts
    AND NOT (other.item = 'total' AND EXISTS (SELECT 1 FROM placed_amounts p WHERE p.evaluation_id = other.evaluation_id AND p.item != 'total'
      AND p.measure = other.measure AND p.year = other.year AND p.amount_fen = other.amount_fen AND p.block_id != other.block_id))
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
    AND said.year = own.year AND alike(said.label, project.project)
    -- a name that is another project's own is not a slip
    AND (fold(said.label) = fold(project.project) OR NOT EXISTS (SELECT 1 FROM evaluations o
      WHERE o.document_id = project.document_id AND fold(o.project) = fold(said.label)))
    -- nor is a figure that the form has as a part of its total
    AND NOT EXISTS (SELECT 1 FROM placed_amounts p WHERE p.evaluation_id = project.id AND p.measure = said.measure AND p.amount_fen = said.amount_fen)
  WHERE project.scope = 'project'
)
SELECT evaluation_id, stated, expected, tolerance, what, one, two FROM inside_one
UNION ALL
SELECT evaluation_id, stated, expected, tolerance, what, one, two FROM with_project WHERE hits = 1
