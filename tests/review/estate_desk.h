// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/importer/importer.h"
#include "models/review/desk.h"
#include "tests/estate/estate.h"

#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

inline const Instant noon = *parseRfc3339("2026-11-20T12:00:00Z");
constexpr int estateDays = 3;

inline void generate(const std::filesystem::path& folder, std::uint64_t seed, std::size_t identities) {
  EstateOptions options;
  options.seed = seed;
  options.identities = identities;
  options.days = estateDays;
  options.now = noon;
  options.folder = folder;
  const auto done = generateEstate(options);
  QVERIFY2(done, done ? "" : done.error().text().c_str());
}

/// Imports into a workspace, at a time.
inline void importAt(const std::filesystem::path& workspace, const std::filesystem::path& what, Instant now,
                     std::optional<Instant> captured = {}, const std::string& scope = {}) {
  if (!std::filesystem::exists(workspace)) {
    const auto made = Desk::create(workspace, std::make_shared<FixedClock>(now));
    QVERIFY2(made, made ? "" : made.error().text().c_str());
  }
  ImportRequest request;
  request.paths = {what};
  request.capturedAt = captured;
  request.scope = scope;
  const auto report = makeImporter()->import(workspace, request, FixedClock(now), {});
  QVERIFY2(report, report ? "" : report.error().text().c_str());
  for (const FileOutcome& f : report->files)
    QVERIFY2(!f.error, f.error ? f.error->text().c_str() : "");
}

inline std::unique_ptr<Desk> deskOn(const std::filesystem::path& workspace, Instant now = noon) {
  auto desk = Desk::open(workspace, std::make_shared<FixedClock>(now));
  if (!desk) qFatal("%s", desk.error().text().c_str());
  return std::move(*desk);
}

inline std::vector<RecordRow> allRows(Desk& desk) {
  const auto ids = desk.recordIds({});
  if (!ids) qFatal("%s", ids.error().text().c_str());
  auto rows = desk.recordRows(*ids);
  if (!rows) qFatal("%s", rows.error().text().c_str());
  return std::move(*rows);
}

} // namespace countersign::test
