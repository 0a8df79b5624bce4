// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// What the files below a folder must not include (docs/decisions/0006-qt-free-core.md).
struct Rule {
  const char* folder;
  const char* pattern; ///< regular expression on the text between the quotes or brackets of an #include
};

constexpr Rule rules[] = {
    {"models", "^(connectors|ui|app|tests)/"},
    {"models", "^Q([A-Z]|t)"},
    {"models/identity", "^models/(store|access|correlate|drift|review|evidence)/"},
    {"models/store", "^models/(access|correlate|drift|review|evidence)/"},
    {"models/access", "^models/(store|correlate|drift|review|evidence)/"},
    {"models/correlate", "^models/(drift|review|evidence)/"},
    {"models/drift", "^models/(store|correlate|review|evidence)/"},
    {"models/drift/findings", "^models/(store|correlate|policy|review|evidence)/"},
    {"models/evidence", "^models/(store|access|correlate|drift|review)/"},
    {"connectors", "^(ui|app|tests)/"},
    {"connectors", "^Q([A-Z]|t)"},
    {"connectors/common", "^connectors/(aws|kubernetes|terraform|neutral|importer)/"},
    {"ui", "^(connectors|app|tests)/"},
    {"app/cli", "^(ui/|Q([A-Z]|t))"},
    {"app/sample", "^(ui/|Q([A-Z]|t))"},
    // SQL has one place.
    {"models/access", "SQLiteCpp|sqlite3"},
    {"models/correlate", "SQLiteCpp|sqlite3"},
    {"models/drift", "SQLiteCpp|sqlite3"},
    {"models/review", "SQLiteCpp|sqlite3"},
    {"connectors", "SQLiteCpp|sqlite3"},
    {"ui", "SQLiteCpp|sqlite3"},
    {"app", "SQLiteCpp|sqlite3"},
};

QStringList includesOf(const QByteArray& source) {
  static const QRegularExpression include(u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_s,
                                          QRegularExpression::MultilineOption);
  QStringList out;
  auto found = include.globalMatch(QString::fromUtf8(source));
  while (found.hasNext())
    out << found.next().captured(1);
  return out;
}

bool breaks(const QString& include, const Rule& rule) {
  return QRegularExpression(QString::fromLatin1(rule.pattern)).match(include).hasMatch();
}

} // namespace

/// The drawing of the house as a test: app → ui → models ← connectors.
class TestLayers : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void rulesBite_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("models include a connector")
        << QByteArray("#include \"connectors/common/connector.h\"") << u"models"_s << false;
    QTest::newRow("models include Qt") << QByteArray("  # include <QString>") << u"models"_s << false;
    QTest::newRow("connector includes Qt Core")
        << QByteArray("#include <QtCore/QString>") << u"connectors"_s << false;
    QTest::newRow("window includes a connector")
        << QByteArray("#include \"connectors/importer/importer.h\"") << u"ui"_s << false;
    QTest::newRow("access includes the store")
        << QByteArray("#include \"models/store/documents.h\"") << u"models/access"_s << false;
    QTest::newRow("the comparison includes the review")
        << QByteArray("#include \"models/review/desk.h\"") << u"models/drift"_s << false;
    QTest::newRow("models include identity")
        << QByteArray("#include \"models/identity/json.h\"") << u"models"_s << true;
    QTest::newRow("mentioned in a comment")
        << QByteArray("// like connectors/common/connector.h") << u"models"_s << true;
  }
  void rulesBite() {
    QFETCH(const QByteArray, source);
    QFETCH(const QString, folder);
    QFETCH(const bool, allowed);
    bool broken = false;
    for (const Rule& rule : rules)
      for (const QString& include : includesOf(source))
        broken = broken || (folder == QString::fromLatin1(rule.folder) && breaks(include, rule));
    QCOMPARE(!broken, allowed);
  }

  void includes_data() {
    QTest::addColumn<int>("rule");
    for (int i = 0; i < static_cast<int>(std::size(rules)); ++i)
      QTest::addRow("%s: %s", rules[i].folder, rules[i].pattern) << i;
  }
  void includes() {
    QFETCH(const int, rule);
    const Rule& r = rules[rule];
    const QString folder = u"" COUNTERSIGN_SOURCE_DIR "/"_s + QString::fromLatin1(r.folder);
    QDirIterator files(folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    int seen = 0;
    QStringList broken;
    while (files.hasNext()) {
      QFile file(files.next());
      QVERIFY(file.open(QIODevice::ReadOnly));
      ++seen;
      for (const QString& include : includesOf(file.readAll()))
        if (breaks(include, r)) broken << file.fileName() + u" includes "_s + include;
    }
    QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    QVERIFY2(seen > 0, "no files there: the rule is about nothing");
  }

  /// The compiler is not even told where the forbidden headers are.
  void compilerSeesNoQt() {
    QFile file(QStringLiteral(COUNTERSIGN_BINARY_DIR "/compile_commands.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int seen = 0;
    for (const auto& entry : QJsonDocument::fromJson(file.readAll()).array()) {
      const QString source = entry[u"file"_s].toString();
      const QString inside = source.mid(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/").size());
      if (!inside.startsWith(u"models/"_s) && !inside.startsWith(u"connectors/"_s) &&
          !inside.startsWith(u"app/cli/"_s))
        continue;
      ++seen;
      const QString command = entry[u"command"_s].toString();
      QVERIFY2(!command.contains(u"QtCore"_s) && !command.contains(u"QtGui"_s), qPrintable(source));
      if (inside.startsWith(u"models/"_s))
        QVERIFY2(!command.contains(u"include/countersign_connector"_s) &&
                     !command.contains(u"include/countersign_importer"_s),
                 qPrintable(source));
    }
    QVERIFY(seen > 50);
  }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
