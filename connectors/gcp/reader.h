// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/elements.h"
#include "connectors/gcp/form.h"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace countersign::gcpform {

/// Puts the values of one input into documents, from several threads. What is said in pieces (keys of an
/// account, what a resource lies in) is put together at the end.
class Reader {
public:
  /// `node`: what a policy is of that does not say it itself; may be empty.
  explicit Reader(std::string node) : node_(std::move(node)) {}

  Result<void> read(const Element& element, const simdjson::dom::element& value, Batch& batch);
  /// Documents that were put together, after the last value.
  void finish(Batch& batch);
  const std::set<std::string>& parts() const { return parts_; }
  bool whole() const { return whole_; }

private:
  struct Place {
    std::string number, parent;
    Locator where;
  };
  struct Keys {
    std::string project;
    Json list = Json::array();
    Locator where;
  };

  void take(const Json& value, const Locator& where, Batch& batch, int depth);
  void takeAsset(const Json& asset, const Locator& where, Batch& batch);
  void takeAncestors(const std::string& name, const Json& asset, const Locator& where);
  void takePolicy(const Json& policy, const Locator& where, Batch& batch);
  void takeKey(const Json& key, const Locator& where, Batch& batch);
  void takeGroups(const Json& groups, const Locator& where, Batch& batch);
  void place(const std::string& node, const std::string& number, const std::string& parent,
             const Locator& where);
  void add(std::optional<Document> document, const char* part, const Locator& where, Batch& batch);
  void fault(ErrorCode code, std::string message, std::string remedy, const Locator& where, const char* part,
             Batch& batch);

  std::string node_;
  std::mutex mutex_;
  bool whole_ = true, policySeen_ = false;
  std::set<std::string> parts_;
  std::map<std::string, Place> places_;
  std::map<std::string, Keys> keys_;
  std::unordered_map<std::string, std::string> seen_; ///< by kind and uid: digest, to see what is there twice
};

} // namespace countersign::gcpform
