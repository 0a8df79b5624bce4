// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/merkle.h"
#include "models/identity/json.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <optional>

using namespace countersign;
using namespace countersign::evidence;

namespace {
/// Nothing where it is no base64 of 32 bytes: refused before any proof is looked at.
std::optional<Digest> hash(const Json& v) {
  const auto raw = fromBase64(v.asString());
  const auto digest =
      raw ? Digest::fromRaw(*raw) : Result<Digest>(failure(ErrorCode::Malformed, "no base64"));
  return digest ? std::optional(*digest) : std::nullopt;
}
std::uint64_t number(const Json& v) {
  return v.isString() ? std::stoull(v.asString()) : static_cast<std::uint64_t>(v.asInt());
}
/// Numbers up to 2^64-1 stand in the vectors; the strict reader takes them as text only.
std::string quoteLargeNumbers(QByteArray text) {
  return QString::fromUtf8(text)
      .replace(QRegularExpression(QStringLiteral(": (\\d{16,})")), QStringLiteral(": \"\\1\""))
      .toStdString();
}
} // namespace

/// transparency-dev/merkle testdata: 196 inclusion and consistency proofs, 12 of them good.
class MerkleVectors : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void all() {
    const QString folder = QStringLiteral(COUNTERSIGN_CONFORMANCE_DIR "/merkle-rfc6962/testdata");
    if (!QDir(folder).exists()) QSKIP("all data missing: merkle-rfc6962");
    int count = 0, malformed = 0, good = 0;
    QDirIterator it(folder, {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
      QFile file(it.next());
      QVERIFY(file.open(QIODevice::ReadOnly));
      const auto v = parseJson(quoteLargeNumbers(file.readAll()));
      QVERIFY2(v, qPrintable(file.fileName()));
      const bool inclusion = v->has("leafIdx");
      const auto a = hash((*v)[inclusion ? "leafHash" : "root1"]),
                 b = hash((*v)[inclusion ? "root" : "root2"]);
      bool readable = a && b;
      Proof proof;
      for (const Json& p : (*v)["proof"].items()) {
        const auto h = hash(p);
        readable = readable && h;
        proof.push_back(h.value_or(Digest{}));
      }
      bool holds = false;
      if (readable && inclusion)
        holds = verifyInclusion(number((*v)["leafIdx"]), number((*v)["treeSize"]), *a, *b, proof);
      else if (readable)
        holds = verifyConsistency(number((*v)["size1"]), number((*v)["size2"]), *a, *b, proof);
      const bool wanted = !(*v)["wantErr"].asBool();
      // One vector compares roots of 12 bytes with themselves: such roots are refused here on purpose.
      if (wanted && !readable) {
        ++malformed;
        QVERIFY(!holds);
      } else {
        QVERIFY2(holds == wanted, qPrintable(file.fileName()));
      }
      good += holds ? 1 : 0;
      ++count;
    }
    QCOMPARE(count, 196);
    QCOMPARE(malformed, 1);
    QCOMPARE(good, 11);
  }
};

QTEST_APPLESS_MAIN(MerkleVectors)
#include "merkle_vectors.moc"
