// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <random>

namespace countersign::test {

/// What a random test begins with: COUNTERSIGN_TEST_SEED, or a number that is drawn; printed either way, so
/// that a failure can be repeated.
inline unsigned testSeed() {
  bool given = false;
  const unsigned asked = qEnvironmentVariable("COUNTERSIGN_TEST_SEED").toUInt(&given);
  const unsigned seed = given ? asked : std::random_device{}();
  qInfo("COUNTERSIGN_TEST_SEED=%u", seed);
  return seed;
}

} // namespace countersign::test
