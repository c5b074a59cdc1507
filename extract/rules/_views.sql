-- What the rules share: list rows with the table, row and column they stand in.
CREATE TEMP VIEW IF NOT EXISTS placed_amounts AS
SELECT a.*, b.table_no, b.row_no, b.col_no, e.document_id, e.fiscal_year
FROM amounts a JOIN blocks b ON b.id = a.block_id JOIN evaluations e ON e.id = a.evaluation_id;

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

-- One figure per item and group of figures that belong together (a table, measure, year and institution);
-- an item with two different figures in its group says nothing here.
CREATE TEMP VIEW IF NOT EXISTS group_items AS
SELECT evaluation_id, table_no, measure, year, ifnull(institution, '') AS institution, item,
  min(amount_fen) AS amount_fen, max(step_fen) AS step_fen, min(id) AS id
FROM placed_amounts
WHERE table_no IS NOT NULL AND item NOT IN ('other', 'project.named') AND within IS NULL
GROUP BY 1, 2, 3, 4, 5, 6
HAVING min(amount_fen) = max(amount_fen)
