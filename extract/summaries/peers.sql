-- Reports of whole bodies of one sector (area: SECTOR/PROVINCE) and year (0: not known); each band is one figure of v_peers.
WITH counted AS MATERIALIZED (
  SELECT coalesce(o.sector, '') || '/' || coalesce(o.province, '') AS area, coalesce(y."年度", 0) AS year, count(*) AS reports,
    avg(y."核查发现") AS findings, count(y."执行率") AS rates, avg(y."执行率") AS rate, count(y."人均三公万元") AS heads,
    avg(y."人均三公万元") AS head, max(y."人均三公万元") AS most, count(y."总分") AS scores, avg(y."总分") AS score,
    min(y."总分") AS least, sum(y."总分" >= 100) AS full, count(y."等级") AS grades, sum(y."等级" = '优') AS top
  FROM v_body_years y JOIN evaluations e ON e.id = y."评价" JOIN organizations o ON o.id = e.organization_id
  GROUP BY 1, 2
)
SELECT area, year, 'findings' AS band, reports AS number, findings AS value FROM counted
UNION ALL SELECT area, year, 'execution', rates, rate FROM counted
UNION ALL SELECT area, year, 'per-head', heads, head FROM counted
UNION ALL SELECT area, year, 'per-head.most', heads, most FROM counted
UNION ALL SELECT area, year, 'score', scores, score FROM counted
UNION ALL SELECT area, year, 'score.least', scores, least FROM counted
UNION ALL SELECT area, year, 'score.full', scores, 100.0 * full / nullif(scores, 0) FROM counted
UNION ALL SELECT area, year, 'grade.top', grades, 100.0 * top / nullif(grades, 0) FROM counted
