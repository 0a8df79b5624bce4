// SPDX-License-Identifier: Apache-2.0
#include "folder.h"
#include "models/review/certificates.h"
#include "models/store/sources.h"
#include "tests/review/estate_desk.h"
#include "tests/vault/memory_reader.h"

#include <QTest>
#include <fstream>

using namespace countersign;
using namespace countersign::test;

namespace {

const Instant morning = *parseRfc3339("2026-05-20T06:00:00Z");
const Instant evening = *parseRfc3339("2026-05-20T18:00:00Z");
constexpr const char* canary = "Y2FuYXJ5LTdjMWUtbm90LWEta2V5";

/// A folder "certs" and a workspace of their own.
class Scene {
public:
  std::string folder() const { return dir_.filePath(QStringLiteral("certs")).toStdString(); }
  std::string file(const std::string& name) const { return folder() + "/" + name; }
  std::string workspace() const { return dir_.filePath(QStringLiteral("w.countersign")).toStdString(); }
  void copy(const std::string& name) const { write(name, fileText(dataFolder + "/" + name)); }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(file(name)).parent_path());
    std::ofstream(file(name), std::ios::binary) << text;
  }
  std::string outside(const std::string& name) const {
    return dir_.filePath(QString::fromStdString(name)).toStdString();
  }

private:
  QTemporaryDir dir_;
};

std::string line(std::initializer_list<std::pair<const char*, const char*>> members) {
  Json out = Json::object();
  for (const auto& [name, value] : members)
    out.set(name, Json(value));
  return canonicalJsonOrThrow(out) + '\n';
}

/// A neutral snapshot with one identity and its certificate.
std::string inventory(const std::string& fingerprint) {
  return line({{"t", "snapshot"},
               {"schema", "nhi-snapshot/1"},
               {"snapshot_id", "i"},
               {"plane", "live"},
               {"source_kind", "cmdb"},
               {"source_scope", "example"},
               {"captured_at", "2026-05-20T05:00:00Z"},
               {"captured_at_basis", "tool"},
               {"completeness", "full"}}) +
         line({{"t", "identity"},
               {"uid", "broker:eu:batch"},
               {"platform", "broker"},
               {"kind", "client"},
               {"name", "broker-batch"}}) +
         line({{"t", "credential"},
               {"id", "c1"},
               {"identity", "broker:eu:batch"},
               {"kind", "certificate"},
               {"fingerprint_sha256", fingerprint.c_str()}}) +
         "{\"t\":\"end\",\"counts\":{\"identity\":1,\"credential\":1}}\n";
}

