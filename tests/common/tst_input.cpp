// SPDX-License-Identifier: Apache-2.0
#include "packing.h"

#include "connectors/common/input.h"
#include "models/identity/digest.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace countersign;
using namespace std::string_literals;

namespace {
const std::string text = "{\"name\":\"r\xC3\xB4le \xF0\x9F\x98\x82\"}\n";

std::string utf16(const std::string& utf8, bool little) {
  std::string out;
  for (const QChar c : QString::fromStdString(utf8)) {
    const char low = static_cast<char>(c.unicode() & 0xFF), high = static_cast<char>(c.unicode() >> 8);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}
} // namespace

class TestInput : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::string path = folder_.path().toStdString() + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  struct Seen {
    std::vector<std::string> names, contents, refused;
    bool truncated = false;
    Result<void> result;
    std::string codeName() const { return result ? "ok" : std::string(errorCodeName(result.error().code)); }
  };
  static Seen read(const std::string& path, bool tolerant = false, const ImportLimits& limits = {}) {
    Seen seen;
    InputRefused refused;
    if (tolerant)
      refused = [&](const std::string& name, const Error& error) -> Result<void> {
        seen.refused.push_back(name + " " + std::string(errorCodeName(error.code)));
        return {};
      };
    seen.result = forEachInput(
        path, limits, [] { return false; },
        [&](const Input& input) -> Result<void> {
          seen.names.push_back(input.name);
          seen.contents.emplace_back(input.bytes);
          seen.truncated = seen.truncated || input.truncatedInput;
          return {};
        },
        refused);
    return seen;
  }

private Q_SLOTS:
  void decodes_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    row("utf-8", text);
    row("utf-8 with mark", "\xEF\xBB\xBF" + text);
    row("utf-16 little", "\xFF\xFE" + utf16(text, true));
    row("utf-16 big", "\xFE\xFF" + utf16(text, false));
    row("utf-16 little without mark", utf16(text, true));
    row("utf-16 big without mark", utf16(text, false));
    for (const char* filter : {"gzip", "xz", "zstd"})
      row(filter, pack({{"data", text, AE_IFREG, {}}}, "raw", filter));
  }
  void decodes() {
    QFETCH(QByteArray, bytes);
    const std::string path = write("one", bytes.toStdString());
    const Seen seen = read(path);
    QVERIFY2(seen.result, seen.result ? "" : seen.result.error().text().c_str());
    QCOMPARE(seen.contents, std::vector<std::string>{text});
    QCOMPARE(seen.names, std::vector<std::string>{path});
    QVERIFY(!seen.truncated);
  }
  void refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const std::string& bytes, const char* code) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(code);
    };
    row("empty", "", "malformed");
    row("only a mark", "\xEF\xBB\xBF", "malformed");
    row("latin-1", "name,owner\nr\xF4le,x\n", "encoding");
    row("binary",
        "\x7F"
        "ELF\x02\x01\x01\0\0\0\0"s,
        "encoding");
    row("utf-32", "\xFF\xFE\0\0{\0\0\0"s, "encoding");
    row("lone surrogate", "\xFF\xFE{\0\x00\xDC}\0"s, "encoding");
    row("empty gzip", pack({{"data", "", AE_IFREG, {}}}, "raw", "gzip"), "malformed");
    row("empty zip", pack({}, "zip", ""), "ok");
    row("traversal", pack({{"../x.json", text, AE_IFREG, {}}}, "pax", ""), "unsupported");
    row("traversal behind", pack({{"a/../../x.json", text, AE_IFREG, {}}}, "zip", ""), "unsupported");
    row("windows traversal", pack({{"a\\..\\x.json", text, AE_IFREG, {}}}, "zip", ""), "unsupported");
    row("absolute", pack({{"/etc/x.json", text, AE_IFREG, {}}}, "pax", "gzip"), "unsupported");
    row("drive", pack({{"C:\\x.json", text, AE_IFREG, {}}}, "zip", ""), "unsupported");
    row("symlink", pack({{"x.json", "", AE_IFLNK, "/etc/passwd"}}, "pax", "zstd"), "unsupported");
    row("device", pack({{"x.json", "", AE_IFCHR, {}}}, "pax", ""), "unsupported");
    row("bomb", pack({{"data", std::string(70U << 20, ' '), AE_IFREG, {}}}, "raw", "gzip"), "limit");
    const std::string one = pack({{"a.json", text, AE_IFREG, {}}}, "zip", "");
    const std::string two = pack({{"b.zip", one, AE_IFREG, {}}}, "zip", "");
    row("archive in archive", two, "ok");
    row("three deep", pack({{"c.zip", two, AE_IFREG, {}}}, "zip", ""), "limit");
    row("four members",
        pack({{"a", text, AE_IFREG, {}},
              {"b", text, AE_IFREG, {}},
              {"c", text, AE_IFREG, {}},
              {"d", text, AE_IFREG, {}}},
             "pax", ""),
        "limit");
  }
  void refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    ImportLimits limits;
    limits.maxArchiveMembers = 3;
    const std::string path = write("bad", bytes.toStdString());
    const Seen seen = read(path, false, limits);
    QCOMPARE(QByteArray::fromStdString(seen.codeName()), code);
    if (!seen.result) QVERIFY(seen.result.error().place.file.starts_with(path));
  }
  void archives_data() {
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("filter");
    QTest::newRow("zip") << QByteArray("zip") << QByteArray("");
    QTest::newRow("tar") << QByteArray("pax") << QByteArray("");
    QTest::newRow("tar.gz") << QByteArray("pax") << QByteArray("gzip");
    QTest::newRow("tar.zst") << QByteArray("pax") << QByteArray("zstd");
    QTest::newRow("tar.xz") << QByteArray("pax") << QByteArray("xz");
  }
  void archives() {
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, filter);
    const std::string big =
        "{\"pad\":\"" + std::string(9U << 20, 'x') + "\"}"; // goes through a temporary file
    const std::string inner = pack({{"data", text, AE_IFREG, {}}}, "raw", "gzip");
    const std::string bytes = pack({{"d/", "", AE_IFDIR, {}},
                                    {"d/\xC3\xA4.json", text, AE_IFREG, {}},
                                    {"big.json", big, AE_IFREG, {}},
                                    {"picture.png", "\x89PNG\r\n\x1A\n\0\0\0\0"s, AE_IFREG, {}},
                                    {"in.json.gz", inner, AE_IFREG, {}}},
                                   format.constData(), filter.toStdString());
    const std::string path = write("all", bytes);
    const Seen seen = read(path, true);
    QVERIFY2(seen.result, seen.result ? "" : seen.result.error().text().c_str());
    QCOMPARE(seen.names, (std::vector<std::string>{path + "!/d/\xC3\xA4.json", path + "!/big.json",
                                                   path + "!/in.json.gz"}));
    QCOMPARE(seen.contents, (std::vector<std::string>{text, big, text}));
    QCOMPARE(seen.refused, std::vector<std::string>{path + "!/picture.png encoding"});
    QCOMPARE(QByteArray::fromStdString(read(path).codeName()), QByteArray("encoding"));
  }
  void cutGzip() {
    std::string long_;
    for (int i = 0; i < 50000; ++i)
      long_ += "{\"i\":" + std::to_string(i * 7919 % 10007) + "}\n";
    for (const char* filter : {"gzip", "zstd", "xz"}) {
      const std::string packed = pack({{"data", long_, AE_IFREG, {}}}, "raw", filter);
      const Seen seen = read(write("cut", packed.substr(0, packed.size() * 3 / 4)));
      if (seen.result) {
        QVERIFY2(seen.truncated, filter);
        QCOMPARE(seen.contents.size(), std::size_t{1});
        QVERIFY(long_.starts_with(seen.contents[0]) && seen.contents[0].size() < long_.size());
      } else {
        QVERIFY2(seen.codeName() == "truncated", (filter + (": " + seen.result.error().text())).c_str());
      }
    }
    // gzip gives what there is.
    const std::string packed = pack({{"data", long_, AE_IFREG, {}}}, "raw", "gzip");
    QVERIFY(read(write("cut", packed.substr(0, packed.size() / 2))).truncated);
  }
  void damagedGzip() {
    std::string packed = pack({{"data", std::string(2000, 'a') + text, AE_IFREG, {}}}, "raw", "gzip");
    packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1); // the CRC
    QCOMPARE(read(write("damaged.gz", packed)).codeName(), "malformed"s);
  }
  void folders() {
    write("tree/b.json", "[2]");
    write("tree/a/z.json", "[1]");
    write("tree/.git/config", "[9]");
    write("tree/c.json", "");
    const std::string root = folder_.path().toStdString() + "/tree";
    std::filesystem::create_directory_symlink(root, root + "/loop");
    ::mkfifo((root + "/d.pipe").c_str(), 0600);
    const Seen seen = read(root, true);
    QVERIFY2(seen.result, seen.result ? "" : seen.result.error().text().c_str());
    QCOMPARE(seen.names, (std::vector<std::string>{root + "/a/z.json", root + "/b.json"}));
    QCOMPARE(seen.refused,
             (std::vector<std::string>{root + "/c.json malformed", root + "/d.pipe unsupported"}));
    QCOMPARE(read(root).codeName(), "malformed"s);
  }
  void rawFacts() {
    const std::string packed = pack({{"data", text, AE_IFREG, {}}}, "raw", "gzip");
    const std::string path = write("facts.gz", packed);
    std::string digest;
    std::uint64_t size = 0;
    QVERIFY(forEachInput(path, {}, {}, [&](const Input& input) -> Result<void> {
      digest = input.rawSha256;
      size = input.rawSize;
      return {};
    }));
    QCOMPARE(digest, sha256(packed).hex());
    QCOMPARE(size, std::uint64_t{packed.size()});
    const auto facts = fileSha256(path);
    QVERIFY(facts);
    QCOMPARE(facts->sha256, digest);
    QCOMPARE(facts->size, size);
  }
  void systemErrors() {
    QCOMPARE(read(folder_.path().toStdString() + "/missing").codeName(), "not-found"s);
    if (::geteuid() != 0) {
      const std::string path = write("closed", text);
      ::chmod(path.c_str(), 0);
      QCOMPARE(read(path).codeName(), "io"s);
    }
    QCOMPARE(readError("x", ENOSPC).code, ErrorCode::DiskFull);
    QCOMPARE(readError("x", EACCES).code, ErrorCode::Io);
  }
  void limitsAndCancelling() {
    ImportLimits limits;
    limits.maxFileBytes = 10;
    QCOMPARE(read(write("long", text), false, limits).codeName(), "limit"s);
    const std::string zip = write("long.zip", pack({{"a", text, AE_IFREG, {}}}, "zip", ""));
    limits.maxFileBytes = 1U << 20;
    limits.maxArchiveBytes = 10;
    QCOMPARE(read(zip, true, limits).codeName(), "limit"s);
    const auto cancelled = forEachInput(
        zip, {}, [] { return true; }, [](const Input&) -> Result<void> { return {}; });
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
  }
  void mapped() {
    std::string big = "[\"";
    big.append((64U << 20) + 5, 'y');
    big += "\"]";
    const std::string path = write("big", big);
    const Seen seen = read(path);
    QVERIFY(seen.result);
    QVERIFY(seen.contents[0] == big);
    const auto changed = forEachInput(path, {}, {}, [&](const Input&) -> Result<void> {
      std::ofstream(path, std::ios::app) << " ";
      return {};
    });
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, ErrorCode::Io);
  }
  void visitorsErrorEndsIt() {
    write("two/a.json", "[1]");
    write("two/b.json", "[2]");
    int seen = 0;
    const auto result = forEachInput(
        folder_.path().toStdString() + "/two", {}, {},
        [&](const Input&) -> Result<void> {
          ++seen;
          return failure(ErrorCode::Busy, "stop");
        },
        [](const std::string&, const Error&) -> Result<void> { return {}; });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Busy);
    QCOMPARE(seen, 1);
  }
};

QTEST_APPLESS_MAIN(TestInput)
#include "tst_input.moc"
