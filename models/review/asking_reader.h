// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"

#include <map>
#include <set>
#include <string>

namespace countersign {

/// Passes questions on and writes down what was asked: beside the closure of the record.
class AskingReader final : public DocumentReader {
public:
  explicit AskingReader(DocumentReader& from) : from_(from) {}
  Documents withKey(const std::string& key, const Kinds& kinds) override {
    note(key, true, kinds);
    return from_.withKey(key, kinds);
  }
  Documents naming(const std::string& key, const Kinds& kinds) override {
    note(key, false, kinds);
    return from_.naming(key, kinds);
  }
  bool partImported(const std::string& system, const std::string& scope, const std::string& part,
                    SourceRole role) override {
    parts.insert("part:" + system + "/" + scope + "/" + part);
    return from_.partImported(system, scope, part, role);
  }
  std::string spelling(const std::string& lower) override { return from_.spelling(lower); }
  void absent(const std::string&) override {}

  std::map<std::pair<std::string, bool>, std::set<std::string, std::less<>>> asked; ///< key, own; kinds
  std::set<std::string> parts;

private:
  void note(const std::string& key, bool own, const Kinds& kinds) {
    auto& to = asked[{key, own}];
    for (const std::string_view kind : kinds)
      to.emplace(kind);
  }
  DocumentReader& from_;
};

} // namespace countersign
