// SPDX-License-Identifier: Apache-2.0
#include "estate_desk.h"
#include "tests/exports/exports.h"

#include <QFile>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* role = "aws:arn:aws:iam::111122223333:role/backup-writer";

/// JSON with ' for ".
QByteArray json(QByteArray text) {
  return text.replace('\'', '"');
}

/// An inventory that says what the role should have.
QByteArray inventory(const QByteArray& grants) {
  return json("{'t':'snapshot','schema':'nhi-snapshot/1','snapshot_id':'i1','plane':'intended',"
              "'source_kind':'cmdb','source_scope':'example','captured_at':'2026-11-20T06:00:00Z',"
              "'captured_at_basis':'tool','completeness':'full'}\n"
              "{'t':'identity','platform':'aws','kind':'role','name':'backup-writer',"
              "'location':{'account':'111122223333'},'uid':'" +
              QByteArray(role) + "'}\n") +
         grants;
}

QByteArray grant(const QByteArray& id, const QByteArray& more) {
  return json("{'t':'grant','effect':'allow','id':'" + id + "','grantee':'" + role + "'," + more + "}\n");
}

} // namespace

/// What a person sees of a permission that was requested in part.
class TestReviewRequested : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  void write(const std::string& name, const QByteArray& content) {
    QFile file(QString::fromStdString(path(name)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
  }

  /// "requested applied action on resource — remark", in the order of the view.
  std::string rows(const std::string& name, const QByteArray& live, const QByteArray& grants) {
    write(name + ".json", accountDetails(live));
    write(name + ".jsonl", inventory(grants));
    importAt(path(name), path(name + ".json"), noon, noon);
    importAt(path(name), path(name + ".jsonl"), noon);
    if (QTest::currentTestFailed()) return {};
    const auto desk = deskOn(path(name));
    std::string out;
    for (const RecordRow& row : allRows(*desk)) {
      if (row.name != "backup-writer") continue;
      const auto view = desk->record(row.id);
      if (!view) qFatal("%s", view.error().text().c_str());
      const char* const words[] = {"no", "yes", "if", "?"};
      for (const GrantRow& g : view->grants)
        out += std::string(words[static_cast<int>(g.requested)]) + " " + words[static_cast<int>(g.applied)] +
               (g.alarm ? " ! " : " ") + g.action + " on " + g.resource + " — " + g.remark + "\n";
    }
    return out;
  }

private Q_SLOTS:
  void inPart() {
    const QByteArray asked = "'actions':['s3:Get*'],'resources':['arn:aws:s3:::backups-prod/*']";
    QCOMPARE(rows("part", "\"s3:*\"", grant("g1", asked)),
             std::string(
                 "no yes ! s3:* but not s3:Get* on arn:aws:s3:::backups-prod/* — Applied, never requested: "
                 "a part of s3:* on arn:aws:s3:::backups-prod/*\n"
                 "yes yes s3:Get* on arn:aws:s3:::backups-prod/* — \n"));
  }
  void severalTogether() {
    const QByteArray get = "'actions':['s3:GetObject','s3:Put*'],'resources':['*']",
                     rest = "'not_actions':['s3:*'],'resources':['*']";
    const std::string all =
        rows("several", "\"s3:GetObject\",\"s3:PutObject\",\"ec2:*\"", grant("g1", get) + grant("g2", rest));
    QVERIFY2(all.find("never requested") == std::string::npos, all.c_str());
    QVERIFY2(all.find("yes no s3:Put* but not s3:PutObject on *") != std::string::npos, all.c_str());
    QVERIFY2(
        all.find("yes no s3:GetObject on * but not arn:aws:s3:::backups-prod/* — Requested, not applied: "
                 "a part of s3:GetObject on *") != std::string::npos,
        all.c_str());
  }
  void underAnotherCondition() {
    const QByteArray asked = "'actions':['s3:*'],'resources':['*'],'conditions_raw':'in office hours'";
    const std::string all = rows("condition", "\"s3:GetObject\"", grant("g1", asked));
    QVERIFY2(all.find("if yes s3:GetObject on arn") != std::string::npos &&
                 all.find("in office hours") != std::string::npos,
             all.c_str());
  }
  void nobodySaidSo() {
    const std::string all = rows("nobody", "\"s3:GetObject\"", {});
    QVERIFY2(all.find("? yes s3:GetObject") == 0, all.c_str());
  }
};

QTEST_APPLESS_MAIN(TestReviewRequested)
#include "tst_review_requested.moc"
