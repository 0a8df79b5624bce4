// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <random>

namespace countersign::test {

/// SQL that makes roles, a database and privileges by chance. Many statements fail by intent: nobody may
/// grant what he does not hold.
class LiveUniverse {
public:
  explicit LiveUniverse(std::uint32_t seed) : random_(seed) {}
  QByteArray roles(); ///< to be run once
  QByteArray database(const QByteArray& name);
  QByteArray creation(); ///< of objects, by several roles with default privileges
  QByteArray grants(const QByteArray& database);
  /// COPY of a catalogue, as `addCatalogueCsv` takes it.
  static QByteArray exportOf(const QByteArray& table, int version);
  /// COPY of the server's answers: role, resource, action, granted.
  static QByteArrayList answers(int version);

private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  const QByteArray& one(const QByteArrayList& of) {
    return of[static_cast<qsizetype>(below(static_cast<std::size_t>(of.size())))];
  }
  QByteArray grantee();
  QByteArray defaults();

  std::mt19937 random_;
};

} // namespace countersign::test
