-- What the rules share: list rows with the table, row and column they stand in. PLACED(x) stands for table_no, row_no and
-- col_no of the row x as the id of its block tells them: to fetch the blocks would cost more than all the rest.

-- `inside` is the total that a breakdown belongs to where the item does not tell, `passage` the table or the paragraph,
-- `part_of` the item that a figure of its set adds up to with others; `cover` is 1 for a part that has parts of its own there, -1 for those.
CREATE TEMP VIEW IF NOT EXISTS placed_amounts AS
-- indexed by evaluation_id, item, measure, institution, year, amount_fen
-- indexed by evaluation_id, set_no, part_of
SELECT a.evaluation_id, a.set_figure, a.item, a.measure, a.amount_fen, a.step_fen, a.year, a.institution, PLACED(a), a.set_no,
  CASE WHEN a.set_figure = 0 THEN NULL WHEN a.item IN ('basic', 'project') THEN 'expenditure' WHEN a.item IN ('basic.personnel', 'basic.public') THEN 'basic'
    WHEN a.item LIKE 'source.%' THEN 'income' WHEN a.item IN ('assets.in_use', 'assets.leased', 'assets.other') THEN 'assets'
    WHEN a.item IN ('three_public.abroad', 'three_public.reception', 'three_public.vehicle', 'three_public.vehicle_purchase', 'three_public.vehicle_operation')
      THEN 'three_public' END AS part_of,
  CASE WHEN a.item IN ('source.fiscal', 'three_public.vehicle') THEN 1
    WHEN a.item IN ('source.general', 'source.fund', 'source.state_capital', 'source.social_insurance', 'three_public.vehicle_purchase', 'three_public.vehicle_operation')
      THEN -1 ELSE 0 END AS cover,
  a.addend_step_fen, CASE WHEN a.item LIKE a.within || '.%' OR a.item = a.within THEN NULL ELSE a.within END AS inside,
  a.id, CASE substr(a.block_id, 18, 1) WHEN 't' THEN substr(a.block_id, 1, instr(a.block_id, '.r') - 1) ELSE a.block_id END AS passage,
  a.position, a.block_id, a.start_at, a.end_at, a.label, a.unit, a.unit_inferred
FROM amounts a;

CREATE TEMP VIEW IF NOT EXISTS placed_staff AS
-- indexed by evaluation_id
SELECT p.*, PLACED(p), CASE substr(p.block_id, 18, 1) WHEN 'p' THEN CAST(substr(p.block_id, 19) AS INTEGER) END AS paragraph_no FROM personnel p;

-- rate_table_no and rate_row_no: where the rate stands.
CREATE TEMP VIEW IF NOT EXISTS placed_scores AS
-- indexed by evaluation_id
SELECT s.*, PLACED(s),
  CASE substr(s.rate_place, 18, 1) WHEN 't' THEN CAST(substr(s.rate_place, 19) AS INTEGER) END AS rate_table_no,
  CASE substr(s.rate_place, 18, 1) WHEN 't' THEN CAST(substr(s.rate_place, instr(s.rate_place, '.r') + 2) AS INTEGER) END AS rate_row_no
FROM (SELECT *, ifnull(rate_block_id, block_id) AS rate_place FROM scores) s;

-- Of the indicators of a level-1 block in a table: how many there are, what they weigh and what points they have in all.
-- `weight_slack` and `score_slack`: half a step of each that is printed with decimals; `copied`: results that repeat the target.
CREATE TEMP VIEW IF NOT EXISTS indicator_blocks AS
-- indexed by evaluation_id
SELECT i.evaluation_id, i.table_no, i.level1, count(*) AS n, count(i.weight) AS with_weight, sum(i.weight > 0) AS weighted,
  sum(i.weight) AS weight, sum(CASE WHEN i.weight_step < 1 THEN i.weight_step / 2 ELSE 0 END) AS weight_slack,
  count(i.score) AS scored, sum(i.score) AS score, sum(CASE WHEN i.score_step < 1 THEN i.score_step / 2 ELSE 0 END) AS score_slack,
  sum(i.score IS NOT NULL AND i.weight IS NULL) AS scored_without_weight, count(i.name_weight) AS with_name_weight,
  count(i.level1_weight) AS with_level1_weight, min(i.level1_weight) AS level1_weight, max(i.level1_weight) AS level1_weight_most,
  sum(i.repeats_target) AS copied, count(i.repeats_target) AS compared
