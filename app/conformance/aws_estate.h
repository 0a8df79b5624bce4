// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/aws_cases.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace countersign::conformance {

/// Accounts and organizations as a collector writes them: one folder a thing, with its metadata.json, and one
/// file a policy.
class AwsEstate {
public:
  Result<void> read(const std::filesystem::path& folder);

  const std::vector<std::string>& principals() const { return principals_; } ///< users and roles
  std::string accountOf(const std::string& resource) const;
  std::string organizationOf(const std::string& account) const;
  bool bucketAbac(const std::string& resource) const;
  /// Services that the policy of a resource names, as a principal or in a condition on who asks.
  std::vector<std::string> servicesNamedBy(const std::string& resource) const;
  /// Tags of the resource (of the bucket, where it is an object), or of the principal.
  Json tagsOf(const std::string& arn) const;
  std::string endpointOfVpc(const std::string& vpc) const;

  /// All layers but the session policy and the endpoint.
  void layers(const std::string& principal, const iam::Request& request, AwsPolicies& out) const;
  void endpoint(const std::string& id, AwsPolicies& out) const;

private:
  using Path = std::filesystem::path;
  Path folderOf(const std::string& arn) const;
  static Json load(const Path& file);
  Json policyOf(const std::string& resource) const;
  bool restrictsPublicBuckets(const std::string& resource, const std::string& account) const;
  void attached(const std::string& arn, std::vector<const iam::Policy*>& to, AwsPolicies& out) const;
  void organizationLevels(const std::string& account, const char* kind,
                          std::vector<iam::OrganizationLevel>& to, AwsPolicies& out) const;

  Path root_;
  std::map<std::string, Path> folders_; ///< by ARN
  std::vector<std::string> principals_;
  Json organizations_, vpcs_; ///< indexes: account → organization; VPC → endpoints
};

} // namespace countersign::conformance
