// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"
#include "models/correlate/describe.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace countersign::test {

/// Documents in memory, found by the keys that the product gives them.
class HeldReader final : public DocumentReader {
public:
  void add(const Document& document) {
    auto held = std::make_shared<HeldDocument>();
    held->document = document;
    held->digest = sha256(*document.canonical());
    held->system = "gcp";
    parts.insert(document.part);
    all_.push_back({held, describe(document)});
  }
  Documents withKey(const std::string& key, const Kinds& kinds) override {
    return find(kinds, [&](const Description& d) { return hasKey(d.selfKeys, key); });
  }
  Documents naming(const std::string& key, const Kinds& kinds) override {
    return find(kinds, [&](const Description& d) { return hasKey(d.namingKeys, key); });
  }
  bool partImported(const std::string&, const std::string&, const std::string& part, SourceRole) override {
    return parts.count(part) > 0;
  }
  std::string spelling(const std::string& lower) override { return lower; }
  void absent(const std::string& what) override { absences.insert(what); }

  HeldDocumentPtr principal(const std::string& email) const {
    for (const auto& [held, description] : all_)
      if (description.principal && held->document.object.uid == email) return held;
    return nullptr;
  }
  std::vector<HeldDocumentPtr> principals() const {
    std::vector<HeldDocumentPtr> out;
    for (const auto& [held, description] : all_)
      if (description.principal) out.push_back(held);
    return out;
  }
  std::set<std::string> parts, absences;

private:
  template <class Wanted>
  Documents find(const Kinds& kinds, Wanted wanted) const {
    Documents out;
    for (const auto& [held, description] : all_)
      if (std::find(kinds.begin(), kinds.end(), held->document.object.kind) != kinds.end() &&
          wanted(description))
        out.push_back(held);
    return out;
  }
  std::vector<std::pair<HeldDocumentPtr, Description>> all_;
};

} // namespace countersign::test
