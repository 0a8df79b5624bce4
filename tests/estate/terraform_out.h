// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace countersign::estate {

/// Writes a Terraform state of version 4, as `terraform state pull` prints it.
class StateOut {
public:
  StateOut(TextFile& file, const Plan& plan, bool cluster, std::size_t scope, int day);
  /// Up to the resources, with an output that is a secret.
  void begin();
  void end();
  /// One resource with one instance; `attributes` writes the members of its attributes.
  void resource(std::string_view type, std::string_view name, const std::function<void(JsonOut&)>& attributes,
                std::initializer_list<std::string_view> sensitive = {});

private:
  void secrets(); ///< resources that are nothing but secrets

  TextFile& file_;
  const Plan& plan_;
  std::size_t number_; ///< of the state: 0, 1 accounts, 2, 3 clusters
  bool cluster_;
  std::size_t scope_;
  int day_;
  JsonOut out_;
};

/// The attributes of an aws_iam_role, inside an open object.
void roleAttributes(JsonOut& out, const Plan& plan, const Identity& role, int maxSession);
/// The same of an aws_iam_user.
void userAttributes(JsonOut& out, const Identity& user);
/// The role that a plan wants to change and that is never changed.
std::optional<Identity> plannedRole(const Plan& plan);
/// Names in a state are identifiers.
std::string stateName(std::string_view name);

} // namespace countersign::estate