FROM (SELECT *, CASE substr(block_id, 18, 1) WHEN 't' THEN CAST(substr(block_id, 19) AS INTEGER) END AS table_no FROM indicators) i
GROUP BY 1, 2, 3;

-- The few indicators that a rule may have something to say about, each by itself.
CREATE TEMP VIEW IF NOT EXISTS notable_indicators AS
-- indexed by evaluation_id
SELECT * FROM indicators WHERE weight > 0 AND (score IS NULL OR band_least IS NOT NULL) OR attained = 0 OR score > weight
  OR score > 0 AND not_applicable = 1 OR score > 0 AND actual_value = score OR actual_unit IN ('%', '％') AND instr(level3, '控制率');

-- The scores of the evaluation's own form: those in a table of its indicators, else those in any table.
CREATE TEMP VIEW IF NOT EXISTS form_scores AS
-- indexed by evaluation_id
SELECT * FROM (
  SELECT s.*, s.in_form = max(s.in_form) OVER (PARTITION BY s.evaluation_id, s.component) AS best FROM (
    SELECT p.*, (p.evaluation_id, p.table_no) IN (SELECT evaluation_id, table_no FROM indicator_blocks) AS in_form
    FROM placed_scores p WHERE p.table_no IS NOT NULL AND p.institution IS NULL) s)
WHERE best;

