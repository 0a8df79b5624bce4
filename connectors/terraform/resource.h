// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "models/identity/json.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::terraform {

/// One instance of a resource, as a state or a plan shows it, without its secrets.
struct Resource {
  std::string address;  ///< "module.payments.aws_iam_role.irsa[\"api\"]"
  std::string type;     ///< "aws_iam_role"
  std::string provider; ///< its address, as far as the format says it
  bool tainted = false;
  bool planned = false;              ///< does not exist yet
  bool maybeUnknown = false;         ///< from a plan: what is not there is not known yet
  Json values;                       ///< attributes; secrets are null
  std::vector<std::string> redacted; ///< attributes that are marked as sensitive, whole or in part
  Locator where;
};

/// Which AWS account a provider configuration works in, learned from the ARNs of what it manages.
class AccountBook {
public:
  /// Takes in what the attributes of a resource or data source say. May be called concurrently.
  void learn(std::string_view provider, std::string_view arn);
  /// The account, where the provider has been seen with exactly one.
  std::optional<std::string> of(std::string_view provider) const;
  /// More than one account in all: names that are unique in one account only do not suffice.
  bool severalAccounts() const;

private:
  mutable std::mutex mutex_;
  std::map<std::string, std::set<std::string>, std::less<>> accounts_; ///< by provider
  std::set<std::string> all_;
};

/// The account id in an ARN, empty where there is none ("arn:aws:iam::aws:policy/…", "arn:aws:s3:::bucket").
std::string accountOf(std::string_view arn);
/// True for twelve digits.
bool isAccountId(std::string_view text);

/// What is counted over all resources and said once. May be called concurrently.
class Notes {
public:
  enum class Topic { Unmapped, Exclusive, NoAccount };
  void count(Topic topic, std::string_view type, const Locator& where);
  /// One gap for each topic and type.
  std::vector<Gap> gaps(std::string_view file) const;

private:
  struct Entry {
    std::uint64_t count = 0;
    Locator first;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<Topic, std::string>, Entry> entries_;
};

/// What the documents of all resources of one input depend on.
struct Context {
  explicit Context(const AccountBook& book) : accounts(book) {}

  const AccountBook& accounts;
  std::string file;                   ///< for places of gaps
  std::optional<std::string> account; ///< what the person says, where that is an account id
  std::optional<std::string> cluster;
  std::set<std::string, std::less<>> planned; ///< addresses that a plan creates
  Notes notes;

  /// The account of an object that `arns` belong to, of `provider`, or as the person says; empty otherwise.
  std::string accountFor(std::string_view provider, const std::vector<std::string>& arns) const;
  /// A uid that is unique in one account only, made unique where the input has several.
  std::string qualified(const std::string& inAccount, std::string uid) const;
};

} // namespace countersign::terraform
