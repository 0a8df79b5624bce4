// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/kubernetes/kinds.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::kubernetes {

/// Keeps what decides whether a part of an export is complete. A list holds all objects of its kinds unless
/// it goes on elsewhere, or all of a kind lie in one namespace (then it may be the list of that namespace).
/// Single objects say nothing about others. May be called from several threads.
class Completeness {
public:
  /// An object of a kind with a part was read from the list number `list`, or alone (`single`).
  static constexpr std::uint64_t single = ~std::uint64_t{0};
  void sawObject(const KindInfo& kind, std::string_view ns, std::uint64_t list);
  /// A list was there; of which kind, where it says so itself ("RoleBindingList").
  void sawList(const KindInfo* kind, std::uint64_t list);
  /// The list says that it goes on elsewhere (metadata.continue, metadata.remainingItemCount).
  void listGoesOn(std::uint64_t list);
  /// An object of this kind (nullptr: of any) could not be used.
  void sawFailure(const KindInfo* kind);

  /// The states of all parts seen, sorted by name. `truncated`: the input ended early.
  std::vector<PartState> states(bool truncated, const ReadOptions& options) const;

private:
  struct Part {
    bool failed = false, inList = false, spread = false;
    std::string ns;
    std::set<std::uint64_t> lists;
    std::map<std::uint64_t, std::string> namespaceOfList; ///< the first one seen
  };
  std::string whyPartial(const std::string& name, const Part& part, bool truncated,
                         const ReadOptions& options) const;

  mutable std::mutex mutex_;
  std::map<std::string, Part, std::less<>> parts_;
  std::set<std::uint64_t> goesOn_;
  bool failedUnknown_ = false, anyList_ = false;
};

} // namespace countersign::kubernetes
