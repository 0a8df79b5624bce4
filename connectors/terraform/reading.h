// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/common/elements.h"
#include "connectors/terraform/intent_sink.h"
#include "connectors/terraform/mapping.h"
#include "connectors/terraform/secrets.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace countersign::terraform {

/// One element while it is read: its secrets are marked first, then masked in the source and taken out of the
/// tree, and only then is anything made of it.
class ElementScope {
public:
  ElementScope(const Element& element, Json root) : element_(element), root_(std::move(root)) {}

  const Json& root() const { return root_; }
  SecretMarks marks;

  /// Wants to know later where `value` stands.
  void remember(const Json& value) { wanted_.insert(&value); }
  /// Masks and takes out what is marked. The addresses of values stay.
  void seal(Batch& batch);
  /// `pointer` is relative to the element. After `seal`.
  Locator where(const Json& value, std::string_view pointer) const;

private:
  const Element& element_;
  Json root_;
  std::unordered_set<const Json*> wanted_;
  std::unordered_map<const Json*, JsonSpan> places_;
};

/// A resource that has been found in an element, before the element's secrets are out.
struct FoundResource {
  Resource resource;
  const Json* owner = nullptr; ///< what the locator shows
  std::string pointer;
  const Json* values = nullptr; ///< its attributes
};

/// What one read of one input needs. The element functions are called concurrently.
class Reading {
public:
  Reading(const Input& input, const ReadOptions& options, BatchSink& sink);

  /// Reads the arrays twice: once for what is known of accounts (`learn`), once for the documents (`handle`).
  Result<SplitReport> run(const std::vector<std::string>& arrays, const ElementHandler& learn,
                          const ElementHandler& handle);
  /// Hands on what is left: held documents, counted gaps, secrets outside of elements.
  Result<void> finish();
  /// Complete unless the text ended early, elements failed or `why` says otherwise.
  ReadResult result(const SplitReport& report, std::string why) const;

  /// Makes the tree of an element. Errors: as `toJson`.
  Result<Json> tree(const simdjson::dom::element& value) const;
  /// Fills in values and place of what was found and makes documents of it. `scope` is sealed by this.
  void emit(ElementScope& scope, std::vector<FoundResource>& found, Batch& batch);
  /// The same without documents.
  void complete(ElementScope& scope, std::vector<FoundResource>& found, Batch& batch) const;
  /// The element was read; its secrets are known.
  void done(const Element& element);
  AccountBook& accounts() { return accounts_; }
  Context& context() { return context_; }
  /// The same for documents that are only compared: what it counts is not said.
  Context& quietContext() { return quiet_; }

private:
  const Input& input_;
  const ReadOptions& options_;
  IntentSink sink_;
  AccountBook accounts_;
  Context context_;
  Context quiet_;
  std::mutex mutex_;
  std::vector<Stretch> done_;
};

/// Attributes of `values` in which anything is marked although its name does not say that it is a secret.
std::vector<std::string> redactedNames(const Json& values, const SecretMarks& marks);
/// Marks the secrets in the attributes of a resource: all of them where the type is not read.
void markValues(const Json& values, const Mapping* mapping, SecretMarks& marks);
/// The types that documents are made of; nullptr for data sources and others.
const Mapping* mappingOf(const Json& resource);

/// Takes in what the attributes of one resource say about accounts.
void learnAccount(AccountBook& book, std::string_view provider, std::string_view mode, std::string_view type,
                  const simdjson::dom::element& values);

/// A resource object of `show -json` (a state's or a plan's). `pointer` is relative to the element.
void collectResource(ElementScope& scope, const Json& object, const std::string& pointer,
                     std::vector<FoundResource>& found);
/// A module with all modules below it.
void collectModule(ElementScope& scope, const Json& module, const std::string& pointer,
                   std::vector<FoundResource>& found);
/// The same for what accounts can be learned from.
void learnResource(AccountBook& book, const simdjson::dom::element& object);
void learnModule(AccountBook& book, const simdjson::dom::element& module, int depth = 0);

} // namespace countersign::terraform
