// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"
#include "models/correlate/describe.h"
#include "tests/kubernetes/collect.h"

#include <algorithm>
#include <set>

namespace countersign::test {

/// Documents in memory, found by their keys as in a workspace.
class MemoryReader final : public DocumentReader {
public:
  explicit MemoryReader(std::string source) : source_(std::move(source)) {}

  void add(const Collected& got) {
    for (const auto& [document, where] : got.all.documents) {
      auto held = std::make_shared<HeldDocument>();
      held->document = document;
      held->document.source = source_;
      held->digest = sha256(*held->document.canonical());
      held_.emplace_back(held, describe(held->document));
    }
    for (const PartState& part : got.parts)
      parts_.insert(part.part);
  }
  HeldDocumentPtr find(const std::string& kind, const std::string& uid) const {
    for (const auto& [held, description] : held_)
      if (held->document.object.kind == kind && held->document.object.uid == uid) return held;
    return nullptr;
  }
  Documents all(const std::string& kind) const {
    Documents out;
    for (const auto& [held, description] : held_)
      if (held->document.object.kind == kind) out.push_back(held);
    return out;
  }

  Documents withKey(const std::string& key, const Kinds& kinds) override {
    return matching(key, kinds, &Description::selfKeys);
  }
  Documents naming(const std::string& key, const Kinds& kinds) override {
    return matching(key, kinds, &Description::namingKeys);
  }
  bool partImported(const std::string&, const std::string&, const std::string& part, SourceRole) override {
    return parts_.contains(part);
  }
  std::string spelling(const std::string& lower) override { return lower; }
  void absent(const std::string& what) override { absences.insert(what); }

  std::set<std::string> absences;

private:
  Documents matching(const std::string& key, const Kinds& kinds,
                     std::vector<std::string> Description::*keys) const {
    Documents out;
    for (const auto& [held, description] : held_)
      if (std::find(kinds.begin(), kinds.end(), held->document.object.kind) != kinds.end() &&
          hasKey(description.*keys, key))
        out.push_back(held);
    return out;
  }
  std::string source_;
  std::vector<std::pair<HeldDocumentPtr, Description>> held_;
  std::set<std::string> parts_;
};

} // namespace countersign::test
