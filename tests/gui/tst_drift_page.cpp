// SPDX-License-Identifier: Apache-2.0
#include "models/review/changes_in.h"
#include "tests/gui/gui_test.h"
#include "ui/charts/numbers_dialog.h"
#include "ui/drift/cause_card.h"
#include "ui/drift/changes_chart.h"
#include "ui/drift/drift_filters.h"
#include "ui/drift/drift_page.h"
#include "ui/drift/latency_chart.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"

#include <QFile>
#include <QImage>
#include <QLabel>
#include <QSvgRenderer>
#include <QTemporaryDir>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

// What the page shows is what the desk says; its charts can be taken away as files.
class TestDriftPage : public QObject {
  Q_OBJECT

  struct Page {
    explicit Page(std::size_t records = 50) : open(records), page(*open.session) {
      Theme::instance();
      page.resize(1200, 800);
      page.show();
      page.reload();
      settled = open.settle() && page.data() != nullptr;
      auto made = Desk::open("made-up.countersign", open.clock);
      if (made) desk = std::move(*made);
    }
    void choose(const DriftFilter& filter) {
      page.filters()->setFilter(filter);
      Q_EMIT page.filters()->changed();
      settled = open.settle();
    }
    QAbstractItemModel* model(DriftTables::Tab tab) const { return page.tables()->table(tab)->model(); }
    fake::OpenSession open;
    DriftPage page;
    std::unique_ptr<Desk> desk;
    bool settled = false;
  };

  static QByteArray bytesOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }
  static bool says(const QWidget& in, const QString& text) {
    for (const QLabel* line : in.findChildren<QLabel*>())
      if (line->isVisible() && line->text().contains(text)) return true;
    return false;
  }

