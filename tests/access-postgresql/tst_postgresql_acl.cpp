// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include <QTest>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

class TestPostgresqlAcl : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void item_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("grantee");
    QTest::addColumn<std::string>("grantor");
    QTest::addColumn<quint64>("privileges");
    QTest::addColumn<std::string>("again"); // as the server writes it
    const auto row = [](const char* name, std::string text, std::string grantee, std::string grantor,
                        Privileges privileges, std::string again) {
      QTest::newRow(name) << std::move(text) << std::move(grantee) << std::move(grantor)
                          << quint64{privileges} << std::move(again);
    };
    row("plain", "app=r/boss", "app", "boss", Select, "app=r/boss");
    row("grant option", "app=ar*/boss", "app", "boss", Insert | Select | grantOption(Select), "app=ar*/boss");
    row("PUBLIC", "=X/boss", "", "boss", Execute, "=X/boss");
    row("nothing", "app=/boss", "app", "boss", 0, "app=/boss");
    row("order of letters", "app=Dra/boss", "app", "boss", Insert | Select | Truncate, "app=arD/boss");
    row("quoted", "\"a b\"=r/\"c/d\"", "a b", "c/d", Select, "\"a b\"=r/\"c/d\"");
    row("doubled quote", "\"a\"\"b\"=r/boss", "a\"b", "boss", Select, "\"a\"\"b\"=r/boss");
    row("name of one quote", "\"\"\"\"=r/boss", "\"", "boss", Select, "\"\"\"\"=r/boss");
    row("quoted in part", "a\" \"b=r/boss", "a b", "boss", Select, "\"a b\"=r/boss");
    row("keyword", "group app=r/boss", "app", "boss", Select, "app=r/boss");
    row("role called user", "user=r/boss", "user", "boss", Select, "user=r/boss");
    row("beyond ASCII", "\xc3\xbc=r/boss", "\xc3\xbc", "boss", Select, "\"\xc3\xbc\"=r/boss");
    row("number of a dropped role", "16390=r/boss", "16390", "boss", Select, "16390=r/boss");
    row("newer letters", "app=sAm/boss", "app", "boss", Set | AlterSystem | Maintain, "app=sAm/boss");
    row("no grantor", "app=r", "app", "", Select, "app=r");
  }
  void item() {
    QFETCH(const std::string, text);
    QFETCH(const std::string, grantee);
    QFETCH(const std::string, grantor);
    QFETCH(const quint64, privileges);
    QFETCH(const std::string, again);
    const auto item = readAclItem(text);
    QVERIFY2(item, item ? "" : item.error().text().c_str());
    QCOMPARE(item->grantee, grantee);
    QCOMPARE(item->grantor, grantor);
    QCOMPARE(item->toPublic, grantee.empty());
    QCOMPARE(item->privileges, Privileges{privileges});
    QCOMPARE(aclItemText(*item), again);
  }

  void badItems() {
    for (const char* text : {"", "app", "app r", "=", "app=r/", "app=q/boss", "app=r/boss x", "\"app=r/boss",
                             "staff app=r/boss", "app==r/boss", "app=r//boss", "app=r/b/c"}) {
      const auto item = readAclItem(text);
      if (std::string(text) == "=") { // PUBLIC without privileges and grantor, which the server reads too
        QVERIFY(item && item->toPublic);
        continue;
      }
      QVERIFY2(!item && item.error().code == ErrorCode::Malformed, text);
    }
  }

  void arrays() {
    QVERIFY(!readAclArray("").value().has_value());
    QVERIFY(readAclArray("{}").value()->empty());
    QCOMPARE(readAclArray("{a=r/b,c=w/b}").value()->size(), std::size_t{2});
    const auto quoted = readAclArray("{\"\\\"a,b\\\"=r/boss\",\"back\\\\\\\\=r/boss\"}");
    QVERIFY(!quoted); // a backslash is no letter of a name without quotes
    const auto names =
        readAclArray("{\"\\\"a,b\\\"=r/boss\",\"\\\"back\\\\\\\\\\\"=w/boss\",\"\\\"{\\\"=a/boss\"}");
    QVERIFY(names);
    QCOMPARE((**names)[0].grantee, std::string("a,b"));
    QCOMPARE((**names)[1].grantee, std::string("back\\\\"));
    QCOMPARE((**names)[2].grantee, std::string("{"));
    QCOMPARE(readAclLines("app=r/boss\n\"a\nb\"=w/boss").value()->size(), std::size_t{2});
  }
  void badArrays() {
    for (const char* text : {"a=r/b", "{a=r/b", "a=r/b}", "{a=r/b,}", "{,a=r/b}", "{{a=r/b}}", "{NULL}",
                             "{\"a=r/b}", "{a=r/b\\}", "[0:0]={a=r/b}"})
      QVERIFY2(!readAclArray(text), text);
    // Nesting and length are no matter of recursion.
    QVERIFY(!readAclArray(std::string(1'000'000, '{') + std::string(1'000'000, '}')));
    QVERIFY(!readAclArray('{' + std::string(1'000'000, '"') + '}'));
    std::string many = "{";
    for (int i = 0; i < 200'000; ++i)
      many += "r" + std::to_string(i) + "=r/b,";
    many.back() = '}';
    QCOMPARE(readAclArray(many).value()->size(), std::size_t{200'000});
  }

  void privileges() {
    QCOMPARE(readPrivileges(ObjectKind::Table, "select").value(), Privileges{Select});
    QCOMPARE(readPrivileges(ObjectKind::Table, " INSERT , Update with grant option").value(),
             Insert | grantOption(Update));
    QCOMPARE(readPrivileges(ObjectKind::Table, "RULE").value(), Privileges{0});
    QCOMPARE(readPrivileges(ObjectKind::Database, "TEMP").value(), Privileges{Temporary});
    QCOMPARE(readPrivileges(ObjectKind::Parameter, "ALTER SYSTEM").value(), Privileges{AlterSystem});
    QCOMPARE(readPrivileges(ObjectKind::Table, "MAINTAIN", 17).value(), Privileges{Maintain});
    for (const char* text :
         {"", "USAGE", "SELECT,", ",SELECT", "SELECT  WITH GRANT OPTION", "MAINTAIN", " WITH GRANT OPTION"})
      QVERIFY2(!readPrivileges(ObjectKind::Table, text), text);
    QVERIFY(!readPrivileges(ObjectKind::Column, "DELETE"));
    QCOMPARE(privilegeNames(Select | grantOption(Create)),
             (std::vector<std::string>{"SELECT", "CREATE WITH GRANT OPTION"}));
  }

  void builtIn() {
    const auto text = [](ObjectKind kind, int version = 15) {
      std::string out;
      for (const AclItem& item : builtInAcl(kind, "o", version))
        out += aclItemText(item) + ' ';
      return out;
    };
    QCOMPARE(text(ObjectKind::Table), std::string("o=arwdDxt/o "));
    QCOMPARE(text(ObjectKind::Table, 17), std::string("o=arwdDxtm/o "));
    QCOMPARE(text(ObjectKind::Sequence), std::string("o=rwU/o "));
    QCOMPARE(text(ObjectKind::Column), std::string());
    QCOMPARE(text(ObjectKind::Function), std::string("=X/o o=X/o "));
    QCOMPARE(text(ObjectKind::Schema), std::string("o=UC/o "));
    QCOMPARE(text(ObjectKind::Database), std::string("=Tc/o o=CTc/o "));
    QCOMPARE(text(ObjectKind::Type), std::string("=U/o o=U/o "));
    QCOMPARE(text(ObjectKind::Language), std::string("=U/o o=U/o "));
    QCOMPARE(text(ObjectKind::Tablespace), std::string("o=C/o "));
    QCOMPARE(text(ObjectKind::LargeObject), std::string("o=rw/o "));
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlAcl)
#include "tst_postgresql_acl.moc"
