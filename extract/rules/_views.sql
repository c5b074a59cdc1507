-- What the rules share: list rows with the table, row and column they stand in.

-- A round figure in a column of figures with decimals is printed to these decimals, its zeros dropped: the step that
-- most figures of a column have.
CREATE TEMP VIEW IF NOT EXISTS column_steps AS
SELECT document_id, table_no, col_no, step_fen FROM (
  SELECT b.document_id, b.table_no, b.col_no, a.step_fen, count(*) AS n,
    sum(count(*)) OVER (PARTITION BY b.document_id, b.table_no, b.col_no) AS figures
  FROM amounts a JOIN blocks b ON b.id = a.block_id
  WHERE b.table_no IS NOT NULL AND a.amount_fen != 0
  GROUP BY 1, 2, 3, 4)
WHERE figures > 1 AND 2 * n > figures;

-- `inside` is the total that a breakdown belongs to where the item does not tell, `passage` the table or the paragraph,
-- `addend_step_fen` the step of a figure among those of its column.
CREATE TEMP VIEW IF NOT EXISTS placed_amounts AS
SELECT a.*, b.table_no, b.row_no, b.col_no, e.document_id, e.fiscal_year,
  CASE WHEN a.item LIKE a.within || '.%' OR a.item = a.within THEN NULL ELSE a.within END AS inside,
  CASE WHEN b.table_no IS NULL THEN a.block_id ELSE 't' || b.table_no END AS passage,
  min(a.step_fen, ifnull(c.step_fen, a.step_fen)) AS addend_step_fen
FROM amounts a JOIN blocks b ON b.id = a.block_id JOIN evaluations e ON e.id = a.evaluation_id
LEFT JOIN column_steps c ON c.document_id = b.document_id AND c.table_no = b.table_no AND c.col_no = b.col_no;

CREATE TEMP VIEW IF NOT EXISTS placed_staff AS
SELECT p.*, b.table_no, b.row_no, b.col_no, b.paragraph_no
FROM personnel p JOIN blocks b ON b.id = p.block_id;

CREATE TEMP VIEW IF NOT EXISTS placed_scores AS
SELECT s.*, b.table_no, b.row_no, b.col_no
FROM scores s JOIN blocks b ON b.id = s.block_id;

-- The scores of the evaluation's own form: those in a table of its indicators, else those in any table.
CREATE TEMP VIEW IF NOT EXISTS form_scores AS
SELECT * FROM (
  SELECT s.*, s.in_form = max(s.in_form) OVER (PARTITION BY s.evaluation_id, s.component) AS best FROM (
    SELECT p.*, EXISTS (SELECT 1 FROM indicators i JOIN blocks b ON b.id = i.block_id
      WHERE i.evaluation_id = p.evaluation_id AND b.table_no = p.table_no) AS in_form
    FROM placed_scores p WHERE p.table_no IS NOT NULL AND p.institution IS NULL) s)
WHERE best;

-- One figure per item and group of figures that belong together (one passage, measure, year and institution):
-- an item with two different figures in its group says nothing here.
CREATE TEMP VIEW IF NOT EXISTS group_items AS
SELECT evaluation_id, passage, table_no, measure, year, ifnull(institution, '') AS institution, item,
  min(amount_fen) AS amount_fen, max(step_fen) AS step_fen, max(addend_step_fen) AS addend_step_fen, min(id) AS id
FROM placed_amounts
WHERE item NOT IN ('other', 'project.named') AND inside IS NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7
HAVING min(amount_fen) = max(amount_fen)
