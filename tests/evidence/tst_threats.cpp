// SPDX-License-Identifier: Apache-2.0
#include "sample.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <random>

using namespace countersign;
using namespace countersign::evidence;
using namespace countersign::evidence::sample;
namespace fs = std::filesystem;

namespace {

std::string why(const Verification& v) {
  std::string out(verdictName(v.verdict));
  for (const Check& c : v.checks)
    if (!c.ok) out += "; " + c.name + ": " + c.detail;
  return out;
}

std::string number8(std::size_t n) {
  return QString::number(n).rightJustified(8, QLatin1Char('0')).toStdString();
}

/// Writes log/ anew from envelopes and checkpoints, without the checks that the program itself makes.
void rewriteLog(const std::string& package, const World& w) {
  fs::remove_all(package + "/log/entries");
  fs::remove_all(package + "/log/checkpoints");
  fs::create_directories(package + "/log/entries");
  fs::create_directories(package + "/log/checkpoints");
  std::string bundle;
  for (std::size_t i = 0; i < w.input.entries.size(); ++i) {
    const Envelope e = must(readEnvelope(w.input.entries[i]));
    const std::string stem = package + "/log/entries/" + number8(i);
    writeFile(stem + ".json", e.payload);
    writeFile(stem + ".sig", e.signature);
    writeFile(stem + ".key", e.keyId + "\n");
    bundle += w.input.entries[i] + "\n";
  }
  writeFile(package + "/log/bundle.intoto.jsonl", bundle);
  for (const Checkpoint& c : w.input.checkpoints) {
    const std::string stem = package + "/log/checkpoints/" + number8(c.size);
    writeFile(stem + ".body", c.body());
    writeFile(stem + ".sig", c.signature);
    writeFile(stem + ".note", c.note());
    if (!c.token.empty()) writeFile(stem + ".tsr", c.token);
  }
  for (const auto& [digest, bytes] : w.input.documents)
    writeFile(package + "/state/" + digest.hex() + ".json", bytes);
  for (const auto& [digest, bytes] : w.input.closures)
    writeFile(package + "/closures/" + digest.hex() + ".json", bytes);
  for (const auto& [digest, bytes] : w.input.views)
    writeFile(package + "/views/" + digest.hex() + ".txt", bytes);
}

/// Checkpoints anew over the entries as they are now: what the holder of the log key can do.
void restamp(World& w, bool keepFirst = false) {
  w.head.tree = {};
  for (const std::string& e : w.input.entries) {
    w.head.tree.append(leafHash(e));
    w.head.lastLeaf = leafHash(e);
  }
  w.input.checkpoints.resize(keepFirst ? 1 : 0);
  w.checkpoint();
}

void replaceInEntry(World& w, std::size_t at, const std::string& from, const std::string& to) {
  Envelope e = must(readEnvelope(w.input.entries[at]));
  const auto found = e.payload.find(from);
  if (found == std::string::npos) qFatal("entry %zu does not say %s", at, from.c_str());
  e.payload.replace(found, from.size(), to);
  w.input.entries[at] = e.bytes();
}

using Attack = std::function<void(const std::string& package, World& w)>;

} // namespace

class TestThreats : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  World world_ = fullWorld();
  std::string path(const std::string& name) { return folder_.path().toStdString() + '/' + name; }

  /// Both verifiers, the same verdict.
  void expect(const std::string& package, Verdict verdict, const VerifyOptions& options = {},
              const std::vector<std::string>& arguments = {}) {
    const auto own = verifyPackage(package, options);
    QVERIFY2(own.verdict == verdict, why(own).c_str());
    const Outcome script = verifyScript(package, arguments);
    QVERIFY2(script.exit == verdictExit(verdict), (why(own) + "\n" + script.output).c_str());
  }

  void attackLog(const Attack& attack, bool makeCheckpoints = true) {
    World w = world_;
    copyFolder(path("p"), path("attacked"));
    attack(path("attacked"), w);
    if (makeCheckpoints) restamp(w);
    rewriteLog(path("attacked"), w);
    resignManifest(path("attacked"), w.log.key);
    expect(path("attacked"), Verdict::Fail);
  }
  void attackFiles(const Attack& attack, bool resign = true) {
    World w = world_;
    copyFolder(path("p"), path("attacked"));
    attack(path("attacked"), w);
    if (resign) resignManifest(path("attacked"), w.log.key);
    expect(path("attacked"), Verdict::Fail);
  }