private Q_SLOTS:
  void numbersAreTheDesks_data() {
    QTest::addColumn<int>("days");
    QTest::addColumn<QString>("system");
    for (const int days : {7, 30, 90, 0})
      for (const char* system : {"", "aws", "kubernetes"})
        QTest::addRow("%d days %s", days, system) << days << QString::fromLatin1(system);
  }
  void numbersAreTheDesks() {
    QFETCH(const int, days);
    QFETCH(const QString, system);
    Page it;
    DriftFilter filter;
    filter.days = static_cast<unsigned>(days);
    filter.system = system.toStdString();
    it.choose(filter);
    QVERIFY(it.settled);
    const auto in = changesIn(*it.desk, filter.days, filter.system);
    QVERIFY(in);
    const NumberTable bars = numbersOf(changesBars(in->seen, in->since, fake::today()));
    QVERIFY(it.page.changesChart()->numbers() == (in->seen.empty() ? NumberTable{} : bars));
    const LatencyFigures latency = latencyFigures(in->changes, drift::Leg::Shown);
    QVERIFY(it.page.latencyChart()->numbers() == numbersOf(latency.bars));
    QCOMPARE(it.model(DriftTables::Followed)->rowCount(), static_cast<int>(in->changes.size()));
    QCOMPARE(it.model(DriftTables::Seen)->rowCount(), static_cast<int>(in->seen.size()));
    DriftQuery query;
    if (!filter.system.empty()) query.systems = {filter.system};
    QCOMPARE(it.model(DriftTables::Differences)->rowCount(),
             static_cast<int>(it.desk->drift(query)->rows.size()));
  }
  void barsHoldEveryChangeOnce() {
    Page it;
    QVERIFY(it.settled);
    std::size_t requested = 0, unrequested = 0, asked = 0;
    for (const ChangesBar& bar : it.page.data()->bars) {
      requested += bar.requested;
      unrequested += bar.unrequested;
    }
    for (const SeenChangeRow& row : it.page.data()->seen)
      asked += row.requested ? 1U : 0U;
    QCOMPARE(it.page.data()->bars.size(), std::size_t{30});
    QCOMPARE(requested, asked);
    QCOMPARE(requested + unrequested, it.page.data()->seen.size());
    QVERIFY(unrequested > 0 && requested > 0);
  }
  void percentilesAreTheDesks() {
    Page it;
    const auto latencies = it.desk->latencies({});
    QVERIFY(latencies);
    QVERIFY(it.settled);
    DriftFilter all;
    all.days = 0;
    it.choose(all);
    const drift::Percentiles &shownHere = it.page.data()->latency.percentiles,
                             said = latencies->front().percentiles;
    QCOMPARE(shownHere.count, said.count);
    QVERIFY(shownHere.p50 == said.p50 && shownHere.p95 == said.p95 && shownHere.worst == said.worst);
    // What lies between two bounds is shown as that.
    const QString figures = it.page.latencyChart()->figures();
    QVERIFY(!said.p50.exact());
    QVERIFY2(figures.contains(said.p50.least.count() == 0 ? u"≤"_s : u"–"_s), qPrintable(figures));
    QVERIFY(it.page.latencyChart()->figures().contains(u"3 never landed"_s));
  }
  void summaryCountsDifferencesAndCauses() {
    Page it;
    QVERIFY(it.settled);
    const auto report = it.desk->drift({});
    std::size_t explained = 0;
    for (const CauseRow& cause : report->causes)
      explained += cause.differences;
    QVERIFY(it.page.summary().startsWith(QString::number(report->total) + u" differences"_s));
    QVERIFY(it.page.summary().endsWith(u"%1 of them"_s.arg(explained)));
  }
  void emptyWorkspaceSaysWhatToImport() {
    Page it(0);
    QVERIFY(it.settled);
    QVERIFY(!it.page.changesChart()->hasChart());
    QVERIFY(!it.page.latencyChart()->hasChart());
    QVERIFY(it.page.changesChart()->showNumbers() == nullptr);
    QVERIFY(says(it.page, u"No identities yet"_s));
    QVERIFY(says(it.page, u"No change was requested"_s));
    it.page.showTab(DriftTables::Seen);
    QVERIFY(says(*it.page.tables(), u"hanged in this time"_s) ||
            says(*it.page.tables(), u"No two snapshots"_s));
  }
  void exportsCanBeReadAgain() {
    Page it;
    QVERIFY(it.settled);
    QTemporaryDir folder;
    for (ChartCard* chart :
         {static_cast<ChartCard*>(it.page.changesChart()), static_cast<ChartCard*>(it.page.latencyChart())}) {
      const std::unique_ptr<NumbersDialog> dialog(chart->showNumbers());
      QVERIFY(dialog);
      dialog->setAttribute(Qt::WA_DeleteOnClose, false);
      QCOMPARE(dialog->table()->model()->rowCount(), static_cast<int>(chart->numbers().rows.size()));
      for (const QString& ending : {u"csv"_s, u"svg"_s, u"png"_s}) {
        const auto written = dialog->write(folder.filePath(u"chart."_s + ending));
        QVERIFY2(written, written ? "" : written.error().text().c_str());
      }
      QCOMPARE(bytesOf(folder.filePath(u"chart.csv"_s)), QByteArray::fromStdString(csvOf(chart->numbers())));
      const QImage picture(folder.filePath(u"chart.png"_s));
      QVERIFY(!picture.isNull() && picture.width() > 600 && picture.height() > 200);
      QSet<QRgb> colours;
      for (int x = 0; x < picture.width(); x += 3)
        for (int y = 0; y < picture.height(); y += 3)
          colours.insert(picture.pixel(x, y));
      QVERIFY(colours.contains(tokens().accent.rgb())); // the bars
      QSvgRenderer svg(folder.filePath(u"chart.svg"_s));
      QVERIFY(svg.isValid());
      QVERIFY(bytesOf(folder.filePath(u"chart.svg"_s)).contains("<title>"));
    }
  }
  void whatCannotBeWrittenIsSaid() {
    Page it;
    const std::unique_ptr<NumbersDialog> dialog(it.page.changesChart()->showNumbers());
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    QCOMPARE(dialog->write(u"/nowhere/at/all/chart.csv"_s).error().code, ErrorCode::Io);
    QCOMPARE(dialog->write(u"chart.txt"_s).error().code, ErrorCode::InvalidArgument);
  }
  void keysReachTablesAndRecords() {
    Page it;
    QVERIFY(it.settled);
    QVERIFY(QTest::qWaitForWindowActive(&it.page));
    QSignalSpy opened(&it.page, &DriftPage::openRecord);
    it.page.showTab(DriftTables::Differences);
    Table* table = it.page.tables()->table(DriftTables::Differences);
    table->selectRow(1);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.front().front().toLongLong(), it.page.data()->report.rows[1].record);
    QTest::keyClick(&it.page, Qt::Key_2, Qt::AltModifier);
    QCOMPARE(it.page.tables()->tab(), DriftTables::Followed);
    QTest::keyClick(&it.page, Qt::Key_3, Qt::AltModifier);
    QCOMPARE(it.page.tables()->tab(), DriftTables::Seen);
    Table* seen = it.page.tables()->table(DriftTables::Seen);
    QVERIFY(seen->hasFocus());
    seen->selectRow(0);
    QTest::keyClick(seen, Qt::Key_Return);
    QCOMPARE(opened.back().front().toLongLong(), it.page.data()->seen.front().record);
    QTest::keyClick(&it.page, Qt::Key_G, Qt::ControlModifier);
    QVERIFY(it.page.filters()->filter().byCause);
  }
  void groupedByCauseEachDifferenceIsThereOnce() {
    Page it;
    DriftFilter filter;
    filter.byCause = true;
    it.choose(filter);
    const DifferenceRows rows(it.page.data()->report.rows, true, fake::today());
    int headings = 0, differences = 0;
    for (int line = 0; line < rows.size(); ++line)
      ++(rows.isHeading(line) ? headings : differences);
    QCOMPARE(differences, static_cast<int>(it.page.data()->report.rows.size()));
    QVERIFY(headings > 1 && rows.isHeading(0));
    QVERIFY(rows.cell(0, 0).text.contains(u"difference"_s));
    QCOMPARE(it.model(DriftTables::Differences)->rowCount(), rows.size());
  }
  void largestCauseLeadsToItsRecordsAndChanges() {
    Page it;
    QVERIFY(it.settled);
    QVERIFY(!it.page.data()->causes.empty());
    QSignalSpy wanted(&it.page, &DriftPage::recordsWanted);
    for (Button* link : it.page.cause()->findChildren<Button*>())
      link->click();
    QCOMPARE(wanted.count(), 1);
    QVERIFY(it.page.cause()->records() == it.page.data()->causes.front().ids);
    QCOMPARE(it.page.tables()->tab(), DriftTables::Seen);
    QCOMPARE(it.model(DriftTables::Seen)->rowCount(),
             static_cast<int>(it.page.data()->causes.front().differences));
  }
  void anotherThemeDrawsTheSame() {
    Page it;
    const NumberTable before = it.page.changesChart()->numbers();
    Theme::instance().setMode(Theme::Mode::HighContrast);
    QVERIFY(it.page.changesChart()->hasChart());
    QVERIFY(it.page.changesChart()->numbers() == before);
    Theme::instance().setMode(Theme::Mode::Light);
  }
};

QTEST_MAIN(TestDriftPage)
#include "tst_drift_page.moc"
