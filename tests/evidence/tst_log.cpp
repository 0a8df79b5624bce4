// SPDX-License-Identifier: Apache-2.0
#include "sample.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

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

class TestLog : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  std::string path(const std::string& name) { return folder_.path().toStdString() + '/' + name; }

  /// A time-stamp authority made by openssl, and a token of it.
  void makeAuthority() {
    writeFile(path("tsa.cnf"),
              "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n"
              "keyUsage=critical,keyCertSign\n[leaf]\nbasicConstraints=CA:FALSE\n"
              "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
              "[tsa]\ndefault_tsa=t\n[t]\ndir=.\nserial=./serial\ncrypto_device=builtin\n"
              "signer_cert=./tsa.crt\nsigner_key=./tsa.key\ncerts=./tsa.crt\nsigner_digest=sha256\n"
              "default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=yes\ntsa_name=no\n"
              "ess_cert_id_chain=no\n");
    const std::string commands =
        "set -e; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tsaca.key;"
        "openssl req -x509 -new -key tsaca.key -subj '/CN=TSA CA' -days 4000 -config tsa.cnf -extensions ca "
        "-out tsaca.crt;"
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tsa.key;"
        "openssl req -new -key tsa.key -subj '/CN=TSA' -config tsa.cnf -out tsa.csr;"
        "openssl x509 -req -in tsa.csr -CA tsaca.crt -CAkey tsaca.key -CAcreateserial -days 3000 -extfile "
        "tsa.cnf "
        "-extensions leaf -out tsa.crt; echo 01 >serial";
    const Outcome o = run("sh", {"-c", commands}, folder_.path().toStdString());
    QVERIFY2(o.exit == 0, o.output.c_str());
  }
  std::string stamp(const std::string& message) {
    writeFile(path("q.tsq"), must(tokenRequest(message)));
    const Outcome o =
        run("openssl", {"ts", "-reply", "-queryfile", "q.tsq", "-config", "tsa.cnf", "-out", "r.tsr"},
            folder_.path().toStdString());
    if (o.exit != 0) qFatal("%s", o.output.c_str());
    return readFile(path("r.tsr"));
  }

