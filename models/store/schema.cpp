// SPDX-License-Identifier: Apache-2.0
#include "models/store/schema.h"

#include <array>

namespace countersign::store {
namespace {

// Times are microseconds since 1970 UTC. docs/formats/workspace.md describes every table.
constexpr const char* version1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source(
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, system TEXT NOT NULL, scope TEXT NOT NULL,
  role INTEGER NOT NULL, owner TEXT NOT NULL DEFAULT '', fallback TEXT NOT NULL DEFAULT '');
CREATE TABLE part(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, name TEXT NOT NULL,
  last_complete INTEGER, last_seen INTEGER, open_count INTEGER NOT NULL DEFAULT 0, UNIQUE(source, name));
CREATE TABLE snapshot(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, file TEXT NOT NULL, connector TEXT NOT NULL,
  tool TEXT NOT NULL, serial TEXT NOT NULL, raw_sha256 BLOB NOT NULL, raw_bytes INTEGER NOT NULL,
  decoded_bytes INTEGER NOT NULL, masked_sha256 BLOB, captured_at INTEGER NOT NULL, basis INTEGER NOT NULL,
  imported_at INTEGER NOT NULL, complete INTEGER NOT NULL, documents INTEGER NOT NULL, added INTEGER NOT NULL,
  changed INTEGER NOT NULL, removed INTEGER NOT NULL, events INTEGER NOT NULL, gaps INTEGER NOT NULL,
  bytes_kept INTEGER NOT NULL);
CREATE INDEX snapshot_source ON snapshot(source, captured_at);
CREATE TABLE snapshot_part(
  snapshot INTEGER NOT NULL REFERENCES snapshot, part INTEGER NOT NULL REFERENCES part, complete INTEGER NOT NULL,
  why TEXT NOT NULL, captured_at INTEGER NOT NULL, PRIMARY KEY(snapshot, part)) WITHOUT ROWID;
CREATE INDEX snapshot_part_time ON snapshot_part(part, captured_at);
CREATE TABLE object(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, part INTEGER REFERENCES part,
  kind TEXT NOT NULL, uid TEXT NOT NULL, open_version INTEGER, open_digest BLOB, UNIQUE(source, kind, uid));
CREATE INDEX object_part ON object(part);
CREATE TABLE document(id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE);
CREATE TABLE document_bytes(id INTEGER PRIMARY KEY REFERENCES document, size INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE version(
  id INTEGER PRIMARY KEY, object INTEGER NOT NULL REFERENCES object, document INTEGER NOT NULL REFERENCES document,
  from_t INTEGER NOT NULL, to_t INTEGER, opened_by INTEGER NOT NULL REFERENCES snapshot,
  closed_by INTEGER REFERENCES snapshot, at_offset INTEGER NOT NULL, at_length INTEGER NOT NULL,
  at_line INTEGER NOT NULL, at_pointer TEXT NOT NULL);
CREATE INDEX version_object ON version(object, from_t);
CREATE INDEX version_document ON version(document);
CREATE TABLE sighting(
  version INTEGER NOT NULL REFERENCES version, at INTEGER NOT NULL, snapshot INTEGER NOT NULL REFERENCES snapshot,
  PRIMARY KEY(version, at)) WITHOUT ROWID;
CREATE TABLE self_key(hash INTEGER NOT NULL, object INTEGER NOT NULL, PRIMARY KEY(hash, object)) WITHOUT ROWID;
CREATE TABLE naming_key(hash INTEGER NOT NULL, object INTEGER NOT NULL, PRIMARY KEY(hash, object)) WITHOUT ROWID;
CREATE TABLE observation(
  object INTEGER NOT NULL REFERENCES object, name TEXT NOT NULL, value TEXT NOT NULL, captured_at INTEGER NOT NULL,
  snapshot INTEGER NOT NULL, at_offset INTEGER NOT NULL, at_length INTEGER NOT NULL, at_pointer TEXT NOT NULL,
  PRIMARY KEY(object, name)) WITHOUT ROWID;
CREATE TABLE event(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, snapshot INTEGER NOT NULL, event_id TEXT NOT NULL,
  at INTEGER NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL, outcome TEXT NOT NULL, origin TEXT NOT NULL,
  summary TEXT NOT NULL, state_changing INTEGER NOT NULL, details TEXT NOT NULL, at_offset INTEGER NOT NULL,
  at_length INTEGER NOT NULL, at_pointer TEXT NOT NULL, at_line INTEGER NOT NULL, UNIQUE(source, event_id));
CREATE TABLE event_key(
  hash INTEGER NOT NULL, relation INTEGER NOT NULL, at INTEGER NOT NULL, event INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY(hash, relation, at, event)) WITHOUT ROWID;
CREATE TABLE change(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, snapshot INTEGER NOT NULL, change_id TEXT NOT NULL,
  at INTEGER, json TEXT NOT NULL, at_offset INTEGER NOT NULL, at_length INTEGER NOT NULL, at_pointer TEXT NOT NULL);
CREATE INDEX change_snapshot ON change(snapshot);
CREATE TABLE gap(
  id INTEGER PRIMARY KEY, snapshot INTEGER NOT NULL REFERENCES snapshot, part TEXT NOT NULL, warning INTEGER NOT NULL,
  code TEXT NOT NULL, message TEXT NOT NULL, remedy TEXT NOT NULL, file TEXT NOT NULL, byte INTEGER, line INTEGER,
  pointer TEXT NOT NULL, excerpt TEXT NOT NULL);
CREATE INDEX gap_snapshot ON gap(snapshot);
CREATE TABLE source_chunk(
  snapshot INTEGER NOT NULL REFERENCES snapshot, at INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY(snapshot, at)) WITHOUT ROWID;
CREATE TABLE spelling(lower TEXT PRIMARY KEY, shown TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE freshness(id INTEGER PRIMARY KEY, parts TEXT NOT NULL UNIQUE, oldest INTEGER, stale_source INTEGER, text TEXT NOT NULL);
CREATE TABLE freshness_part(part INTEGER NOT NULL, freshness INTEGER NOT NULL, PRIMARY KEY(part, freshness)) WITHOUT ROWID;
CREATE TABLE watch(id INTEGER PRIMARY KEY, keys TEXT NOT NULL UNIQUE);
CREATE TABLE watch_key(hash INTEGER NOT NULL, watch INTEGER NOT NULL, PRIMARY KEY(hash, watch)) WITHOUT ROWID;
CREATE TABLE record(
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, known_as TEXT NOT NULL, owner TEXT NOT NULL,
  owner_basis TEXT NOT NULL, owner_contradicted INTEGER NOT NULL, tier INTEGER NOT NULL, tier_reason TEXT NOT NULL,
  digest BLOB NOT NULL, freshness INTEGER NOT NULL, watch INTEGER NOT NULL, unseen TEXT NOT NULL,
  contradicted TEXT NOT NULL, audited INTEGER NOT NULL, time_flip INTEGER, ended INTEGER NOT NULL,
  merged_into INTEGER, systems TEXT NOT NULL, attention TEXT NOT NULL, attention_count INTEGER NOT NULL,
  principals TEXT NOT NULL, search TEXT NOT NULL,
  decision INTEGER, decision_seq INTEGER, decision_digest BLOB, decision_at INTEGER, decision_until INTEGER,
  decision_by TEXT, second_needed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX record_freshness ON record(freshness);
CREATE INDEX record_watch ON record(watch);
CREATE INDEX record_name ON record(name COLLATE NOCASE, id);
CREATE INDEX record_contradicted ON record(id) WHERE contradicted <> '';
CREATE TABLE record_member(
  object INTEGER NOT NULL, record INTEGER NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY(record, object)) WITHOUT ROWID;
CREATE INDEX record_member_object ON record_member(object);
CREATE TABLE closure_member(
  object INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(object, record)) WITHOUT ROWID;
CREATE INDEX closure_member_record ON closure_member(record);
CREATE TABLE record_attention(code TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(code, record)) WITHOUT ROWID;
CREATE INDEX record_attention_record ON record_attention(record);
CREATE TABLE kept_text(digest BLOB PRIMARY KEY, kind TEXT NOT NULL, bytes BLOB NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE log_entry(
  seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL UNIQUE, envelope BLOB NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
  record INTEGER, what TEXT NOT NULL, about TEXT NOT NULL, who TEXT NOT NULL, key_id TEXT NOT NULL);
CREATE TRIGGER log_no_update BEFORE UPDATE ON log_entry BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log_entry BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_no_gap BEFORE INSERT ON log_entry
  WHEN NEW.seq <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_entry)
  BEGIN SELECT RAISE(ABORT, 'the log has no gaps'); END;
CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL, signature BLOB NOT NULL, note BLOB NOT NULL, token BLOB);
CREATE TABLE reviewer(
  key_id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL, certificate TEXT NOT NULL,
  aliases TEXT NOT NULL, enrolled_seq INTEGER NOT NULL, revoked_seq INTEGER) WITHOUT ROWID;
CREATE TABLE staged_decision(
  id INTEGER PRIMARY KEY, record INTEGER NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL, refusal TEXT NOT NULL DEFAULT '');
CREATE TABLE saved_view(name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
)sql";

/// What a record reaches in the end. It is filled in when the records are worked out again, which an older
/// workspace needs once (meta "setting.evaluator").
constexpr const char* version2 = R"sql(
ALTER TABLE record ADD COLUMN reach INTEGER NOT NULL DEFAULT -1;
ALTER TABLE record ADD COLUMN access TEXT NOT NULL DEFAULT '{}';
CREATE INDEX record_flip ON record(time_flip) WHERE time_flip IS NOT NULL;
)sql";

/// Changes that are followed: what people name as probes, and finding the audit events that changed state by
/// time.
constexpr const char* version3 = R"sql(
CREATE TABLE probe(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, json TEXT NOT NULL);
CREATE INDEX event_change ON event(at) WHERE state_changing;
CREATE TABLE state_change_key(event INTEGER NOT NULL, hash INTEGER NOT NULL, PRIMARY KEY(event, hash)) WITHOUT ROWID;
INSERT INTO state_change_key SELECT k.event, k.hash FROM event_key k JOIN event e ON e.id = k.event
  WHERE k.relation = 1 AND e.state_changing;
ALTER TABLE record ADD COLUMN drift TEXT NOT NULL DEFAULT '';
CREATE INDEX version_from ON version(from_t);
CREATE INDEX version_to ON version(to_t) WHERE to_t IS NOT NULL;
)sql";

/// From when on the findings of a record may be others though nothing was imported: a key grows old.
constexpr const char* version4 = R"sql(
ALTER TABLE record ADD COLUMN findings_due INTEGER;
CREATE INDEX record_findings_due ON record(findings_due) WHERE findings_due IS NOT NULL;
)sql";

constexpr std::array steps{version1, version2, version3, version4};

} // namespace

Migrations migrations() {
  return steps;
}

void createSchema(Connection& c) {
  c.exec("PRAGMA journal_mode=WAL");
  migrateSchema(c, migrations());
}

void migrateSchema(Connection& c, Migrations to) {
  Transaction t(c);
  for (auto v = static_cast<std::size_t>(c.number("PRAGMA user_version")); v < to.size(); ++v) {
    c.db().exec(to[v]);
    c.db().exec("PRAGMA application_id=" + std::to_string(applicationId));
    c.db().exec("PRAGMA user_version=" + std::to_string(v + 1));
  }
  t.commit();
}

std::string expectedSchema() {
  Connection memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrateSchema(memory, migrations());
  SQLite::Statement s(memory.db(), "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name");
  std::string out;
  while (s.executeStep())
    out += s.getColumn(0).getString() + '\n';
  return out;
}

} // namespace countersign::store
