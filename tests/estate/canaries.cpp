// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/writers.h"

#include <algorithm>

namespace countersign::estate {

namespace {
constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::uint64_t purposeCanary = 900;
} // namespace

std::string canary(const Plan& plan, Canary place, std::size_t number) {
  const std::uint64_t h = plan.hash(purposeCanary, static_cast<std::uint64_t>(place), number);
  switch (place) {
  case Canary::AccessKeySecret:
    return draw(h, 40, base64);
  case Canary::StatePem:
    return draw(h, 64, base64);
  case Canary::ClusterToken:
    return "ZXlKaGJHY2lPaUpTVXpJMU5pSXNJbXRwWkNJNklu" + draw(h, 80, base64Url);
  case Canary::SessionToken:
    return "IQoJb3JpZ2luX2VjE" + draw(h, 111, base64Url);
  default:
    return "canary-secret-" + drawHex(h, 32);
  }
}

std::vector<std::string> canaries(const Plan& plan) {
  std::vector<std::string> out;
  const auto add = [&](Canary place, std::size_t number) { out.push_back(canary(plan, place, number)); };
  for (std::size_t i = 0; i < std::min<std::size_t>(plan.count(Kind::User), 40); ++i)
    if (plan.identity(Kind::User, i).inTerraform) add(Canary::AccessKeySecret, i);
  for (std::size_t state = 0; state < accounts.size() + clusters.size(); ++state)
    for (const Canary place : {Canary::StateOutput, Canary::StatePassword, Canary::StatePem})
      add(place, state);
  for (std::size_t i = 0; i < clusters.size(); ++i)
    add(Canary::ClusterToken, i), add(Canary::PodValue, i);
  for (std::size_t account = 0; account < accounts.size(); ++account)
    for (int day = 1; day <= plan.lastDay(); ++day)
      add(Canary::SessionToken, account * 100 + static_cast<std::size_t>(day));
  add(Canary::Inventory, 0);
  add(Canary::Inventory, 1);
  return out;
}

} // namespace countersign::estate
