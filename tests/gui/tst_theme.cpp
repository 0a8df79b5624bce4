// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/text.h"

#include <QtTest>
#include <set>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

class TestTheme : public QObject {
  Q_OBJECT

private Q_SLOTS:
  // WCAG 2.1, 1.4.3: text needs 4.5 : 1.
  void textIsReadable_data() {
    QTest::addColumn<int>("scheme");
    QTest::newRow("light") << static_cast<int>(Scheme::Light);
    QTest::newRow("dark") << static_cast<int>(Scheme::Dark);
    QTest::newRow("high contrast") << static_cast<int>(Scheme::HighContrast);
  }
  void textIsReadable() {
    QFETCH(int, scheme);
    const Tokens& t = tokensOf(static_cast<Scheme>(scheme));
    const std::pair<QColor, QColor> pairs[] = {
        {t.text, t.surface}, {t.text, t.bg},       {t.text, t.accentBg},  {t.muted, t.surface},
        {t.muted, t.bg},     {t.faint, t.surface}, {t.accent, t.surface}, {t.ok, t.okBg},
        {t.warn, t.warnBg},  {t.bad, t.badBg},     {t.mov, t.movBg},      {t.unk, t.unkBg},
        {t.bad, t.surface},  {t.mov, t.surface},   {t.onAccent, t.ok},    {t.accent, t.accentBg}};
    for (const auto& [fg, bg] : pairs)
      QVERIFY2(contrastRatio(fg, bg) >= (scheme == 2 ? 7.0 : 4.5),
               qPrintable(u"%1 on %2: %3"_s.arg(fg.name(), bg.name()).arg(contrastRatio(fg, bg))));
  }
  void everyTokenOfTheSheetIsReplaced() {
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark, Scheme::HighContrast})
      QVERIFY(!styleSheetOf(tokensOf(scheme), scheme).contains(u'@'));
  }
  void noStateByColourAlone() {
    std::set<QString> words;
    std::set<Shape> shapes;
    for (const SealState state : {SealState::Unseen, SealState::Contradicted, SealState::Stale,
                                  SealState::Ageing, SealState::Current}) {
      words.insert(sealLook(state).word);
      shapes.insert(sealLook(state).shape);
    }
    words.insert(movedLook().word);
    shapes.insert(movedLook().shape);
    QCOMPARE(words.size(), 6U);
    QCOMPARE(shapes.size(), 6U);
    QVERIFY(!shapes.contains(Shape::None));
    std::set<QString> glyphs;
    for (const StandingState state : {StandingState::Never, StandingState::Stands, StandingState::Moved,
                                      StandingState::Expired, StandingState::Exception})
      glyphs.insert(standingLook(state).glyph);
    QCOMPARE(glyphs.size(), 5U);
  }
  void themesSwitchAtRunTime() {
    Theme& theme = Theme::instance();
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(tokens().bg, tokensOf(Scheme::Dark).bg);
    QCOMPARE(qApp->palette().color(QPalette::Window), tokensOf(Scheme::Dark).bg);
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(qApp->palette().color(QPalette::Window), tokensOf(Scheme::Light).bg);
    QCOMPARE(changed.count(), 2);
  }
  void hostileTextIsShownAsText() {
    const QString name = shown("a\xE2\x80\xAE"
                               "b\x07\x1b[2J<b>");
    QVERIFY(!name.contains(QChar(0x202E)));
    QVERIFY(!name.contains(QChar(0x07)));
    QVERIFY(!name.contains(QChar(0x1B)));
    QVERIFY(name.contains(u"<b>"_s));
    QVERIFY(!tip(name).contains(u"<b>"_s));
  }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
