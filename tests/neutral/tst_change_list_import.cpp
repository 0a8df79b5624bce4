// SPDX-License-Identifier: Apache-2.0
#include "change_list_data.h"
#include "connectors/importer/importer.h"
#include "connectors/importer/registry.h"
#include "models/store/changes.h"
#include "models/store/documents.h"
#include "models/store/sources.h"

#include <QTemporaryDir>
#include <fstream>
#include <sstream>

namespace {

const std::string addition = "CHG-6,2026-11-04T10:00:00Z,,u,delete,,,,,,,,,,,,\n";

} // namespace

/// A list from the file to the workspace and back.
class TestChangeListImport : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;

  std::string path(const char* name) const {
    return folder_->filePath(QString::fromLatin1(name)).toStdString();
  }
  std::string workspace() const { return path("w.countersign"); }
  FileOutcome bring(const std::string& text, const ImportRequest& said = {}) const {
    std::ofstream(path("list"), std::ios::binary) << text;
    ImportRequest request = said;
    request.paths = {path("list")};
    request.scope = "board";
    const FixedClock clock(time("2026-11-21T00:00:00Z"));
    const auto report = makeImporter()->import(workspace(), request, clock, {});
    if (!report || report->files.size() != 1) qFatal("nothing was imported");
    return report->files.front();
  }
  std::unique_ptr<Workspace> open() const {
    auto w = Workspace::open(workspace());
    if (!w) qFatal("%s", w.error().text().c_str());
    return std::move(*w);
  }
  std::vector<Change> held() const {
    const auto w = open();
    std::vector<Change> out;
    const auto all = ChangeStore(*w).changes();
    for (const StoredChange& one : *all)
      out.push_back(one.change);
    return out;
  }

private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(Workspace::create(workspace(), time("2026-11-01T00:00:00Z")));
  }

  /// The program takes it for what it is, whichever other connectors there are.
  void isRecognised() {
    for (const std::string& text : {table, lines}) {
      Input input;
      input.bytes = text;
      QCOMPARE(recognise(input)->id(), std::string_view("neutral.change-list"));
    }
  }

  void everyMemberComesBack() {
    for (const std::string& text : {table, lines}) {
      init();
      const FileOutcome outcome = bring(text);
      QVERIFY2(outcome.imported && !outcome.error, outcome.error ? outcome.error->text().c_str() : "");
      QCOMPARE(outcome.connector, std::string("neutral.change-list"));
      QCOMPARE(outcome.capturedAt, time("2026-11-03T08:07:00Z"));
      const auto read = collect(*makeChangeListConnector(), text, "board");
      const auto stored = held();
      QCOMPARE(stored.size(), read.all.changes.size());
      for (std::size_t i = 0; i < stored.size(); ++i) {
        QCOMPARE(said(stored[i]), said(read.all.changes[i]));
        QCOMPARE(stored[i].where.offset, read.all.changes[i].where.offset);
        QCOMPARE(stored[i].where.length, read.all.changes[i].where.length);
        QCOMPARE(stored[i].where.line, read.all.changes[i].where.line);
      }
    }
  }

  void isAnIntentSourceThatDeclaresNothing() {
    QVERIFY(bring(table).imported);
    const auto w = open();
    const auto sources = SourceStore(*w).sources();
    QCOMPARE(sources->size(), std::size_t(1));
    QVERIFY(sources->front().role == SourceRole::Intent);
    QCOMPARE(sources->front().key, std::string("changes/board/intent"));
    const auto parts = SourceStore(*w).parts(sources->front().id);
    QCOMPARE(parts->size(), std::size_t(1));
    QVERIFY(parts->front().open == 0 && !parts->front().lastComplete);
    std::ostringstream dump;
    QVERIFY(w->dump(dump));
    QVERIFY(dump.str().find("declared") == std::string::npos);
    // Its own role is the only one that it can have.
    ImportRequest live;
    live.role = SourceRole::Live;
    QVERIFY(bring(table, live).error->code == ErrorCode::InvalidArgument);
  }

  void importedAgainWithMore() {
    QVERIFY(bring(table).imported);
    const auto before = held();
    QVERIFY(bring(table).identical);
    QCOMPARE(held().size(), before.size());
    QVERIFY(bring(table + addition).imported);
    const auto after = held();
    QCOMPARE(after.size(), before.size() + 1);
    for (std::size_t i = 0; i < before.size(); ++i)
      QCOMPARE(said(after[i]), said(before[i]));
    QCOMPARE(after.back().id, std::string("CHG-6"));
    // As JSON lines, it is the same list still.
    QVERIFY(bring(lines).imported);
    QCOMPARE(held().size(), after.size());
  }

  void timesAreThoseOfTheClockAndThePerson() {
    const std::string future = table + "CHG-6,2026-11-22T00:00:00Z,,u,delete,,,,,,,,,,,,\n";
    const FileOutcome outcome = bring(future);
    QCOMPARE(outcome.capturedAt, time("2026-11-03T08:07:00Z"));
    QCOMPARE(outcome.gaps, std::size_t(1));
    QCOMPARE(held().size(), std::size_t(5));
    ImportRequest given;
    given.capturedAt = time("2026-11-10T00:00:00Z");
    given.completeParts = {"changes"};
    const FileOutcome told = bring(table, given);
    QCOMPARE(told.capturedAt, *given.capturedAt);
    QCOMPARE(told.completeness, std::string("complete"));
    QCOMPARE(bring(head).error->code, ErrorCode::MissingTime); // nothing in it, and nothing said
  }

  void gapsAreKeptWithTheirPlace() {
    const FileOutcome outcome = bring(table + "CHG-7,2026-11-03T00:00:00Z,,u,promote,,,,,,,,,,,,\n");
    QCOMPARE(outcome.gaps, std::size_t(1));
    QCOMPARE(held().size(), std::size_t(5));
    const auto w = open();
    const auto gaps = SourceStore(*w).gaps(outcome.snapshot);
    QCOMPARE(gaps->size(), std::size_t(1));
    QCOMPARE(*gaps->front().error.place.line, std::uint64_t(7));
    QCOMPARE(gaps->front().error.place.pointer, std::string("change"));
    QVERIFY(gaps->front().error.remedy.find("grant, revoke") != std::string::npos);
  }

  void secretsAreNowhere() {
    const std::string canary = "ghp_canaryCANARYcanaryCANARYcanary123456";
    const std::string text = "id,requested_at,identity,change,credential,summary,token,note\n"
                             "1,2026-11-02T10:00:00Z,u,rotate,key-1,new is " +
                             canary + ",canary-2," + "password=canary-3\n2,2026-11-02T10:00:00Z,u,rotate," +
                             canary + ",,,\n";
    QCOMPARE(bring(text).imported, true);
    const auto w = open();
    std::ostringstream dump;
    QVERIFY(w->dump(dump));
    QVERIFY(dump.str().find("canary") == std::string::npos && dump.str().find("CANARY") == std::string::npos);
    QVERIFY(dump.str().find("key-1") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestChangeListImport)
#include "tst_change_list_import.moc"
