// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

/// Signs a certificate with these dates (`openssl ca`), which may be as odd as they like.
constexpr const char* makeScript = R"(set -e
name=$1 start=$2 end=$3
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" -out "$name.csr" \
  -subj "/CN=$name.example.org"
cat > "$name.cnf" <<END
[ca]
default_ca=d
[d]
database=$name.db
serial=$name.srl
new_certs_dir=.
default_md=sha256
policy=p
x509_extensions=e
[p]
commonName=supplied
[e]
extendedKeyUsage=clientAuth
basicConstraints=CA:FALSE
END
: > "$name.db"
echo 01 > "$name.srl"
openssl ca -batch -config "$name.cnf" -selfsign -keyfile "$name.key" -in "$name.csr" -startdate "$start" \
  -enddate "$end" -notext -out "certs/$name.crt"
)";

} // namespace

/// A folder of certificates that are cut off, over, or dated as no certificate should be.
class TestCliCertificates : public QObject {
  Q_OBJECT

  Program program_;

  void make(const char* name, const char* start, const char* end) const {
    const Ran ran = program_.other(u"sh"_s, {u"make.sh"_s, QString::fromLatin1(name),
                                             QString::fromLatin1(start), QString::fromLatin1(end)});
    QVERIFY2(ran.code == 0, ran.err.constData());
  }
  /// "valid until …", as the record says.
  QString certificateOf(const QString& name) const {
    const QJsonArray facts =
        program_.json({u"show"_s, name + u".example.org"_s}).json()[u"credentialFacts"_s].toArray();
    for (const QJsonValue& f : facts)
      if (f[u"label"_s] == u"Certificate"_s) return f[u"value"_s].toString();
    return {};
  }

private Q_SLOTS:
  void initTestCase() {
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty()) QSKIP("no openssl");
    program_.write(u"make.sh"_s, makeScript);
    QVERIFY(QDir().mkpath(program_.path(u"certs"_s)));
    make("expired", "20200101000000Z", "20210101000000Z");
    make("reversed", "20270101000000Z", "20260101000000Z");
    make("endless", "20250101000000Z", "99991231235959Z");
    make("twodigits", "500101000000Z", "491231235959Z");
    make("later", "20300101000000Z", "20310101000000Z");
    const QByteArray whole = program_.read(u"certs/expired.crt"_s);
    program_.write(u"certs/cut.crt"_s, whole.left(whole.size() / 2));
    program_.write(u"certs/endless.key"_s, program_.read(u"endless.key"_s));
    program_.freshWorkspace();
    const Ran ran = program_.run({u"import"_s, u"certs"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s});
    QVERIFY2(ran.out.contains("partial") && ran.out.contains("1 gap"), (ran.out + ran.err).constData());
  }

  void datesAreReadAsTheyAre() {
    QCOMPARE(certificateOf(u"expired"_s), u"expired 2021-01-01T00:00:00Z"_s);
    QCOMPARE(certificateOf(u"endless"_s), u"valid until 9999-12-31T23:59:59Z"_s);
    // Years 50 to 99 of UTCTime are of the last century (RFC 5280, 4.1.2.5.1): it began in 1950.
    QCOMPARE(certificateOf(u"twodigits"_s), u"valid until 2049-12-31T23:59:59Z"_s);
    QCOMPARE(certificateOf(u"later"_s), u"not valid before 2030-01-01T00:00:00Z"_s);
    QCOMPARE(certificateOf(u"reversed"_s),
             u"never valid: it ends 2026-01-01T00:00:00Z and begins 2027-01-01T00:00:00Z"_s);
  }

  /// Neither before, nor in between, nor after.
  void reversedIsNeverValid() {
    for (const char* now : {"2026-11-20T12:00:00Z", "2027-06-01T00:00:00Z", "2040-01-01T00:00:00Z"}) {
      program_.now = now;
      QVERIFY2(certificateOf(u"reversed"_s).startsWith(u"never valid"_s),
               qPrintable(certificateOf(u"reversed"_s)));
    }
    program_.now = "2026-11-20T12:00:00Z";
  }

  /// What is cut off makes no identity, and takes none away.
  void cutOffIsAGap() {
    const QJsonArray records = program_.json({u"list"_s}).json()[u"records"_s].toArray();
    QCOMPARE(records.size(), 5);
    const Ran gaps = program_.run({u"sources"_s, u"--gaps"_s, u"1"_s});
    QVERIFY2(gaps.out.contains("cut.crt"), gaps.out.constData());
  }

  /// A key beside its certificate is said, and not kept.
  void keysAreNotKept() {
    const QByteArray key = program_.read(u"certs/endless.key"_s);
    const QList<QByteArray> lines = key.split('\n');
    QVERIFY(lines.size() > 2);
    const QByteArray dump = program_.dump();
    QVERIFY(dump.size() > 1000);
    for (const QByteArray& line : lines)
      if (line.size() > 20 && !line.startsWith("-----")) QVERIFY2(!dump.contains(line), "a line of the key");
    QVERIFY(program_.run({u"show"_s, u"endless.example.org"_s}).out.contains("private key"));
  }
};

QTEST_GUILESS_MAIN(TestCliCertificates)
#include "tst_cli_certificates.moc"
