// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/store/documents.h"
#include "models/store/ingest.h"

#include <QTemporaryDir>
#include <QTest>
#include <sstream>

namespace countersign::test {

inline Instant at(int hours) {
  return fromMicros(1'700'000'000'000'000LL + std::int64_t{hours} * 3'600'000'000LL);
}

inline std::pair<Document, Locator> thing(const std::string& uid, const std::string& content,
                                          const std::string& part = "things") {
  Document d;
  d.schema = "test.thing/1";
  d.object = {"test.thing", uid, uid, ""};
  d.part = part;
  d.content = Json::object().set("value", content);
  return {d, Locator{}};
}

inline SnapshotInfo info(Instant captured, const std::string& bytes) {
  SnapshotInfo i;
  i.sourceKey = "test/one/live";
  i.sourceName = "one";
  i.system = "test";
  i.scope = "one";
  i.file = "one.json";
  i.connector = "test";
  i.raw = sha256(bytes);
  i.capturedAt = captured;
  i.importedAt = at(10'000);
  return i;
}

inline IndexTerms noTerms(const Document&) {
  return {};
}

/// Imports objects (uid → content) seen at a time.
inline Result<MergeReport> import(Workspace& w, Instant captured,
                                  const std::vector<std::pair<std::string, std::string>>& objects,
                                  bool complete) {
  std::string bytes = formatRfc3339(captured) + (complete ? "c" : "p");
  for (const auto& [uid, content] : objects)
    bytes += uid + content;
  COUNTERSIGN_ASSIGN(const auto staging, Staging::begin(w, info(captured, bytes), noTerms));
  std::vector<std::pair<Document, Locator>> documents;
  for (const auto& [uid, content] : objects)
    documents.push_back(thing(uid, content));
  std::vector<Gap> gaps;
  const auto prepared = staging->prepare(std::move(documents), gaps);
  staging->take(*prepared);
  return staging->merge({{"things", complete, complete ? "" : "partial"}}, {}, {});
}

inline std::string dumpOf(Workspace& w) {
  std::ostringstream out;
  const auto done = w.dump(out);
  return done ? out.str() : "dump failed: " + done.error().text();
}

} // namespace countersign::test
