// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/terraform/top_members.h"

namespace countersign::terraform {

/// `terraform state pull`, `tofu state pull`, a terraform.tfstate file: state format version 4.
class StateConnector final : public Connector {
public:
  std::string_view id() const override { return "terraform.state"; }
  std::string_view title() const override { return "Terraform or OpenTofu state"; }
  std::string_view exportCommand() const override { return "terraform state pull > state.json"; }
  Match recognises(std::string_view head) const override;
  Result<Facts> survey(const Input& input, const ReadOptions& options) const override;
  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override;
};

/// `terraform show -json` of a state.
class ShowConnector final : public Connector {
public:
  std::string_view id() const override { return "terraform.show"; }
  std::string_view title() const override { return "Terraform or OpenTofu state (show -json)"; }
  std::string_view exportCommand() const override { return "terraform show -json > state.json"; }
  Match recognises(std::string_view head) const override;
  Result<Facts> survey(const Input& input, const ReadOptions& options) const override;
  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override;
};

/// `terraform show -json <plan>`.
class PlanConnector final : public Connector {
public:
  std::string_view id() const override { return "terraform.plan"; }
  std::string_view title() const override { return "Terraform or OpenTofu plan (show -json)"; }
  std::string_view exportCommand() const override {
    return "terraform plan -out=plan.out && terraform show -json plan.out > plan.json";
  }
  Match recognises(std::string_view head) const override;
  Result<Facts> survey(const Input& input, const ReadOptions& options) const override;
  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override;
};

/// What all three say about themselves.
Facts factsOf(const TopMembers& top, const Input& input);
/// `format_version` 1, or the 0 of Terraform before 1.1, which has the same shape.
/// Errors: Unsupported (another major version), Malformed (none).
Result<void> checkFormatVersion(const TopMembers& top, const Input& input);

} // namespace countersign::terraform