private Q_SLOTS:
  void initTestCase() { makeAuthority(); }

  void appends() {
    World w = openWorld();
    LogHead head = w.head;
    for (int i = 0; i < 1000; ++i) {
      const Digest leaf = w.append(Note{"note " + std::to_string(i)}, w.first);
      head = must(headAfter(head, w.input.entries.back()));
      QVERIFY(head == w.head && head.lastLeaf == leaf);
    }
    QCOMPARE(w.head.size(), std::uint64_t(1001));
    std::vector<Digest> leaves;
    for (const std::string& e : w.input.entries)
      leaves.push_back(leafHash(e));
    QVERIFY(merkleRoot(leaves) == w.head.tree.root());
    QVERIFY(must(LogHead::fromJson(must(parseJson(must(canonicalJson(w.head.json())))))) == w.head);
    QVERIFY(!headAfter(w.head, w.input.entries[5]));
  }
  void refuses() {
    World w = openWorld();
    QVERIFY(!appendEntry(w.head, LogOpen{}, w.first.signer, w.first.key, w.now));
    QVERIFY(!appendEntry(w.head, Note{"x"}, w.first.signer, w.second.key, w.now));
    QVERIFY(!appendEntry(w.head, Note{""}, w.first.signer, w.first.key, w.now));
    QVERIFY(!appendEntry(w.head, Note{"\xFF"}, w.first.signer, w.first.key, w.now));
    QVERIFY(!appendEntry(w.head, Countersign{1, {}, "", "agreed"}, w.first.signer, w.first.key,
                         w.now)); // not yet there
    LogHead empty;
    empty.origin = "bad origin+";
    QVERIFY(!appendEntry(empty, Note{"x"}, w.first.signer, w.first.key, w.now));
    empty.origin = "example.org/x";
    QVERIFY(!appendEntry(empty, Note{"x"}, w.first.signer, w.first.key, w.now));
    QVERIFY(
        !appendEntry(w.head, Note{"x"}, w.first.signer, w.first.key, Instant(std::chrono::hours(24 * -365))));
  }
  void clocks() {
    World w = openWorld();
    for (const auto step : {std::chrono::hours(-1), std::chrono::hours(-24), std::chrono::hours(24 * 3650)}) {
      const auto a = must(appendEntry(w.head, Note{"x"}, w.first.signer, w.first.key, w.now + step));
      const auto s = must(readStatement(must(readEnvelope(a.entry.envelope)).payload));
      QCOMPARE(s.header.clockWarnings.empty(), step.count() > 0);
      QCOMPARE(s.header.seq, std::uint64_t(1));
    }
  }
  void checkpoints() {
    World w = fullWorld();
    const Checkpoint& c = w.input.checkpoints[1];
    QVERIFY(verifyCheckpoint(c, w.log.key.publicKey()));
    QVERIFY(!verifyCheckpoint(c, w.first.key.publicKey()));
    const Checkpoint read = must(readCheckpointNote(c.note()));
    QVERIFY(read.root == c.root && read.size == 10 && verifyCheckpoint(read, w.log.key.publicKey()));
    QCOMPARE(read.keyId, w.log.key.keyId().substr(0, 8));
    for (const std::string bad : {"", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a b\n1\n"})
      QVERIFY(!readCheckpointBody(bad));
    for (std::size_t i = 0; i < c.note().size(); ++i)
      QVERIFY(!readCheckpointNote(c.note().substr(0, i)));
    QVERIFY(!readCheckpointNote(c.note() + "x\n"));
  }
  void tokens() {
    World w = fullWorld();
    const std::string body = w.input.checkpoints[0].body(), token = stamp(body),
                      ca = readFile(path("tsaca.crt"));
    const Instant at = must(verifyToken(token, body, ca));
    QCOMPARE(must(tokenTime(token)), at);
    QVERIFY(!verifyToken(token, body + " ", ca));
    QVERIFY(!verifyToken(token, body, w.authority.pem()));
    QVERIFY(!verifyToken(token.substr(0, token.size() - 1), body, ca) && !tokenTime("") && !tokenTime("x"));
  }
  /// The time sandwich, as both verifiers see it. The tokens are of now, so the log is as well.
  void sandwich() {
    const auto verdicts = [&](World& w, const char* name) {
      std::filesystem::remove_all(path(name));
      must(writePackage(w.input, path(name), w.log.key).map([] { return 0; }));
      const auto own = verifyPackage(path(name), {});
      const Outcome script = verifyScript(path(name));
      if (script.exit != verdictExit(own.verdict))
        qWarning("%s\n%s", why(own).c_str(), script.output.c_str());
      return script.exit == verdictExit(own.verdict) ? script.exit : -1;
    };
    const auto start = [&](std::chrono::seconds before) {
      World w = openWorld();
      w.input.entries.clear();
      w.head = LogHead{w.input.origin, {}, {}, {}, {}};
      w.now = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) - before;
      LogOpen open{w.authority.sha256(),
                   w.log.key.keyId(),
                   {{w.first.signer.keyId, "First Reviewer", "reviewer", w.first.signer.certSha256}},
                   ""};
      w.append(open, w.first);
      w.append(w.attestation(1), w.first);
      w.checkpoint();
      w.input.checkpoints[0].token = stamp(w.input.checkpoints[0].body());
      w.input.tsaCaPem = readFile(path("tsaca.crt"));
      w.head.token =
          LowerBound{2, sha256(w.input.checkpoints[0].token), must(tokenTime(w.input.checkpoints[0].token))};
      return w;
    };
    const auto close = [&](World& w) {
      w.checkpoint();
      w.input.checkpoints.back().token = stamp(w.input.checkpoints.back().body());
    };
    World good = start(std::chrono::seconds(150));
    good.append(good.attestation(2), good.first);
    close(good);
    QCOMPARE(verdicts(good, "good"), 0);
    const std::string tsa = must(Certificate::fromPem(readFile(path("tsaca.crt")))).sha256().hex();
    QCOMPARE(verifyScript(path("good"), {"", "", tsa}).exit, 0);
    QCOMPARE(verifyScript(path("good"), {"", "", std::string(64, '0')}).exit, 1);
    VerifyOptions options;
    options.tsaCaSha256 = std::string(64, '0');
    QCOMPARE(int(verifyPackage(path("good"), options).verdict), int(Verdict::Fail));

    World postDated = start(std::chrono::seconds(-3600)); // claims a time an hour after its token
    postDated.append(Note{"x"}, postDated.first);
    close(postDated);
    QCOMPARE(verdicts(postDated, "post"), 1);

    World backDated = start(std::chrono::seconds(7200)); // claims a time long before the token that it names
    backDated.head.token->genTime = backDated.now;       // so that no warning is added
    backDated.append(backDated.attestation(2), backDated.first);
    close(backDated);
    QCOMPARE(verdicts(backDated, "back"), 1);
    backDated = start(std::chrono::seconds(7200)); // the program says so itself
    backDated.append(backDated.attestation(2), backDated.first);
    close(backDated);
    QCOMPARE(verdicts(backDated, "warned"), 0);

    World silent = start(std::chrono::seconds(150)); // names the token once, then leaves it out
    silent.append(Note{"x"}, silent.first);
    silent.head.token.reset();
    silent.append(Note{"y"}, silent.first);
    close(silent);
    QCOMPARE(verdicts(silent, "silent"), 1);

    World restamped = start(std::chrono::seconds(150)); // another token for the same checkpoint
    restamped.append(Note{"x"}, restamped.first);
    close(restamped);
    restamped.input.checkpoints[0].token = stamp(restamped.input.checkpoints[0].body());
    QCOMPARE(verdicts(restamped, "restamped"), 1);

    World reused = start(std::chrono::seconds(150)); // an older token for a later checkpoint
    reused.append(Note{"x"}, reused.first);
    reused.checkpoint(reused.input.checkpoints[0].token);
    QCOMPARE(verdicts(reused, "reused"), 1);
  }
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
