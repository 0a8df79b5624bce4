// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/report_pdf.h"
#include "ui/evidence/reviewer_key.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

class TestReportPdf : public QObject {
  Q_OBJECT

private Q_SLOTS:
  // ISO 19005-1: no transparency, no embedded files, no scripts; says that it is PDF/A-1b.
  void isPlainPdfA() {
    Theme::instance().setMode(Theme::Mode::Dark); // paper stays white
    QTemporaryDir folder;
    const QString file = folder.filePath(u"report.pdf"_s);
    QVERIFY(writeReportPdf(u"<h1>Report</h1><p>text</p><table border='1'><tr><td>cell</td></tr></table>"_s,
                           file));
    QFile in(file);
    QVERIFY(in.open(QIODevice::ReadOnly));
    const QByteArray bytes = in.readAll();
    QVERIFY(bytes.startsWith("%PDF-1.4"));
    QVERIFY(bytes.contains("pdfaid:part"));
    QVERIFY(!QString::fromLatin1(bytes).contains(QRegularExpression(u"/SMask\\s+(?!/None)"_s)));
    for (const char* forbidden : {"/EmbeddedFile", "/JavaScript", "/Launch", "/AA "})
      QVERIFY2(!bytes.contains(forbidden), forbidden);
    const QRegularExpression alpha(u"/(ca|CA)\\s+(0|0?\\.\\d+)\\b"_s);
    QVERIFY(!alpha.match(QString::fromLatin1(bytes)).hasMatch());
  }
  void aPlaceThatCannotBeWrittenIsAnError() {
    const auto written = writeReportPdf(u"<p>x</p>"_s, u"/no/such/folder/report.pdf"_s);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Io);
  }
  void aNewReviewerKeyHasItsCertificateBesideIt() {
    QTemporaryDir folder;
    const auto path = [&](const char* name) {
      return folder.filePath(QString::fromLatin1(name)).toStdString();
    };
    const NewReviewerKey wanted{path("me.key"),         "secret",       "Reviewer",
                                "reviewer@example.org", path("ca.key"), "ca secret"};
    const Instant now = *parseRfc3339("2026-11-20T14:00:00Z");
    const auto made = makeReviewerKey(wanted, now);
    QVERIFY2(made, made ? "" : made.error().text().c_str());
    QCOMPARE(made->size(), 64U);
    QVERIFY(QFile::exists(folder.filePath(u"me.crt"_s)));
    QVERIFY(QFile::exists(folder.filePath(u"ca.crt"_s)));
    QVERIFY(!makeReviewerKey(wanted, now)); // never overwrites a key
    NewReviewerKey second = wanted;
    second.file = path("second.key");
    QVERIFY(makeReviewerKey(second, now)); // the authority is there already
    second.file = path("third.key");
    second.authorityPassphrase = "wrong";
    QVERIFY(!makeReviewerKey(second, now));
  }
};

QTEST_MAIN(TestReportPdf)
#include "tst_report_pdf.moc"
