-- id: late-disclosure
-- severity: notice
-- says: 自评应在次年完成：填报日期晚于次年10月31日的，晚于决算公开的期限。
-- english: The evaluation is filed by 31 October of the next year, when the final accounts are to be public.
-- source: 预算法第十四条、第七十七条：决算经批准后二十日内公开，县级以上决算由次年六月至九月的人大常委会审查批准
WITH late AS (
  SELECT e.id, e.document_id, e.fiscal_year, e.reported_on, (e.fiscal_year + 1) || '-10-31' AS due
  FROM evaluations e JOIN documents d ON d.id = e.document_id
  WHERE e.reported_on > (e.fiscal_year + 1) || '-10-31'
    -- what a finance bureau or an evaluator reports has no such term
    AND (ifnull(instr(d.title, '评价'), 0) = 0 OR instr(d.title, '自'))
),
signed AS (
  SELECT l.*, b.id AS place, row_number() OVER (PARTITION BY l.id ORDER BY b.position) AS nth
  FROM late l JOIN blocks b ON b.document_id = l.document_id
  WHERE instr(b.text, substr(l.reported_on, 1, 4)) AND says_date(b.text, l.reported_on)
)
SELECT id AS evaluation_id, reported_on AS stated, due AS expected, NULL AS tolerance, 'text' AS unit,
  fiscal_year || '年度自评的填报日期（{first}）为{stated}，晚于{expected}' AS message, json_array(place) AS places
FROM signed WHERE nth = 1
ORDER BY id
