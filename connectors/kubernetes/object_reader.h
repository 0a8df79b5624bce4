// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/coverage.h"
#include "connectors/common/elements.h"
#include "connectors/kubernetes/completeness.h"
#include "connectors/kubernetes/kinds.h"
#include "models/identity/json.h"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace countersign::kubernetes {

/// What a list says about items that do not say it themselves (typed lists leave it out).
struct ListContext {
  std::string apiVersion, itemKind;
  std::uint64_t number = Completeness::single;
};

/// Makes documents, observations, masks and gaps of Kubernetes objects. May be called from several threads.
class ObjectReader {
public:
  explicit ObjectReader(std::string cluster) : cluster_(std::move(cluster)) {}

  /// A list's own statement: its kind, and whether it goes on elsewhere. Gives its items' context.
  ListContext openList(std::string_view apiVersion, std::string_view kind, const Json& metadata);
  /// One element: an object or a list of them.
  Result<void> read(const Element& element, const simdjson::dom::element& value, const ListContext& context,
                    Batch& batch);

  /// The gaps that count: kinds that were skipped, namespaces that were assumed.
  std::vector<Gap> closingGaps() const;
  Completeness& completeness() { return completeness_; }
  Coverage& coverage() { return coverage_; }

private:
  struct Spot;
  struct Object;
  Result<void> readValue(const Spot& spot, const simdjson::dom::element& value, const ListContext& context,
                         Batch& batch);
  Result<void> readList(const Spot& spot, const simdjson::dom::element& value, const ListContext& context,
                        Batch& batch);
  Result<void> readItem(const Spot& spot, const simdjson::dom::element& value, const ListContext& context,
                        Batch& batch);
  void readObject(const Object& object, Batch& batch);
  Result<void> addDocument(const Object& object, Batch& batch);
  void addMentions(const Document& binding, const Locator& where, Batch& batch);
  Result<void> addPod(const Object& object, Batch& batch);
  Result<void> addSecret(const Object& object, Batch& batch);
  void skip(const Object& object, Batch& batch);
  void count(const std::string& what);

  std::string cluster_;
  Completeness completeness_;
  Coverage coverage_;
  std::atomic<std::uint64_t> lists_{0};
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> skipped_;
  std::set<std::string> mentioned_; ///< service accounts, by part and name
  std::atomic<std::uint64_t> assumedNamespaces_{0};
};

} // namespace countersign::kubernetes
