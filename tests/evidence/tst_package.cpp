// SPDX-License-Identifier: Apache-2.0
#include "sample.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

#include <filesystem>

using namespace countersign;
using namespace countersign::evidence;
using namespace countersign::evidence::sample;

namespace {
std::string why(const Verification& v) {
  std::string out(verdictName(v.verdict));
  for (const Check& c : v.checks)
    if (!c.ok) out += "; " + c.name + ": " + c.detail;
  return out;
}
} // namespace

class TestPackage : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  World world_ = fullWorld();
  std::string path(const std::string& name) { return folder_.path().toStdString() + '/' + name; }

private Q_SLOTS:
  void initTestCase() {
    must(writePackage(world_.input, path("p"), world_.log.key).map([] { return 0; }));
  }

  void passesBoth() {
    const auto v = verifyPackage(path("p"), {});
    QVERIFY2(v.verdict == Verdict::Pass, why(v).c_str());
    QCOMPARE(v.entries, std::uint64_t(10));
    QCOMPARE(v.root->hex(), world_.head.tree.root().hex());
    for (const char* shell : {"dash", "bash"}) {
      const Outcome o = verifyScript(path("p"), {}, shell);
      QVERIFY2(o.exit == 0, o.output.c_str());
      QVERIFY2(o.output.find("PASS  10 entries, root " + v.root->hex()) != std::string::npos,
               o.output.c_str());
      for (const std::string& note : v.notes)
        QVERIFY2(o.output.find("NOTE  " + note) != std::string::npos, (note + "\n" + o.output).c_str());
    }
  }

  void fingerprintAndCheckpointFromElsewhere() {
    const std::string ca = world_.authority.sha256().hex();
    std::string upper;
    for (std::size_t i = 0; i < ca.size(); i += 2)
      upper += (i == 0 ? "" : ":") + QString::fromStdString(ca.substr(i, 2)).toUpper().toStdString();
    const std::string note = world_.input.checkpoints[0].note(), other = std::string(64, 'a');
    writeFile(path("kept.note"), note);
    VerifyOptions options;
    options.caSha256 = upper;
    options.checkpoint = note;
    QCOMPARE(why(verifyPackage(path("p"), options)), std::string("PASS"));
    QCOMPARE(verifyScript(path("p"), {upper, path("kept.note")}).exit, 0);
    options.caSha256 = other;
    QCOMPARE(int(verifyPackage(path("p"), options).verdict), int(Verdict::Fail));
    QCOMPARE(verifyScript(path("p"), {other}).exit, 1);
    options.caSha256 = "abc";
    QCOMPARE(int(verifyPackage(path("p"), options).verdict), int(Verdict::CannotCheck));
    QCOMPARE(verifyScript(path("p"), {"abc"}).exit, 2);
    QCOMPARE(verifyScript(path("p"), {"", path("nothing")}).exit, 2);
  }

  void cannotCheck() {
    std::filesystem::create_directory(path("empty"));
    for (const char* name : {"empty", "missing"}) {
      QCOMPARE(int(verifyPackage(path(name), {}).verdict), int(Verdict::CannotCheck));
      QCOMPARE(verifyScript(path(name)).exit, 2);
    }
    copyFolder(path("p"), path("later"));
    writeFile(path("later/FORMAT"), "countersign-evidence/2\n");
    QCOMPARE(int(verifyPackage(path("later"), {}).verdict), int(Verdict::Fail));
    QCOMPARE(verifyScript(path("later")).exit, 1);
    resignManifest(path("later"), world_.log.key);
    QCOMPARE(int(verifyPackage(path("later"), {}).verdict), int(Verdict::CannotCheck));
    QCOMPARE(verifyScript(path("later")).exit, 2);
  }

  void sameBytesTwice() {
    must(writePackage(world_.input, path("twice"), world_.log.key).map([] { return 0; }));
    auto a = readAll(path("p")), b = readAll(path("twice"));
    QVERIFY(a.at("MANIFEST.sha256.sig") != b.at("MANIFEST.sha256.sig"));
    a.erase("MANIFEST.sha256.sig");
    b.erase("MANIFEST.sha256.sig");
    QVERIFY(a == b);
    struct stat info {};
    QVERIFY(::stat(path("p/verify.sh").c_str(), &info) == 0 && (info.st_mode & 0777) == 0755);
  }

  void refusesToOverwrite() {
    const auto before = readAll(path("p"));
    const auto again = writePackage(world_.input, path("p"), world_.log.key);
    QVERIFY(!again);
    QCOMPARE(int(again.error().code), int(ErrorCode::Io));
    QVERIFY(readAll(path("p")) == before);
    std::filesystem::create_symlink("nowhere", path("link"));
    QVERIFY(!writePackage(world_.input, path("link"), world_.log.key));
  }

  void leavesNothingWhenCancelled() {
    for (const double at : {0.0, 0.1, 0.7, 0.95}) {
      const auto r =
          writePackage(world_.input, path("cancelled"), world_.log.key, [&](double p) { return p < at; });
      QVERIFY(!r);
      QCOMPARE(int(r.error().code), int(ErrorCode::Cancelled));
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path().toStdString()))
      QVERIFY(entry.path().filename().string().rfind("cancelled", 0) != 0);
  }

  void refusesWhatCouldNotPass() {
    const auto refused = [&](const PackageInput& input, const SigningKey& key) {
      const auto r = writePackage(input, path("refused"), key);
      return !r && (r.error().code == ErrorCode::InvalidArgument || r.error().code == ErrorCode::Crypto) &&
             !std::filesystem::exists(path("refused"));
    };
    PackageInput input = world_.input;
    input.checkpoints.pop_back();
    QVERIFY(refused(input, world_.log.key));
    for (auto member : {&PackageInput::documents, &PackageInput::closures, &PackageInput::views}) {
      input = world_.input;
      (input.*member).erase((input.*member).begin());
      QVERIFY(refused(input, world_.log.key));
      input = world_.input;
      (input.*member).begin()->second += " ";
      QVERIFY(refused(input, world_.log.key));
    }
    input = world_.input;
    input.certificates.erase(world_.second.key.keyId());
    QVERIFY(refused(input, world_.log.key));
    QVERIFY(refused(world_.input, must(SigningKey::generate())));
    input = world_.input;
    std::swap(input.entries[1], input.entries[2]);
    QVERIFY(refused(input, world_.log.key));
    input = world_.input;
    input.moreReports["../report.pdf"] = "x";
    QVERIFY(refused(input, world_.log.key));
  }

  void unwritableTarget() {
    const auto r = writePackage(world_.input, "/dev/null/package", world_.log.key);
    QVERIFY(!r);
    QCOMPARE(int(r.error().code), int(ErrorCode::Io));
  }

  /// The commands of VERIFY.txt, as they stand there.
  void byHand() {
    const std::string text = packageTexts().at("VERIFY.txt");
    std::map<std::string, std::string> commands;
    for (std::size_t at = text.find("\n#> "); at != std::string::npos; at = text.find("\n#> ", at + 1)) {
      const auto line = text.find('\n', at + 1), end = text.find('\n', line + 1);
      commands[text.substr(at + 4, line - at - 4)] = text.substr(line + 1, end - line - 1);
    }
    QCOMPARE(commands.size(), std::size_t(7));
    const auto sh = [&](const std::string& name) { return run("sh", {"-c", commands.at(name)}, path("p")); };
    QCOMPARE(sh("manifest").output, std::string("Verified OK\n"));
    QCOMPARE(sh("extra").output, std::string());
    QVERIFY(sh("trust").output.find(": OK\n") != std::string::npos);
    QCOMPARE(sh("entry").output, std::string("Verified OK\n"));
    QCOMPARE(sh("leaf").output.substr(0, 64), leafHash(world_.input.entries[0]).hex());
    QCOMPARE(sh("objects").output, std::string());
    QCOMPARE(sh("checkpoint").output, std::string("Verified OK\n"));
    copyFolder(path("p"), path("bad"));
    writeFile(path("bad/extra"), "x");
    writeFile(path("bad/log/entries/00000000.json"), readFile(path("bad/log/entries/00000000.json")) + " ");
    const auto state = path("bad/state/") + world_.input.documents.begin()->first.hex() + ".json";
    writeFile(state, "{}");
    const auto bad = [&](const std::string& name) {
      return run("sh", {"-c", commands.at(name)}, path("bad"));
    };
    QVERIFY(bad("manifest").exit != 0);
    QCOMPARE(bad("extra").output, std::string("extra\n"));
    QCOMPARE(bad("entry").output.substr(0, 20), std::string("Verification failure"));
    QVERIFY(bad("objects").output.find("state/") == 0);
  }

  void exporterMayBeAReviewer() {
    must(writePackage(world_.input, path("by-reviewer"), world_.second.key).map([] { return 0; }));
    QCOMPARE(why(verifyPackage(path("by-reviewer"), {})), std::string("PASS"));
    QCOMPARE(verifyScript(path("by-reviewer")).exit, 0);
    must(writePackage(world_.input, path("by-revoked"), world_.third.key).map([] { return 0; }));
    QCOMPARE(int(verifyPackage(path("by-revoked"), {}).verdict), int(Verdict::Fail));
    QCOMPARE(verifyScript(path("by-revoked")).exit, 1);
  }

  void thousandEntries() {
    World w = openWorld();
    for (int i = 0; i < 999; ++i)
      w.append(w.attestation(i), i % 2 == 0 ? w.first : w.second);
    w.checkpoint();
    must(writePackage(w.input, path("thousand"), w.log.key).map([] { return 0; }));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(why(verifyPackage(path("thousand"), {})), std::string("PASS"));
    const auto own = timer.restart();
    const Outcome o = verifyScript(path("thousand"));
    QVERIFY2(o.exit == 0, o.output.c_str());
    qInfo("1,000 entries: %lld ms in C++, %lld ms by verify.sh", own, timer.elapsed());
    QVERIFY(own < 30'000);
  }
};

QTEST_GUILESS_MAIN(TestPackage)
#include "tst_package.moc"
