// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/completeness.h"

#include <algorithm>

namespace countersign::kubernetes {
namespace {

bool names(const std::vector<std::string>& list, std::string_view part) {
  return std::find(list.begin(), list.end(), part) != list.end();
}

} // namespace

void Completeness::sawObject(const KindInfo& kind, std::string_view ns, std::uint64_t list) {
  if (kind.part.empty()) return;
  const std::lock_guard lock(mutex_);
  Part& part = parts_[std::string(kind.part)];
  if (part.ns.empty()) part.ns = ns;
  if (list == single) return;
  part.inList = true;
  part.lists.insert(list);
  if (part.spread) return;
  const auto [first, isNew] = part.namespaceOfList.emplace(list, ns);
  part.spread = !isNew && first->second != ns;
}

void Completeness::sawList(const KindInfo* kind, std::uint64_t list) {
  const std::lock_guard lock(mutex_);
  anyList_ = true;
  if (kind == nullptr || kind->part.empty()) return;
  Part& part = parts_[std::string(kind->part)];
  part.inList = true;
  part.lists.insert(list);
}

void Completeness::listGoesOn(std::uint64_t list) {
  const std::lock_guard lock(mutex_);
  goesOn_.insert(list);
}

void Completeness::sawFailure(const KindInfo* kind) {
  const std::lock_guard lock(mutex_);
  if (kind != nullptr && !kind->part.empty())
    parts_[std::string(kind->part)].failed = true;
  else if (kind == nullptr)
    failedUnknown_ = true;
}

std::string Completeness::whyPartial(const std::string& name, const Part& part, bool truncated,
                                     const ReadOptions& options) const {
  if (truncated) return "the file ends early";
  if (part.failed || failedUnknown_) return "an object could not be read";
  if (names(options.partialParts, name) || names(options.partialParts, "*"))
    return "said to be partial by who imported it";
  if (names(options.completeParts, name)) return {};
  if (!part.inList) return "the file holds single objects and no list";
  if (std::any_of(part.lists.begin(), part.lists.end(), [&](auto list) { return goesOn_.count(list) != 0; }))
    return "the list goes on on another page, which is not in the file";
  const KindInfo* kind = findPart(name);
  if (kind == nullptr || !kind->namespaced || part.spread) return {};
  const std::string what = part.ns.empty() ? "the list is empty" : "only namespace " + part.ns;
  return what + "; say --complete " + name + " if that is the whole cluster";
}

std::vector<PartState> Completeness::states(bool truncated, const ReadOptions& options) const {
  const std::lock_guard lock(mutex_);
  auto parts = parts_;
  if (anyList_) // a list without a single object of a kind does not name the kind; the person may
    for (const std::string& name : options.completeParts)
      if (findPart(name) != nullptr) parts.try_emplace(name);
  std::vector<PartState> out;
  for (const auto& [name, part] : parts) {
    std::string why = whyPartial(name, part, truncated, options);
    const bool complete = why.empty();
    out.push_back({name, complete, std::move(why)});
  }
  return out;
}

} // namespace countersign::kubernetes
