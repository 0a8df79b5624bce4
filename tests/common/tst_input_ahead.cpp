// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/input_ahead.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <stdexcept>
#include <thread>

using namespace countersign;

namespace {

constexpr int files = 40;
/// Every seventh is empty, which cannot be used.
bool empty(int n) {
  return n % 7 == 3;
}

} // namespace

/// The same as forEachInput, by two threads.
class TestInputAhead : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::string path() const { return folder_.path().toStdString(); }
  using Visit = std::function<Result<void>(const std::string&)>;

  std::vector<std::string> seen_;
  InputVisitor visitor(const Visit& then = {}) {
    return [this, then, caller = std::this_thread::get_id()](const Input& input) -> Result<void> {
      if (std::this_thread::get_id() != caller)
        return failure(ErrorCode::Internal, "called on another thread");
      seen_.push_back(input.name + "=" + std::string(input.bytes) + "/" + input.rawSha256);
      return then ? then(input.name) : Result<void>{};
    };
  }
  InputRefused refusal() {
    return [this](const std::string& name, const Error& error) -> Result<void> {
      seen_.push_back(name + "!" + std::string(errorCodeName(error.code)));
      return {};
    };
  }

private Q_SLOTS:
  void initTestCase() {
    for (int i = 0; i < files; ++i) {
      std::ofstream out(path() + "/" + std::to_string(100 + i) + ".txt", std::ios::binary);
      if (!empty(i)) out << "content " << i;
    }
  }
  void init() { seen_.clear(); }

  void sameInSameOrder() {
    QVERIFY(forEachInput(path(), {}, {}, visitor(), refusal()).has_value());
    const std::vector<std::string> plain = std::exchange(seen_, {});
    QCOMPARE(plain.size(), std::size_t{files});
    QVERIFY(forEachInputAhead(path(), {}, {}, visitor(), refusal()).has_value());
    QVERIFY(seen_ == plain);
  }

  void visitorsErrorEnds() {
    const auto done = forEachInputAhead(path(), {}, {}, visitor([&](const std::string& name) -> Result<void> {
                                          return name.ends_with("105.txt")
                                                     ? failure(ErrorCode::Busy, "enough")
                                                     : Result<void>{};
                                        }),
                                        refusal());
    QVERIFY(!done);
    QCOMPARE(done.error().message, std::string("enough"));
    QCOMPARE(seen_.size(), std::size_t{6});
  }

  void unusableEndsWhereNobodyTakesIt() {
    const auto done = forEachInputAhead(path(), {}, {}, visitor(), {});
    QVERIFY(!done);
    QVERIFY(done.error().code == ErrorCode::Malformed);
    QCOMPARE(seen_.size(), std::size_t{3});
  }

  void cancelled() {
    const auto done = forEachInputAhead(
        path(), {}, [&] { return seen_.size() >= 4; }, visitor(), refusal());
    QVERIFY(!done);
    QVERIFY(done.error().code == ErrorCode::Cancelled);
    QCOMPARE(seen_.size(), std::size_t{4});
  }

  void visitorThrows() {
    QVERIFY_EXCEPTION_THROWN(
        (void)forEachInputAhead(
            path(), {}, {}, [](const Input&) -> Result<void> { throw std::runtime_error("no"); }, refusal()),
        std::runtime_error);
  }

  void fileOfItsOwn() {
    QVERIFY(forEachInputAhead(path() + "/101.txt", {}, {}, visitor(), refusal()).has_value());
    QCOMPARE(seen_.size(), std::size_t{1});
    QVERIFY(!forEachInputAhead(path() + "/none", {}, {}, visitor(), refusal()));
  }
};

QTEST_APPLESS_MAIN(TestInputAhead)
#include "tst_input_ahead.moc"
