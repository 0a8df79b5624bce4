// SPDX-License-Identifier: Apache-2.0
#include "models/drift/latency.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace countersign::drift {
namespace {

constexpr std::array legs{
    std::pair(Leg::Applied, "applied"),
    std::pair(Leg::Audit, "audit"),
    std::pair(Leg::Shown, "shown"),
    std::pair(Leg::Reviewed, "reviewed"),
};

Micros atRank(const std::vector<Micros>& sorted, unsigned percent) {
  const std::size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

std::string durationText(Micros d) {
  const auto seconds = std::chrono::duration_cast<Seconds>(d);
  return seconds.count() == 0 && d.count() > 0 ? "under 1 s" : formatDuration(seconds);
}

} // namespace

std::string_view name(Leg leg) {
  for (const auto& [l, text] : legs)
    if (l == leg) return text;
  return {};
}

std::optional<Leg> legFrom(std::string_view text) {
  for (const auto& [l, name] : legs)
    if (name == text) return l;
  return std::nullopt;
}

Percentiles percentiles(const std::vector<Latency>& all) {
  Percentiles out;
  out.count = all.size();
  if (all.empty()) return out;
  std::vector<Micros> least, most;
  for (const Latency& l : all) {
    least.push_back(l.least);
    most.push_back(l.most);
  }
  std::sort(least.begin(), least.end());
  std::sort(most.begin(), most.end());
  out.p50 = {atRank(least, 50), atRank(most, 50)};
  out.p95 = {atRank(least, 95), atRank(most, 95)};
  out.worst = {least.back(), most.back()};
  return out;
}

std::vector<Bar> histogram(const std::vector<Latency>& all) {
  std::map<unsigned, std::size_t> counts;
  for (const Latency& l : all) {
    unsigned bar = 0;
    while (bar < 40 && std::chrono::seconds(std::int64_t{1} << bar) < l.most)
      ++bar;
    ++counts[bar];
  }
  std::vector<Bar> out;
  if (counts.empty()) return out;
  for (unsigned bar = counts.begin()->first; bar <= counts.rbegin()->first; ++bar) {
    const auto found = counts.find(bar);
    out.push_back({bar == 0 ? Micros{0} : Micros(std::chrono::seconds(std::int64_t{1} << (bar - 1))),
                   std::chrono::seconds(std::int64_t{1} << bar), found == counts.end() ? 0 : found->second});
  }
  return out;
}

std::string text(const Latency& l) {
  if (l.exact()) return durationText(l.most);
  if (l.least.count() == 0) return "at most " + durationText(l.most);
  return durationText(l.least) + " to " + durationText(l.most);
}

const std::vector<Floor>& allFloors() {
  using namespace std::chrono;
  static const std::vector<Floor> all{
      {"aws.credential-report", hours(4), "a credential report is made anew at most every 4 hours",
       "IAM User Guide, \"Generate credential reports for your AWS account\""},
      {"aws.cloudtrail", minutes(5), "CloudTrail delivers events about 5 minutes after the call on average",
       "AWS CloudTrail User Guide, \"How CloudTrail works\""},
      {"gcp.export", minutes(7), "a change of an allow policy takes 2 minutes as a rule, perhaps 7 or more",
       "Google Cloud IAM, \"Access change propagation\""},
  };
  return all;
}

const Floor* floorOf(std::string_view connector) {
  for (const Floor& f : allFloors())
    if (f.connector == connector) return &f;
  return nullptr;
}

} // namespace countersign::drift
