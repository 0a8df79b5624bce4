// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/merkle.h"
#include "models/evidence/package.h"
#include "sample.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::evidence;

namespace {
/// Leaves and roots of transparency-dev/merkle, testonly/constants.go.
const std::vector<std::string> inputs{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> roots{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                     "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                     "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                     "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                     "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                     "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                     "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                     "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Digest> leaves(std::size_t n) {
  std::vector<Digest> out;
  for (std::size_t i = 0; i < n; ++i)
    out.push_back(leafHash("leaf " + std::to_string(i)));
  return out;
}
} // namespace

class TestMerkle : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void knownHashes() {
    QCOMPARE(leafHash("L123456").hex(),
             std::string("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
    std::vector<Digest> all;
    for (const std::string& hex : inputs)
      all.push_back(leafHash(*countersign::fromHex(hex)));
    CompactRange range;
    for (std::size_t n = 0; n <= 8; ++n) {
      QCOMPARE(merkleRoot(all, n).hex(), roots[n]);
      QCOMPARE(range.root().hex(), roots[n]);
      if (n < 8) range.append(all[n]);
    }
  }
  void compactRangeIsKept() {
    CompactRange range;
    for (const Digest& leaf : leaves(200)) {
      const auto again = CompactRange::fromBytes(range.bytes());
      QVERIFY(again && *again == range);
      QVERIFY(!CompactRange::fromBytes(range.bytes() + std::string(32, 'x')));
      range.append(leaf);
    }
    QVERIFY(!CompactRange::fromBytes("short"));
    QVERIFY(range.root() == merkleRoot(leaves(200)));
  }
  void allInclusionProofs() {
    const auto all = leaves(555);
    for (std::size_t size = 1; size <= 555; size = size < 130 ? size + 1 : size + 17)
      for (std::size_t i = 0; i < size; ++i) {
        const auto proof = inclusionProof(all, i, size);
        QVERIFY(proof && verifyInclusion(i, size, all[i], merkleRoot(all, size), *proof));
        if (size > 1) {
          Proof wrong = *proof;
          wrong[i % wrong.size()].bytes[i % 32] ^= 1;
          QVERIFY(!verifyInclusion(i, size, all[i], merkleRoot(all, size), wrong));
          QVERIFY(!verifyInclusion((i + 1) % size, size, all[i], merkleRoot(all, size), *proof));
        }
        if (size > 64) i += 6;
      }
    QVERIFY(!inclusionProof(all, 5, 5) && !inclusionProof(all, 0, 556) &&
            !verifyInclusion(0, 0, all[0], all[0], {}));
  }
  void allConsistencyProofs() {
    const auto all = leaves(100);
    for (std::size_t a = 1; a <= 100; ++a)
      for (std::size_t b = a; b <= 100; ++b) {
        const auto proof = consistencyProof(all, a, b);
        QVERIFY(proof && verifyConsistency(a, b, merkleRoot(all, a), merkleRoot(all, b), *proof));
        if (a < b) {
          QVERIFY(!verifyConsistency(a, b, merkleRoot(all, b), merkleRoot(all, a), *proof));
          Proof longer = *proof;
          longer.push_back(all[0]);
          QVERIFY(!verifyConsistency(a, b, merkleRoot(all, a), merkleRoot(all, b), longer));
        }
      }
    QVERIFY(!consistencyProof(all, 0, 5) && !verifyConsistency(0, 5, all[0], all[1], {}));
  }
  /// verify-proof.sh gives the same answers.
  void script() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/verify-proof.sh";
    sample::writeFile(path, packageTexts().at("verify-proof.sh"));
    const auto all = leaves(13);
    const auto ask = [&](std::vector<std::string> arguments, const Digest& x, const Digest& y,
                         const Proof& proof) {
      arguments.insert(arguments.begin(), path);
      arguments.push_back(toBase64(x.raw()));
      arguments.push_back(toBase64(y.raw()));
      for (const Digest& p : proof)
        arguments.push_back(toBase64(p.raw()));
      return sample::run("sh", arguments).exit;
    };
    for (std::size_t i = 0; i < 13; i += 3) {
      const Proof proof = *inclusionProof(all, i, 13);
      QCOMPARE(ask({"inclusion", std::to_string(i), "13"}, all[i], merkleRoot(all), proof), 0);
      QCOMPARE(ask({"inclusion", std::to_string(i + 1), "13"}, all[i], merkleRoot(all), proof), 1);
    }
    for (std::size_t a : {std::size_t{1}, std::size_t{4}, std::size_t{6}, std::size_t{13}}) {
      const Proof proof = *consistencyProof(all, a, 13);
      QCOMPARE(ask({"consistency", std::to_string(a), "13"}, merkleRoot(all, a), merkleRoot(all), proof), 0);
      QCOMPARE(ask({"consistency", std::to_string(a), "13"}, all[1], merkleRoot(all), proof), 1);
    }
    QCOMPARE(sample::run("sh", {path}).exit, 2);
    QCOMPARE(sample::run("sh", {path, "inclusion", "a[0]", "1", "x", "y"}).exit, 2);
  }
};

QTEST_GUILESS_MAIN(TestMerkle)
#include "tst_merkle_tree.moc"
