// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/actions.h"

#include <QtTest>
#include <map>
#include <set>

using namespace countersign::ui;

class TestActions : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void keysDoNotConflict() {
    std::map<ActionContext, std::map<QString, const char*>> used;
    for (const ActionSpec& spec : actionTable()) {
      if (!*spec.key) continue;
      const QKeySequence key =
          QKeySequence::fromString(QString::fromLatin1(spec.key), QKeySequence::PortableText);
      QVERIFY2(!key.isEmpty() && key[0].key() != Qt::Key_unknown, spec.id);
      const QString text = key.toString(QKeySequence::PortableText);
      const auto [place, fresh] = used[spec.context].emplace(text, spec.id);
      QVERIFY2(fresh, qPrintable(QStringLiteral("%1: %2 and %3")
                                     .arg(text, QLatin1String(place->second), QLatin1String(spec.id))));
    }
    for (const auto& [context, keys] : used)
      if (context != ActionContext::Window)
        for (const auto& [key, id] : keys)
          QVERIFY2(!used[ActionContext::Window].contains(key), id);
  }
  void idsAreUniqueAndSaid() {
    std::set<std::string> ids;
    for (const ActionSpec& spec : actionTable()) {
      QVERIFY2(ids.insert(spec.id).second, spec.id);
      QVERIFY2(*spec.text && *spec.tooltip, spec.id);
      if (*spec.key) QVERIFY(actionTip(spec.id).contains(actionKeyText(spec.id)));
    }
  }
  void keysOfTheProduct() {
    const std::pair<const char*, const char*> wanted[] = {
        {"record.certify", "C"},  {"record.revoke", "R"},    {"record.exception", "E"},
        {"record.flag", "F"},     {"record.reassign", "D"},  {"record.skip", "J"},
        {"record.previous", "K"}, {"record.moved", "Space"}, {"record.why", "W"},
        {"find", "Ctrl+K"},       {"record.undo", "Ctrl+Z"}};
    for (const auto& [id, key] : wanted)
      QCOMPARE(QLatin1String(actionSpec(id).key), QLatin1String(key));
  }
  void unknownActionIsABug() { QVERIFY_EXCEPTION_THROWN(actionSpec("no.such"), std::logic_error); }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