private Q_SLOTS:
  void initTestCase() {
    must(writePackage(world_.input, path("p"), world_.log.key).map([] { return 0; }));
    expect(path("p"), Verdict::Pass);
    copyFolder(path("p"), path("same")); // the attacker's tools alone break nothing
    rewriteLog(path("same"), world_);
    resignManifest(path("same"), world_.log.key);
    expect(path("same"), Verdict::Pass);
  }

  void editedReason() {
    attackLog([](auto&, World& w) { replaceInEntry(w, 1, "every night", "every month"); });
  }
  void flippedDecision() {
    attackLog([](auto&, World& w) { replaceInEntry(w, 3, "\"kind\":\"revoke\"", "\"kind\":\"certify\""); });
  }
  void resignedByAnother() {
    for (const std::size_t at : {std::size_t{4}, std::size_t{9}})
      attackLog([at](auto&, World& w) {
        const Envelope e = must(readEnvelope(w.input.entries[at]));
        const Person& other = e.keyId == w.first.key.keyId() ? w.second : w.first;
        w.input.entries[at] = must(signEnvelope(e.payload, other.key)).bytes();
      });
  }
  void strangerWithCertificate() {
    attackLog([](const std::string& package, World& w) {
      const Person stranger = person(w, "First Reviewer", "reviewer");
      writeFile(package + "/trust/" + stranger.key.keyId() + ".crt", stranger.certificate.pem());
      writeFile(package + "/trust/" + stranger.key.keyId() + ".pem", stranger.key.publicKey().pem());
      w.append(w.attestation(9), stranger);
    });
  }
  void signedBeforeEnrolled() {
    attackLog([](auto&, World& w) {
      w = openWorld();
      w.append(w.attestation(1), w.third);
      w.append(KeyEnrol{{w.third.signer.keyId, w.third.signer.name, "reviewer", w.third.signer.certSha256},
                        "late"},
               w.first);
    });
  }
  void signedAfterRevoked() {
    attackLog([](auto&, World& w) { w.append(w.attestation(9), w.third); });
  }
  void enrolledTwice() {
    attackLog([](auto&, World& w) {
      w.append(KeyEnrol{{w.third.signer.keyId, w.third.signer.name, "reviewer", w.third.signer.certSha256},
                        "again"},
               w.first);
    });
  }
  void countersignedByTheSameKey() {
    attackLog([](auto&, World& w) {
      w.append(Countersign{1, leafHash(w.input.entries[1]), "", "I agree."}, w.first);
    });
  }
  void countersignedAnotherThanSaid() {
    attackLog([](auto&, World& w) {
      w.append(Countersign{3, leafHash(w.input.entries[1]), "", "I agree."}, w.second);
    });
  }
  void namesWhatIsNotThere() {
    attackLog([](auto&, World& w) {
      Attestation a = w.attestation(9);
      a.prior = sha256("nothing");
      w.append(a, w.first);
    });
    attackLog([](auto&, World& w) {
      w.append(RevocationOutcome{3, leafHash(w.input.entries[3]), "held", {sha256("no snapshot")}, {}, ""},
               w.first);
    });
    attackLog([](auto&, World& w) {
      Attestation a = w.attestation(9);
      a.documents.push_back({sha256("no document"), {}});
      normalise(a);
      w.append(a, w.first);
    });
    attackLog([](auto&, World& w) { // a document that is here, but not in this closure
      Attestation a = w.attestation(9);
      a.documents.push_back({w.attestation(1).documents[0].sha256, {}});
      a.documents.push_back({w.attestation(1).documents[1].sha256, {}});
      normalise(a);
      w.append(a, w.first);
    });
  }

  void droppedLastEntries() {
    attackLog([](auto&, World& w) { w.input.entries.resize(6); }, false);
  }
  void entriesBeyondTheCheckpoint() {
    attackLog([](auto&, World& w) { w.append(Note{"unseen"}, w.first); }, false);
  }
  void cutBackToAnOlderState() {
    World w = world_;
    const std::string kept = w.input.checkpoints[1].note();
    w.input.entries.resize(4);
    w.input.checkpoints.resize(1);
    copyFolder(path("p"), path("cut"));
    rewriteLog(path("cut"), w);
    resignManifest(path("cut"), w.log.key);
    expect(path("cut"), Verdict::Pass); // nothing inside can tell
    writeFile(path("kept.note"), kept);
    VerifyOptions options;
    options.checkpoint = kept;
    expect(path("cut"), Verdict::Fail, options, {"", path("kept.note")});
  }
  void otherHistory() {
    World w = world_; // a fork: same size, other entries
    w.input.entries.pop_back();
    restamp(w);
    w.input.checkpoints.clear();
    w.append(Note{"another story"}, w.second);
    w.checkpoint();
    copyFolder(path("p"), path("fork"));
    rewriteLog(path("fork"), w);
    resignManifest(path("fork"), w.log.key);
    expect(path("fork"), Verdict::Pass);
    VerifyOptions options;
    options.checkpoint = world_.input.checkpoints[1].body();
    writeFile(path("kept.body"), options.checkpoint);
    expect(path("fork"), Verdict::Fail, options, {"", path("kept.body")});
  }
  void deletedAndRenumbered() {
    for (const std::ptrdiff_t at : {0, 5, 8})
      attackLog([at](auto&, World& w) { w.input.entries.erase(w.input.entries.begin() + at); });
  }
  void swapped() {
    for (std::size_t a = 0; a < 10; ++a)
      for (std::size_t b = a + 1; b < 10; ++b) {
        World w = world_;
        copyFolder(path("p"), path("swapped"));
        std::swap(w.input.entries[a], w.input.entries[b]);
        restamp(w);
        rewriteLog(path("swapped"), w);
        resignManifest(path("swapped"), w.log.key);
        const auto v = verifyPackage(path("swapped"), {});
        QVERIFY2(v.verdict == Verdict::Fail, why(v).c_str());
        if ((a + b) % 9 == 0) QCOMPARE(verifyScript(path("swapped")).exit, 1);
      }
  }
  void objects() {
    for (const std::string folder : {"state", "closures", "views", "sources"}) {
      const std::string name =
          folder + '/' + fs::directory_iterator(path("p/" + folder))->path().filename().string();
      attackFiles(
          [&](const std::string& p, World&) { writeFile(p + '/' + name, readFile(p + '/' + name) + " "); });
      attackFiles([&](const std::string& p, World&) {
        fs::rename(p + '/' + name, p + '/' + folder + "/other.json");
      });
      if (folder != "sources") attackFiles([&](const std::string& p, World&) { fs::remove(p + '/' + name); });
    }
    attackFiles([](const std::string& p, World&) { writeFile(p + "/snapshots.json", "[]\n"); });
  }
  void files() {
    attackFiles([](const std::string& p, World&) { writeFile(p + "/reports/extra.csv", "x"); }, false);
    attackFiles([](const std::string& p, World&) { writeFile(p + "/log/entries/extra", "x"); });
    attackFiles([](const std::string& p, World&) { fs::remove(p + "/reports/decisions.csv"); }, false);
    attackFiles(
        [](const std::string& p, World&) { writeFile(p + "/reports/decisions.csv", "all certified"); },
        false);
    attackFiles([](const std::string& p, World&) { fs::remove(p + "/MANIFEST.sha256"); }, false);
    attackFiles([](const std::string& p, World&) { fs::remove(p + "/MANIFEST.sha256.sig"); }, false);
    attackFiles([](const std::string& p, World&) { fs::remove(p + "/FORMAT"); });
    attackFiles([](const std::string& p, World&) { fs::remove(p + "/log/origin.txt"); });
    attackFiles([](const std::string& p, World&) { fs::remove(p + "/log/checkpoints/00000004.note"); });
    attackFiles([](const std::string& p, World&) {
      fs::remove(p + "/views/" + fs::directory_iterator(p + "/views")->path().filename().string());
      fs::create_symlink("/etc/hostname", p + "/views/x.txt");
    });
    attackFiles(
        [](const std::string& p, World&) { fs::create_directory_symlink("/etc", p + "/reports/etc"); },
        false);
    attackFiles([](const std::string& p, World&) { writeFile(p + "/reports/a\nb", "x"); }, false);
  }
  void foreignManifestKey() {
    World w = world_;
    const Person stranger = person(w, "Log of the workspace", "log");
    copyFolder(path("p"), path("attacked"));
    resignManifest(path("attacked"), stranger.key);
    expect(path("attacked"), Verdict::Fail);
    const std::string id = stranger.key.keyId();
    writeFile(path("attacked/trust/") + id + ".crt", stranger.certificate.pem());
    writeFile(path("attacked/trust/") + id + ".pem", stranger.key.publicKey().pem());
    writeFile(path("attacked/log/exportkey.txt"), id + "\n");
    resignManifest(path("attacked"), stranger.key);
    expect(path("attacked"), Verdict::Fail);
    writeFile(path("attacked/log/logkey.txt"), id + "\n");
    resignManifest(path("attacked"), stranger.key);
    expect(path("attacked"), Verdict::Fail);
  }
  void forgedCheckpoint() {
    attackLog(
        [](auto&, World& w) {
          Checkpoint& c = w.input.checkpoints[0];
          c.root = sha256("another");
          c.signature = must(w.log.key.sign(c.body()));
        },
        false);
    attackLog([](auto&, World& w) { w.input.checkpoints[0].signature = w.input.checkpoints[1].signature; },
              false);
    attackLog(
        [](auto&, World& w) {
          for (Checkpoint& c : w.input.checkpoints) {
            c.keyId = w.first.key.keyId();
            c.signature = must(w.first.key.sign(c.body()));
          }
        },
        false);
  }
  void certificates() {
    attackFiles([](const std::string& p, World& w) {
      writeFile(p + "/trust/" + w.first.key.keyId() + ".crt", w.second.certificate.pem());
    });
    attackFiles([](const std::string& p, World& w) { // the same key, certified anew under another name
      const auto anew =
          must(issueCertificate(w.authorityKey, w.authority, w.first.key.publicKey(),
                                {"Somebody else", "", w.authority.notBefore(), w.authority.notAfter()}));
      writeFile(p + "/trust/" + w.first.key.keyId() + ".crt", anew.pem());
    });
    attackFiles([](const std::string& p, World& w) { // a second authority behind the true one
      const SigningKey key = must(SigningKey::generate());
      const Certificate ca =
          must(makeAuthority(key, {"Review CA", "", w.authority.notBefore(), w.authority.notAfter()}));
      writeFile(p + "/trust/ca.crt", w.authority.pem() + ca.pem());
    });
    attackFiles([](const std::string& p, World& w) { // same name, other key
      const SigningKey key = must(SigningKey::generate());
      const Certificate ca =
          must(makeAuthority(key, {"Review CA", "", w.authority.notBefore(), w.authority.notAfter()}));
      writeFile(p + "/trust/ca.crt", ca.pem());
    });
  }
  void allAnewByAnotherAuthority() {
    World w = fullWorld();
    must(writePackage(w.input, path("anew"), w.log.key).map([] { return 0; }));
    expect(path("anew"), Verdict::Pass);
    VerifyOptions options;
    options.caSha256 = world_.authority.sha256().hex();
    expect(path("anew"), Verdict::Fail, options, {options.caSha256});
  }
  void backDated() {
    attackLog([](auto&, World& w) {
      w.head.lastClaimedAt.reset(); // so that no warning is added
      w.now -= std::chrono::hours(24 * 30);
      w.append(w.attestation(9), w.first);
    });
    World w = world_; // the program's own entry explains itself, and passes
    w.now -= std::chrono::hours(1);
    w.append(w.attestation(9), w.first);
    restamp(w);
    must(writePackage(w.input, path("clock"), w.log.key).map([] { return 0; }));
    expect(path("clock"), Verdict::Pass);
    const auto last = must(readStatement(must(readEnvelope(w.input.entries.back())).payload));
    QCOMPARE(last.header.clockWarnings.size(), std::size_t(1));
  }
  void certificateNotValidThen() {
    attackLog([](auto&, World& w) {
      w.now += std::chrono::hours(24 * 366 * 10);
      w.append(w.attestation(9), w.first);
    });
  }
  void anotherLog() {
    attackLog([](auto&, World& w) {
      World other = fullWorld();
      w.input.entries.back() = other.input.entries.back();
    });
  }

  /// One bit of any file: both say FAIL.
  void flippedBits() {
    const auto files = readAll(path("p"));
    std::mt19937 random(7);
    int scripts = 0, flips = 0, number = 0;
    copyFolder(path("p"), path("flipped"));
    const auto flip = [&](const std::string& name, std::size_t at, bool script) {
      std::string bytes = files.at(name);
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
      writeFile(path("flipped/") + name, bytes);
      const auto v = verifyPackage(path("flipped"), {});
      QVERIFY2(v.verdict == Verdict::Fail, (name + " at " + std::to_string(at) + ": " + why(v)).c_str());
      if (script) {
        const Outcome o = verifyScript(path("flipped"));
        QVERIFY2(o.exit == 1, (name + " at " + std::to_string(at) + "\n" + o.output).c_str());
        ++scripts;
      }
      writeFile(path("flipped/") + name, files.at(name));
      ++flips;
    };
    for (const auto& [name, bytes] : files) {
      flip(name, random() % bytes.size(), number++ % 3 == 0 && scripts < 20);
      for (std::size_t i = 0; bytes.size() <= 80 && i < bytes.size(); ++i)
        flip(name, i, false);
    }
    for (int i = 0; i < 300; ++i) {
      const auto& [name, bytes] =
          *std::next(files.begin(), static_cast<std::ptrdiff_t>(random() % files.size()));
      flip(name, random() % bytes.size(), false);
    }
    QVERIFY(scripts >= 20 && flips > 1000);
    expect(path("flipped"), Verdict::Pass);
  }

  /// The same where the attacker signs the manifest anew: all but the texts and reports, which are not
  /// the evidence, is still caught.
  void flippedBitsAndManifest() {
    const auto files = readAll(path("p"));
    std::mt19937 random(11);
    copyFolder(path("p"), path("flipped"));
    int scripts = 0, number = 0;
    for (const auto& [name, bytes] : files) {
      const bool derived = name.rfind("reports/", 0) == 0 || name.find('/') == std::string::npos;
      if (derived && name != "FORMAT") continue;
      for (int i = 0; i < 4; ++i) {
        std::string changed = bytes;
        const std::size_t at = random() % bytes.size();
        changed[at] = static_cast<char>(changed[at] ^ (1 << (random() % 8)));
        writeFile(path("flipped/") + name, changed);
        resignManifest(path("flipped"), world_.log.key);
        const auto v = verifyPackage(path("flipped"), {});
        QVERIFY2(v.verdict == Verdict::Fail || (name == "FORMAT" && v.verdict == Verdict::CannotCheck),
                 (name + " at " + std::to_string(at) + ": " + why(v)).c_str());
        if (i == 0 && number++ % 2 == 0 && scripts++ < 20) {
          const Outcome o = verifyScript(path("flipped"));
          QVERIFY2(o.exit == verdictExit(v.verdict),
                   (name + " at " + std::to_string(at) + ": " + why(v) + "\n" + o.output).c_str());
        }
      }
      writeFile(path("flipped/") + name, bytes);
    }
  }
};

QTEST_GUILESS_MAIN(TestThreats)
#include "tst_threats.moc"
