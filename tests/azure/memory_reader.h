// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../kubernetes/collect.h"
#include "connectors/azure/azure.h"
#include "models/access/reader.h"
#include "models/correlate/describe.h"

#include <algorithm>
#include <set>
#include <string>

namespace countersign::test {

/// Documents of exports in memory, found by their keys as a workspace finds them.
class MemoryReader final : public DocumentReader {
public:
  std::set<std::string> parts, missed;

  /// Reads an export of tenant t1; the number of documents.
  std::size_t import(std::string_view text) {
    const Collected got = collect(*azureConnectors().front(), text, "t1");
    for (const auto& [document, where] : got.all.documents) {
      auto held = std::make_shared<HeldDocument>();
      held->document = document;
      held->role = SourceRole::Live;
      held->object = static_cast<std::int64_t>(held_.size()) + 1;
      held_.push_back({std::move(held), describe(document)});
    }
    for (const PartState& part : got.parts)
      parts.insert(part.part);
    return got.all.documents.size();
  }
  HeldDocumentPtr find(const std::string& kind, const std::string& uid) const {
    for (const auto& [held, keys] : held_)
      if (held->document.object.kind == kind && held->document.object.uid == uid) return held;
    return nullptr;
  }

  Documents withKey(const std::string& key, const Kinds& kinds) override {
    return matching(key, kinds, &Description::selfKeys);
  }
  Documents naming(const std::string& key, const Kinds& kinds) override {
    return matching(key, kinds, &Description::namingKeys);
  }
  bool partImported(const std::string& system, const std::string&, const std::string& part,
                    SourceRole role) override {
    return system == "azure" && role == SourceRole::Live && parts.count(part) != 0;
  }
  std::string spelling(const std::string& lower) override { return lower; }
  void absent(const std::string& what) override { missed.insert(what); }

private:
  Documents matching(const std::string& key, const Kinds& kinds,
                     std::vector<std::string> Description::*list) const {
    Documents out;
    for (const auto& [held, description] : held_)
      if (hasKey(description.*list, key) &&
          std::find(kinds.begin(), kinds.end(), held->document.object.kind) != kinds.end())
        out.push_back(held);
    return out;
  }
  std::vector<std::pair<std::shared_ptr<HeldDocument>, Description>> held_;
};

} // namespace countersign::test
