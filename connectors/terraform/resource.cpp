// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/resource.h"

#include "models/identity/keys.h"

#include <algorithm>

namespace countersign::terraform {

bool isAccountId(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string accountOf(std::string_view arn) {
  keys::Arn parts;
  if (!keys::splitArn(arn, parts) || !isAccountId(parts.account)) return {};
  return std::string(parts.account);
}

void AccountBook::learn(std::string_view provider, std::string_view arn) {
  std::string account = isAccountId(arn) ? std::string(arn) : accountOf(arn);
  if (account.empty()) return;
  const std::lock_guard lock(mutex_);
  all_.insert(account);
  const auto at = accounts_.find(provider);
  if (at != accounts_.end())
    at->second.insert(std::move(account));
  else
    accounts_.emplace(std::string(provider), std::set<std::string>{std::move(account)});
}

std::optional<std::string> AccountBook::of(std::string_view provider) const {
  const std::lock_guard lock(mutex_);
  const auto at = accounts_.find(provider);
  if (at == accounts_.end() || at->second.size() != 1) return std::nullopt;
  return *at->second.begin();
}

bool AccountBook::severalAccounts() const {
  const std::lock_guard lock(mutex_);
  return all_.size() > 1;
}

std::string Context::accountFor(std::string_view provider, const std::vector<std::string>& arns) const {
  for (const std::string& arn : arns)
    if (std::string own = accountOf(arn); !own.empty()) return own;
  if (const auto known = accounts.of(provider)) return *known;
  return account.value_or(std::string());
}

std::string Context::qualified(const std::string& inAccount, std::string uid) const {
  return inAccount.empty() || !accounts.severalAccounts() ? uid : inAccount + "/" + uid;
}

void Notes::count(Topic topic, std::string_view type, const Locator& where) {
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[{topic, std::string(type)}];
  if (entry.count++ == 0 || where.offset < entry.first.offset) entry.first = where;
}

std::vector<Gap> Notes::gaps(std::string_view file) const {
  const std::lock_guard lock(mutex_);
  std::vector<Gap> result;
  for (const auto& [key, entry] : entries_) {
    const auto& [topic, type] = key;
    const std::string number = std::to_string(entry.count);
    Gap gap;
    gap.error.code = ErrorCode::Unsupported;
    gap.error.place.file = std::string(file);
    gap.error.place.byte = entry.first.offset;
    gap.error.place.pointer = entry.first.pointer;
    gap.warning = topic != Topic::NoAccount;
    switch (topic) {
    case Topic::Unmapped:
      gap.error.message = number + (entry.count == 1 ? " resource" : " resources") + " of type " + type +
                          " left out: the type is not read";
      break;
    case Topic::Exclusive:
      gap.error.message = number + (entry.count == 1 ? " resource" : " resources") + " of type " + type +
                          " noted only: that nothing else may be attached is not evaluated";
      break;
    case Topic::NoAccount:
      gap.error.code = ErrorCode::NotFound;
      gap.error.message =
          number + (entry.count == 1 ? " resource" : " resources") + " of type " + type +
          " without AWS account: neither an ARN nor another resource of the same provider tells it";
      gap.error.remedy = "Give the account id as scope, or import the state together with the roles it names";
      break;
    }
    result.push_back(std::move(gap));
  }
  return result;
}

} // namespace countersign::terraform
