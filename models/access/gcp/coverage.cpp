// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/coverage.h"

#include "models/access/gcp/names.h"

#include <algorithm>
#include <set>

namespace countersign::gcp {
namespace {

/// White space at the ends of a condition means nothing.
std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

/// A grant ready to be compared.
struct Side {
  std::set<std::string> permissions;
  bool known = true, inactive = false;
  std::string node, condition;

  Side(const Estate& estate, const Given& given) : condition(trimmed(given.condition)) {
    const std::string name = nodeName(given.node);
    node = estate.canonical(name.empty() ? given.node : name);
    for (const std::string& one : given.permissions)
      permissions.insert(permissionKey(one));
    if (given.role.empty()) return;
    const KnownRole* role = estate.role(given.role);
    inactive = role != nullptr && role->inactive;
    known = role != nullptr && role->known;
    if (known)
      for (const std::uint32_t number : role->permissions)
        permissions.insert(estate.permissionName(number));
  }
};

class Comparison {
public:
  Comparison(const Estate& estate, const Given& of, std::size_t place)
      : estate_(estate), of_(of), side_(estate, of), open_(side_.permissions) {
    out_.grant = place;
    out_.whole = !side_.known;
  }

  void take(const Given& by) {
    const Side other(estate_, by);
    if (other.inactive) return;
    const Truth covers = estate_.within(side_.node, other.node);
    const bool inside = covers == Truth::No && estate_.within(other.node, side_.node) == Truth::Yes;
    if (covers == Truth::No && !inside) return;
    const bool sameRole = !of_.role.empty() && of_.role == by.role;
    const bool overlaps = sameRole || !other.known || !side_.known || shares(other);
    if (!overlaps) return;
    const bool sameCondition = other.condition.empty() || other.condition == side_.condition;
    std::vector<std::string> why;
    if (covers == Truth::Unknown)
      why.push_back("whether " + side_.node + " lies in " + other.node + " is not known");
    if (!sameCondition && !side_.condition.empty())
      why.push_back("how the condition " + side_.condition + " relates to " + other.condition);
    if (!sameRole && !other.known) why.push_back("what " + by.role + " permits is not known");
    if (!sameRole && !side_.known) why.push_back("what " + of_.role + " permits is not known");
    if (inside) return addOnce(out_.within, other.node);
    if (!sameCondition && side_.condition.empty()) return addOnce(out_.conditions, other.condition);
    settle(other, sameRole, why);
  }

  Uncovered result() && {
    for (const std::string& one : open_)
      (perhaps_.count(one) > 0 || all_ ? out_.undecided : out_.permissions).push_back(one);
    return std::move(out_);
  }
  bool nothing() const { return side_.inactive || (open_.empty() && !out_.whole); }

private:
  bool shares(const Side& other) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const std::string& one) { return other.permissions.count(one) > 0; });
  }
  static void addOnce(std::vector<std::string>& to, const std::string& one) {
    if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
  }

  void settle(const Side& other, bool sameRole, const std::vector<std::string>& why) {
    for (const std::string& one : why)
      addOnce(out_.missing, one);
    if (why.empty()) {
      if (sameRole) out_.whole = false;
      for (auto at = open_.begin(); at != open_.end();)
        at = sameRole || other.permissions.count(*at) > 0 ? open_.erase(at) : std::next(at);
      return;
    }
    all_ = all_ || !other.known || sameRole;
    for (const std::string& one : open_)
      if (other.permissions.count(one) > 0) perhaps_.insert(one);
  }

  const Estate& estate_;
  const Given& of_;
  Side side_;
  std::set<std::string> open_, perhaps_;
  bool all_ = false; ///< a role of which nobody knows what it permits may cover everything
  Uncovered out_;
};

} // namespace

std::vector<Uncovered> uncovered(const Estate& estate, const std::vector<Given>& of,
                                 const std::vector<Given>& by) {
  std::vector<Uncovered> out;
  for (std::size_t i = 0; i < of.size(); ++i) {
    Comparison comparison(estate, of[i], i);
    for (const Given& other : by)
      comparison.take(other);
    if (!comparison.nothing()) out.push_back(std::move(comparison).result());
  }
  return out;
}

} // namespace countersign::gcp
