-- Executed over full-year budget of the total: value is the share, n1 budget, n2 executed (fen); row_id the executed figure.
SELECT b.evaluation_id, e.fiscal_year AS year, min(a.id) AS row_id, NULL AS other_id, 1.0 * min(a.amount_fen) / b.amount_fen AS value,
  b.amount_fen AS n1, min(a.amount_fen) AS n2, NULL AS n3, NULL AS n4
FROM amounts b JOIN evaluations e ON e.id = b.evaluation_id
JOIN amounts a ON a.evaluation_id = b.evaluation_id AND a.item = 'total' AND a.measure = 'actual' AND a.institution IS NULL
  AND a.year IS b.year AND a.within IS NULL
WHERE b.item = 'total' AND b.measure = 'budget' AND b.institution IS NULL AND b.within IS NULL AND b.amount_fen > 0
  AND (b.year IS NULL OR b.year = e.fiscal_year)
GROUP BY b.evaluation_id
ORDER BY 1.0 * min(a.amount_fen) / b.amount_fen, b.evaluation_id
