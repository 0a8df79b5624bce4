// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/terraform/resource.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::terraform {

class Emitter;

/// A resource type that documents are made of.
struct Mapping {
  std::string_view type;
  void (*map)(const Resource&, const Context&, Emitter&);
  /// Attributes that sound like secrets and are references.
  std::span<const std::string_view> references;
};

/// nullptr for a type that is not read. Kubernetes types are found with and without "_v1".
const Mapping* findMapping(std::string_view type);
const Mapping* findAwsMapping(std::string_view type);
const Mapping* findKubernetesMapping(std::string_view type);
/// True for types that only say that nothing else may be attached.
bool isExclusiveList(std::string_view type);

/// Puts the documents of one resource and the observations about them into a batch.
class Emitter {
public:
  Emitter(const Resource& resource, Context& context, Batch& batch)
      : resource_(resource), context_(context), batch_(batch) {}

  /// `uid` empty: not known yet (a plan) or missing (a gap). `suffix` tells the documents of one resource
  /// apart while they have no uid.
  void add(std::string kind, std::string uid, std::string name, std::string uniqueId, Json content,
           std::string_view suffix = {});
  /// A planned object of which not even the name is known.
  void addUnknown(std::string kind);
  /// The normal form of a policy; null where there is none. A policy that cannot be read is a gap.
  Json policy(const Json& text);
  void gap(ErrorCode code, std::string message, bool warning);
  /// Says which attributes are secret, in whole or in part.
  void redacted();
  /// Counts a resource whose account nobody tells.
  void noAccount();
  const Resource& resource() const { return resource_; }

private:
  const Resource& resource_;
  Context& context_;
  Batch& batch_;
};

/// Makes the documents of `resource`. False where its type is not read (and counted as such).
bool mapResource(const Resource& resource, Context& context, Batch& batch);

/// The keys by which other sources name the object of a document.
std::vector<std::string> keysOf(const Document& document);

/// What differs between two versions of a resource, in the members of its documents alone:
/// {member: {before, after}}; with several documents {"<kind> <uid>": {before, after}}. Where some of `after`
/// is not known yet, what is missing there is {before, unknown: true} and not said to be gone.
Json accessDifference(const Resource& before, const Resource& after, Context& context, bool afterUnknown);

} // namespace countersign::terraform
