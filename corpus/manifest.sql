-- The manifest of a store of crawled documents. Times are UTC, ISO 8601, to the second.

-- One row per portal of the configuration that was crawled at least once.
CREATE TABLE portals (name TEXT PRIMARY KEY, body TEXT, region TEXT) WITHOUT ROWID;

-- One row per crawl of one portal; `ended` is null while it is under way or was cut short: the next crawl goes on.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, portal TEXT NOT NULL, rules TEXT NOT NULL, agent TEXT NOT NULL, began TEXT NOT NULL, ended TEXT,
  outcome TEXT
);

-- What an open run has still to fetch and what it has fetched; emptied when it ends.
CREATE TABLE frontier (
  run INTEGER NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, role TEXT NOT NULL, url TEXT NOT NULL, post TEXT,
  source INTEGER NOT NULL, depth INTEGER NOT NULL, hops INTEGER NOT NULL, via TEXT NOT NULL, text TEXT NOT NULL,
  number INTEGER NOT NULL, PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE INDEX frontier_waiting ON frontier (run, state, number);

-- Every address that was fetched, as it was last seen.
CREATE TABLE addresses (
  key TEXT PRIMARY KEY, url TEXT NOT NULL, portal TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,
  status INTEGER, filename TEXT, etag TEXT, last_modified TEXT, sha256 TEXT, text_sha256 TEXT, rules TEXT, found TEXT,
  first_seen TEXT NOT NULL, checked TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX addresses_portal ON addresses (portal, state);
CREATE INDEX addresses_sha256 ON addresses (sha256);

-- Every look at an address. `sha256` is the document that was there; `warc`, `at_byte`, `bytes` its record of evidence.
CREATE TABLE sightings (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
  status INTEGER, sha256 TEXT, etag TEXT, last_modified TEXT, location TEXT, warc TEXT, at_byte INTEGER, bytes INTEGER,
  message TEXT
);
CREATE INDEX sightings_key ON sightings (key, id);

-- Every content, once. `payload` is the digest that WARC records of the same bytes refer to.
CREATE TABLE documents (
  sha256 TEXT PRIMARY KEY, suffix TEXT NOT NULL, media_type TEXT NOT NULL, size_bytes INTEGER NOT NULL,
  first_seen TEXT NOT NULL, payload TEXT, url TEXT NOT NULL
) WITHOUT ROWID;

-- Which documents an archive holds, under which names; an archive's evidence is theirs too.
CREATE TABLE members (
  archive TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (archive, name)
) WITHOUT ROWID;

-- Which page leads to an address, and with which words.
CREATE TABLE links (
  key TEXT NOT NULL, page TEXT NOT NULL, text TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  PRIMARY KEY (key, page)
) WITHOUT ROWID;

-- How long each file of evidence is; what stands behind was cut short and counts for nothing.
CREATE TABLE warcs (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;

-- What changed over time: a document replaced or gone, or there again.
CREATE VIEW changes AS
SELECT s.at, s.outcome, a.portal, a.url, s.sha256, s.status, s.message,
  (SELECT e.sha256 FROM sightings e WHERE e.key = s.key AND e.id < s.id AND e.sha256 IS NOT NULL ORDER BY e.id DESC LIMIT 1)
    AS earlier_sha256
FROM sightings s JOIN addresses a ON a.key = s.key
WHERE s.outcome IN ('changed', 'gone', 'back') ORDER BY s.id;