std::string certificateFacts(Desk& desk, const std::string& name) {
  std::string out;
  for (const RecordRow& row : allRows(desk))
    if (row.name == name)
      if (const auto view = desk.record(row.id); view)
        for (const Fact& fact : view->credentialFacts)
          out += fact.label + ": " + fact.value + " (" + fact.note + ")\n";
  return out;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

class TestX509Record : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void statesOfCertificates() {
    const Scene place;
    for (const char* name : {"ca.pem", "svc/batch.crt", "svc/orders.der", "crl/ca.crl", "index.txt"})
      place.copy(name);
    importAt(place.workspace(), place.folder(), evening, morning);
    const auto desk = deskOn(place.workspace(), evening);
    QCOMPARE(allRows(*desk).size(), std::size_t{2});
    const std::string orders = certificateFacts(*desk, "orders"), batch = certificateFacts(*desk, "batch");
    QVERIFY2(holds(orders, "Certificate: valid until 2027-01-01T00:00:00Z"), orders.c_str());
    QVERIFY(!holds(orders, "revoked"));
    QVERIFY2(holds(batch, "revoked 2026-02-03T04:05:06Z, keyCompromise, by CRL of CN=Example CA"),
             batch.c_str());
    QVERIFY2(holds(batch, "revoked 2026-02-03T04:05:06Z, keyCompromise, by register index.txt"),
             batch.c_str());
    QVERIFY2(holds(batch, "valid until 2026-06-01T00:00:00Z"), batch.c_str());
    const auto later = deskOn(place.workspace(), *parseRfc3339("2026-07-01T00:00:00Z"));
    QVERIFY(holds(certificateFacts(*later, "batch"), "expired 2026-06-01T00:00:00Z"));
  }

  /// A folder is one snapshot: what is missing in a later one is gone, and a single file takes nothing away.
  void aFolderIsOneSnapshot() {
    const Scene place;
    for (const char* name : {"svc/batch.crt", "svc/orders.der"})
      place.copy(name);
    importAt(place.workspace(), place.folder(), evening, morning);
    importAt(place.workspace(), place.file("svc/batch.crt"), evening, morning + Seconds(60), "certs");
    QVERIFY(!certificateFacts(*deskOn(place.workspace(), evening), "orders").empty());
    std::filesystem::remove(place.file("svc/orders.der"));
    ImportRequest request;
    request.paths = {place.folder()};
    request.capturedAt = morning + Seconds(3600);
    const auto report = makeImporter()->import(place.workspace(), request, FixedClock(evening), {});
    QVERIFY(report.has_value());
    QCOMPARE(report->files.size(), std::size_t{1});
    QCOMPARE(report->files.front().completeness, std::string("complete"));
    QCOMPARE(report->files.front().removed, std::size_t{1});
    const auto again = makeImporter()->import(place.workspace(), request, FixedClock(evening), {});
    QVERIFY(again && again->files.front().identical);
  }

  void seenInTwoFolders() {
    const Scene place;
    place.copy("svc/orders.der");
    importAt(place.workspace(), place.folder(), evening, morning);
    QCOMPARE(allRows(*deskOn(place.workspace(), evening)).size(), std::size_t{1});
    QVERIFY(holds(allRows(*deskOn(place.workspace(), evening)).front().name, "orders"));
    importAt(place.workspace(), place.folder(), evening, morning, "elsewhere"); // seen in a second folder
    QCOMPARE(allRows(*deskOn(place.workspace(), evening)).size(), std::size_t{1});
  }

  /// An inventory names a certificate by its fingerprint: its record shows how that stands.
  void namedByFingerprint() {
    const Scene place;
    for (const char* name : {"svc/batch.crt", "index.txt"})
      place.copy(name);
    const std::string sha = contentOf(readFolder(place.folder()), "batch")["sha256"].asString();
    std::string colons;
    for (std::size_t i = 0; i < sha.size(); i += 2)
      colons += (i == 0 ? "" : ":") + sha.substr(i, 2);
    std::ofstream(place.outside("inventory.jsonl")) << inventory(colons);
    importAt(place.workspace(), place.outside("inventory.jsonl"), evening);
    QVERIFY(!holds(certificateFacts(*deskOn(place.workspace(), evening), "broker-batch"), "revoked"));
    importAt(place.workspace(), place.folder(), evening, morning);
    const std::string facts = certificateFacts(*deskOn(place.workspace(), evening), "broker-batch");
    QVERIFY2(holds(facts, "revoked 2026-02-03T04:05:06Z"), facts.c_str());
  }

  /// Nothing of a key comes into a workspace, masked source bytes included.
  void canaries() {
    const Scene place;
    place.copy("svc/batch.crt");
    place.copy("p12/plain.p12");
    place.write("svc/batch.key", "-----BEGIN EC PRIVATE KEY-----\n" + std::string(canary) +
                                     "\n-----END EC PRIVATE KEY-----\n");
    importAt(place.workspace(), place.folder(), evening, morning);
    const auto workspace = Workspace::open(place.workspace());
    QVERIFY(workspace.has_value());
    const auto kept = allKeptBytes(**workspace, 1);
    QVERIFY(kept && !kept->empty());
    const std::string der = fileText(dataFolder + "/p12/plain.p12");
    const auto at = der.find(std::string("\x04\x6d\x30\x6b\x02\x01\x01\x04\x20", 9)); // the EC key
    const std::string key = toBase64(der).substr((at / 48 + 1) * 64, 64);             // its line of base64
    QVERIFY(at != std::string::npos && holds(readFolder(place.folder()).text, key));
    for (const auto& [offset, bytes] : *kept) {
      QVERIFY(!holds(bytes, canary) && !holds(bytes, key));
      QVERIFY(holds(bytes, "BEGIN CERTIFICATE"));
    }
    QVERIFY(
        holds(certificateFacts(*deskOn(place.workspace(), evening), "batch"), "EC PRIVATE KEY; not read"));
  }

  /// A register names no authority: two certificates that a row may mean are not told apart.
  void ambiguousRow() {
    Collected world;
    world.all = readFolder(dataFolder).all;
    MemoryReader clear("s");
    clear.add(world);
    const auto batch = clear.find("x509.certificate", contentOf(world, "batch")["sha256"].asString());
    QVERIFY(batch != nullptr);
    QCOMPARE(wordsOn(clear, batch).size(), std::size_t{2});
    Document twin = batch->document;
    twin.object.uid = twin.object.uniqueId = std::string(64, '0');
    twin.content.set("sha256", Json(twin.object.uid));
    twin.content.set("authorityKeyId", Json::object().set("keyId", Json("00")));
    world.all.documents.emplace_back(twin, Locator{});
    MemoryReader both("s");
    both.add(world);
    const auto words = wordsOn(both, batch);
    QCOMPARE(words.size(), std::size_t{2});
    QVERIFY(words.front().revoked && holds(words.front().text, "by CRL"));
    QVERIFY(!words.back().revoked && holds(words.back().text, "perhaps revoked"));
    const auto other = wordsOn(both, both.find("x509.certificate", std::string(64, '0')));
    QCOMPARE(other.size(), std::size_t{1}); // the list is of an authority with another key
    QVERIFY(!other.front().revoked);
  }
};

QTEST_APPLESS_MAIN(TestX509Record)
#include "tst_x509_record.moc"
