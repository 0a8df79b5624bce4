// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/store_reader.h"

#include <algorithm>

namespace countersign {
namespace {
constexpr std::size_t cacheLimit = 20'000;
}

const Description& StoreReader::description(const HeldDocumentPtr& document) {
  const auto found = descriptions_.find(document->version);
  if (found != descriptions_.end()) return found->second;
  if (descriptions_.size() >= cacheLimit) descriptions_.clear();
  return descriptions_.emplace(document->version, describe(document->document)).first->second;
}

DocumentReader::Documents StoreReader::matching(const Result<std::vector<std::int64_t>>& objects,
                                                const std::string& key, const Kinds& kinds, bool self) {
  Documents out;
  if (!objects) {
    fail(objects.error());
    return out;
  }
  for (const std::int64_t object : *objects) {
    auto document = documents_.ofObject(object);
    if (!document) {
      fail(document.error());
      continue;
    }
    if (!*document || std::find(kinds.begin(), kinds.end(), (*document)->document.object.kind) == kinds.end())
      continue;
    const Description& d = description(*document);
    if (hasKey(self ? d.selfKeys : d.namingKeys, key)) out.push_back(std::move(*document));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a->object < b->object; });
  return out;
}

DocumentReader::Documents StoreReader::withKey(const std::string& key, const Kinds& kinds) {
  return matching(documents_.objectsWithKey(key), key, kinds, true);
}

DocumentReader::Documents StoreReader::naming(const std::string& key, const Kinds& kinds) {
  return matching(documents_.objectsNaming(key), key, kinds, false);
}

bool StoreReader::partImported(const std::string& system, const std::string& scope, const std::string& part,
                               SourceRole role) {
  const auto found = documents_.partImported(system, scope, part, role);
  if (!found) {
    fail(found.error());
    return false;
  }
  return *found;
}

} // namespace countersign
