// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/gcp/estate.h"

#include <map>
#include <optional>
#include <string>

namespace countersign::gcp {

/// Evaluates conditions of one request; each once.
class Conditions {
public:
  /// `resource` empty: any resource, so that nothing of it is known.
  Conditions(const Estate& estate, const Question& question, const std::string& resource);
  /// Whether the condition of a binding holds. One that ends in an error gives nothing.
  Finding grants(const Condition& condition);
  /// Whether that of a deny rule holds. What an error means the documentation does not settle.
  Finding denies(const Condition& condition);
  /// From then on a condition that was asked may have another outcome.
  std::optional<Instant> until() const { return until_; }

private:
  struct Outcome {
    Finding finding;
    bool error = false;
  };
  const Outcome& outcome(const Condition& condition);

  const Estate* estate_;
  Question question_;
  std::map<std::string, Outcome> known_;
  std::optional<Instant> until_;
};

/// IAM documentation, "Resource attributes for IAM Conditions": "storage.googleapis.com/Bucket" and the name
/// that conditions see; empty where they are not known for sure.
struct ResourceAttributes {
  std::string type, name;
};
ResourceAttributes attributesOf(const Estate& estate, const std::string& node);

} // namespace countersign::gcp