-- One thing of money stated with two amounts: the amount that fewer places state, and one of the places that most do.
CREATE TEMP VIEW IF NOT EXISTS differing_amounts AS
-- indexed by evaluation_id
-- what is stated everywhere alike needs no closer look
WITH loose AS (
  SELECT evaluation_id, item, year FROM placed_amounts
  WHERE year IS NOT NULL AND item NOT IN ('other', 'project.other', 'basic_adjustment')
  GROUP BY evaluation_id, item, measure, institution, year HAVING min(amount_fen) < max(amount_fen)
  UNION
  -- a total of a sentence may be the expenditure, and what is listed as 其中 may have been spent
  SELECT e.evaluation_id, 'expenditure', e.year FROM placed_amounts e JOIN placed_amounts t
    ON t.evaluation_id = e.evaluation_id AND t.item = 'total' AND t.table_no IS NULL AND t.year = e.year AND t.amount_fen != e.amount_fen
  WHERE e.item = 'expenditure'
  UNION
  SELECT c.evaluation_id, c.item, c.year FROM placed_amounts c JOIN placed_amounts a
    ON a.evaluation_id = c.evaluation_id AND a.item = c.item AND a.measure = 'actual' AND a.year = c.year AND a.amount_fen != c.amount_fen
  WHERE c.measure = 'composition' AND c.item NOT IN ('other', 'project.other', 'basic_adjustment')
),
open_items AS (
  SELECT evaluation_id, item, year FROM loose
  UNION
  SELECT evaluation_id, CASE item WHEN 'total' THEN 'expenditure' ELSE 'total' END, year FROM loose WHERE item IN ('total', 'expenditure')
),
named AS (
  SELECT a.id, a.evaluation_id, a.position, a.label, a.measure, a.year, a.amount_fen, a.step_fen, a.block_id, a.table_no, a.row_no, a.col_no,
    -- what a sentence says was spent in all is the expenditure
    CASE WHEN a.item = 'total' AND a.table_no IS NULL AND a.measure IN ('actual', 'change') AND instr(a.label, '支出')
      THEN 'expenditure' ELSE a.item END AS item,
    CASE WHEN a.item IN ('project.named', 'project.special') THEN fold(a.label)
      -- the balance of both sides holds what was carried over
      WHEN a.item IN ('total', 'income', 'expenditure') AND instr(a.label, '总计') AND NOT instr(a.label, '本年') THEN 'balance'
      -- what came from a source, what was spent out of it and both sides of its balance are three things
      WHEN a.item LIKE 'source.%' AND a.item != 'source.carryover' AND a.table_no IS NULL
        THEN CASE WHEN instr(a.label, '总计') THEN 'balance' WHEN instr(a.label, '支出') THEN 'spent' ELSE 'came' END
      -- the sum of a table on one source is what was spent out of it
      WHEN a.item LIKE 'source.%' AND a.label IN ('合计', '总计', '小计') THEN 'spent'
      -- the basic expenditure out of one source is not all of it
      WHEN a.table_no IS NULL AND a.item NOT LIKE 'three_public%' AND a.item != 'procurement'
        THEN ifnull((SELECT source_of(b.text, a.start_at, a.label, ifnull((SELECT group_concat(h.title, char(10)) FROM sections h
            -- the titles above, of its own section and of the topmost one
            WHERE h.position IN (SELECT max(n.position) FROM sections n WHERE n.document_id = b.document_id
              AND CAST(substr(n.block_id, 19) AS INTEGER) <= b.paragraph_no GROUP BY n.level = 1) AND h.document_id = b.document_id), ''))
          FROM blocks b WHERE b.id = a.block_id), '')
      ELSE '' END AS name,
    ifnull(a.institution, '') AS body, ifnull(a.inside, '') AS inside,
    CASE WHEN a.measure = 'composition' THEN 'actual' ELSE a.measure END AS kind
  FROM open_items o CROSS JOIN placed_amounts a ON a.evaluation_id = o.evaluation_id AND a.item = o.item AND a.year = o.year
  -- a unit is no guess where the other columns of the table print it
  WHERE (a.unit_inferred = 0 OR EXISTS (SELECT 1 FROM placed_amounts n WHERE n.evaluation_id = a.evaluation_id AND n.table_no = a.table_no
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
-- two figures of one item in one table and column, or in one paragraph, are two things (a list under two heads); so are
-- two of one row (what was granted and what arrived)
repeated AS (
  SELECT evaluation_id, item, measure, year, name, body, inside FROM contested
  GROUP BY evaluation_id, item, measure, year, name, body, inside, ifnull(table_no || '.' || col_no, block_id)
  HAVING count(DISTINCT amount_fen) > 1
  UNION
  SELECT evaluation_id, item, measure, year, name, body, inside FROM contested WHERE table_no IS NOT NULL
  GROUP BY evaluation_id, item, measure, year, name, body, inside, table_no, row_no
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
    -- sentences of a report that names no body may speak of several
    AND (other.table_no IS NOT NULL OR best.table_no IS NOT NULL
      OR EXISTS (SELECT 1 FROM evaluations e WHERE e.id = other.evaluation_id AND e.organization_id IS NOT NULL))
    -- a sentence that says budget without more may mean the initial one
    AND (other.measure != 'budget' OR (other.table_no IS NOT NULL OR best.table_no IS NOT NULL) AND NOT EXISTS (
      SELECT 1 FROM placed_amounts p WHERE p.evaluation_id = other.evaluation_id AND p.item = other.item AND p.year = other.year
        AND p.measure = 'budget_initial' AND p.amount_fen IN (other.amount_fen, best.amount_fen)))
    -- a change against the budget is none against the year before
    AND NOT (other.measure = 'change' AND EXISTS (SELECT 1 FROM placed_amounts p JOIN placed_amounts b ON b.evaluation_id = p.evaluation_id
        AND b.item = p.item AND b.year = p.year AND b.measure IN ('budget', 'budget_initial')
      WHERE p.evaluation_id = other.evaluation_id AND p.item = other.item AND p.year = other.year AND p.measure = 'actual'
        AND min(abs(p.amount_fen - b.amount_fen - other.amount_fen), abs(p.amount_fen - b.amount_fen - best.amount_fen)) <= p.step_fen + b.step_fen))
    -- a sentence may leave out what came from one other source, a table's figure hold it
    AND NOT ((other.table_no IS NULL) != (best.table_no IS NULL) AND EXISTS (SELECT 1 FROM placed_amounts p
      WHERE p.evaluation_id = other.evaluation_id AND p.year = other.year AND p.amount_fen > 0
        AND p.item IN ('source.fund', 'source.state_capital', 'source.nontax', 'source.operating', 'source.other', 'source.unit', 'source.carryover')
        AND abs(abs(other.amount_fen - best.amount_fen) - p.amount_fen) <= max(other.step_fen, best.step_fen)))
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
    -- nor is a figure that the form has as a part of its total, or as its budget at the start of the year
    AND NOT EXISTS (SELECT 1 FROM placed_amounts p WHERE p.evaluation_id = project.id AND p.amount_fen = said.amount_fen
      AND (p.measure = said.measure OR said.measure = 'budget' AND p.measure = 'budget_initial'))
  WHERE project.scope = 'project'
)
SELECT evaluation_id, stated, expected, tolerance, what, one, two FROM inside_one
UNION ALL
SELECT evaluation_id, stated, expected, tolerance, what, one, two FROM with_project WHERE hits = 1
