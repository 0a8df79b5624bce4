// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QJsonArray>
#include <QTest>
#include <sqlite3.h>
#include <zstd.h>

using namespace Qt::StringLiterals;
using namespace countersign::test;

namespace {

constexpr const char* canary = "c4nary-5d1f";

QByteArray answer(const QByteArray& path, const QByteArray& data, const QByteArray& auth = "null") {
  return "{\"path\":\"" + path + "\",\"answer\":{\"request_id\":\"r\",\"lease_id\":\"\",\"data\":" + data +
         ",\"auth\":" + auth + "}}\n";
}

QByteArray vaultExport(const QByteArray& c) {
  return answer("identity/entity/id/0a1b",
                "{\"id\":\"0a1b\",\"name\":\"svc-billing\",\"policies\":[\"billing\"],"
                "\"group_ids\":[],\"metadata\":{\"owner\":\"billing@example.org\","
                "\"api_key\":\"" +
                    c + "\"},\"aliases\":[{\"name\":\"r-1\",\"mount_path\":\"auth/approle/\"}]}") +
         answer("auth/approle/role/billing",
                "{\"bind_secret_id\":true,\"token_policies\":[\"billing\"],\"odd\":\"" + c + "\"}") +
         answer("auth/approle/role/billing/role-id", "{\"role_id\":\"r-1\"}") +
         answer("auth/token/lookup",
                "{\"accessor\":\"acc-1\",\"creation_ttl\":1,\"policies\":[\"root\"],\"id\":\"" + c +
                    "\",\"entity_id\":\"\",\"display_name\":\"root\"}") +
         answer("auth/approle/login", "null",
                "{\"accessor\":\"acc-2\",\"client_token\":\"" + c + "\",\"entity_id\":\"0a1b\"}") +
         answer("secret/data/x", "{\"data\":{\"pin\":\"" + c + "\"},\"metadata\":{\"version\":1}}") +
         answer("sys/policies/acl/billing",
                "{\"name\":\"billing\",\"policy\":\"path \\\"a\\\" { capabilities = [\\\"read\\\"] }\"}");
}

QByteArray auditLog(const QByteArray& c) {
  return "{\"time\":\"2026-11-20T10:00:00Z\",\"type\":\"response\",\"auth\":{\"entity_id\":\"0a1b\",\"client_"
         "token\":\"" +
         c +
         "\",\"display_name\":\"approle\"},\"request\":{\"id\":\"1\",\"operation\":\"update\",\"path\":"
         "\"secret/data/a\","
         "\"data\":{\"pin\":\"" +
         c + "\"}},\"response\":{\"data\":{\"x\":\"" + c + "\"}},\"error\":\"permission denied\"}\n";
}

QByteArray rolesTable(const QByteArray& c) {
  return "oid,rolname,rolsuper,rolinherit,rolcreaterole,rolcreatedb,rolcanlogin,rolreplication,rolbypassrls,"
         "rolpassword,rolconfig\n16384,svc_shop,f,t,f,f,t,f,f,SCRAM-SHA-256$" +
         c + ",{app.key=" + c + "}\n16385,readers,f,t,f,f,f,f,f,,\n";
}

} // namespace

/// Exports of Vault and PostgreSQL, through the program into a workspace.
class TestCliVaultPostgresql : public QObject {
  Q_OBJECT
  Program program_;
  QByteArray said_;

  Ran run(const QStringList& arguments) {
    const Ran ran = program_.run(arguments);
    said_ += ran.out + ran.err;
    return ran;
  }
  static QByteArray unpacked(const QByteArray& bytes) {
    const auto size = ZSTD_getFrameContentSize(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return {};
    QByteArray out(static_cast<qsizetype>(size), '\0');
    const std::size_t done = ZSTD_decompress(out.data(), static_cast<std::size_t>(size), bytes.constData(),
                                             static_cast<std::size_t>(bytes.size()));
    return ZSTD_isError(done) != 0 ? QByteArray() : out;
  }

private Q_SLOTS:
  void imports() {
    program_.write(u"vault.jsonl"_s, vaultExport(canary));
    program_.write(u"audit.jsonl"_s, auditLog(canary));
    program_.write(u"pg_roles.csv"_s, rolesTable(canary));
    program_.freshWorkspace();
    const QStringList when{u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s};
    for (const char* file : {"vault.jsonl", "audit.jsonl"}) {
      const Ran ran =
          run(QStringList{u"import"_s, QString::fromLatin1(file), u"--scope"_s, u"prod"_s} + when);
      QVERIFY2(ran.code == 0, ran.out + ran.err);
    }
    const Ran ran = run(QStringList{u"import"_s, u"pg_roles.csv"_s, u"--scope"_s, u"erp/shop"_s} + when);
    QVERIFY2(ran.code == 0, ran.out + ran.err);
  }
  /// An AppRole with its role id is the entity; a token without entity is its own; roles that log in are.
  void records() {
    const QJsonArray records = program_.json({u"list"_s}).json()[u"records"_s].toArray();
    QStringList names;
    for (const auto& record : records)
      names << record[u"name"_s].toString();
    names.sort();
    QCOMPARE(names, (QStringList{u"root"_s, u"svc-billing"_s, u"svc_shop"_s}));
    const QByteArray shown = run({u"show"_s, u"svc-billing"_s}).out;
    QVERIFY2(shown.contains("billing@example.org"), shown);
    QVERIFY2(shown.contains("update secret/data/a") && shown.contains("[denied]"), shown);
  }
  void canaries() {
    for (const QStringList& arguments : {QStringList{u"list"_s, u"--json"_s},
                                         {u"sources"_s, u"--snapshots"_s},
                                         {u"sources"_s, u"--gaps"_s, u"1"_s},
                                         {u"show"_s, u"svc-billing"_s, u"--trace"_s},
                                         {u"show"_s, u"svc_shop"_s, u"--json"_s}})
      run(arguments);
    QVERIFY2(!said_.contains(canary), said_);
    sqlite3* db = nullptr;
    QCOMPARE(sqlite3_open(program_.path(u"review.countersign"_s).toUtf8().constData(), &db), SQLITE_OK);
    QByteArrayList tables;
    const auto name = [](void* out, int, char** row, char**) {
      static_cast<QByteArrayList*>(out)->append(row[0]);
      return 0;
    };
    QCOMPARE(sqlite3_exec(db, "SELECT name FROM sqlite_schema WHERE type = 'table'", name, &tables, nullptr),
             SQLITE_OK);
    QByteArray kept;
    for (const QByteArray& table : tables) {
      sqlite3_stmt* rows = nullptr;
      QCOMPARE(sqlite3_prepare_v2(db, ("SELECT * FROM \"" + table + '"').constData(), -1, &rows, nullptr),
               SQLITE_OK);
      while (sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(rows); ++i) {
          const auto* bytes = static_cast<const char*>(sqlite3_column_blob(rows, i));
          QByteArray value(bytes, sqlite3_column_bytes(rows, i));
          if (value.startsWith("\x28\xB5\x2F\xFD")) value = unpacked(value);
          QVERIFY2(!value.contains(canary), table + ": " + value);
          if (table == "source_chunk") kept += value;
        }
      sqlite3_finalize(rows);
    }
    sqlite3_close(db);
    // The bytes beside the secrets were kept: it is not that nothing was looked at.
    QVERIFY(kept.contains("svc-billing") && kept.contains("rolpassword") &&
            kept.contains("\"client_token\":"));
  }
};

QTEST_GUILESS_MAIN(TestCliVaultPostgresql)
#include "tst_cli_vault_postgresql.moc"
