-- Where each document was seen, from when to when, on which page and under which words; those in archives with the archive.
WITH held AS (
  SELECT DISTINCT sha256 AS seen, sha256, NULL AS name FROM sightings WHERE sha256 IS NOT NULL
  UNION ALL SELECT archive, sha256, min(name) FROM members GROUP BY archive, sha256
)
SELECT h.sha256, a.url,
  CASE WHEN a.sha256 IS NOT s.sha256 THEN 'replaced' WHEN a.state = 'gone' THEN 'gone' ELSE 'present' END AS state,
  coalesce(h.name, CASE WHEN a.sha256 IS s.sha256 THEN a.filename END) AS filename, l.page, l.text AS words, a.portal, p.body,
  min(s.at) AS first_seen, max(s.at) AS last_seen
FROM sightings s
JOIN held h ON h.seen = s.sha256
JOIN addresses a ON a.key = s.key
LEFT JOIN portals p ON p.name = a.portal
LEFT JOIN links l ON l.key = a.key AND l.page = (SELECT page FROM links WHERE key = a.key ORDER BY first_seen, page LIMIT 1)
GROUP BY h.sha256, a.key
ORDER BY h.sha256, a.url
