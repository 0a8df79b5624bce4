// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/gaad_sink.h"

#include "connectors/aws/values.h"

#include <algorithm>
#include <functional>

namespace countersign::aws {

GaadSink::GaadSink(BatchSink& next, const Input& input, std::string_view account)
    : next_(next), input_(input), lastAccount_(account) {
  if (!account.empty()) accounts_.emplace(account);
}

void GaadSink::prepare(Batch& batch) {
  move(batch);
  std::vector<std::size_t> bytes;
  bytes.reserve(batch.documents.size());
  for (const auto& [document, where] : batch.documents)
    bytes.push_back(std::hash<std::string_view>()(
        input_.bytes.substr(std::min<std::size_t>(where.offset, input_.bytes.size()), where.length)));
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < batch.documents.size(); ++i)
      note(batch.documents[i].first, bytes[i]);
  }
  next_.prepare(batch);
}

void GaadSink::move(Batch& batch) const {
  if (base_ == 0) return;
  for (auto& [document, where] : batch.documents)
    where.offset += base_;
  for (Observation& observation : batch.observations)
    observation.where.offset += base_;
  for (Gap& gap : batch.gaps)
    if (gap.error.place.byte) *gap.error.place.byte += base_;
}

void GaadSink::note(const Document& document, std::size_t bytes) {
  const auto [before, fresh] = seen_.emplace(document.object.uid, bytes);
  if (!fresh && before->second != bytes) clashes_.insert(document.part);
  const Json& content = document.content;
  if (const auto account = accountOfArn(document.object.uid); !account.empty() && account != lastAccount_) {
    accounts_.emplace(account);
    lastAccount_ = account;
  }
  for (const Json& policy : content["attached"].items())
    policies_.insert(policy.asString());
  if (content.has("boundary")) policies_.insert(content["boundary"].asString());
  for (const Json& group : content["groups"].items())
    groups_.insert(group.asString());
  if (document.object.kind == "aws.group") shownGroups_.insert(document.object.name);
}

Result<void> GaadSink::oneAccount() const {
  if (accounts_.size() < 2) return {};
  std::string names;
  for (const std::string& account : accounts_)
    names += (names.empty() ? "" : " and ") + account;
  return failure(ErrorCode::WrongScope, "the file shows identities of more than one account: " + names,
                 "Import the export of each account from a file of its own");
}

bool GaadSink::clashes(std::string_view part) const {
  return clashes_.find(part) != clashes_.end();
}

std::string GaadSink::missing(std::string_view part) const {
  std::string first; // the smallest, so that the message does not depend on hashing
  const auto offer = [&](const std::string& name, bool shown) {
    if (!shown && (first.empty() || name < first)) first = name;
  };
  if (part == "policies")
    for (const std::string& arn : policies_)
      offer(arn, seen_.count(arn) != 0);
  if (part == "groups")
    for (const std::string& name : groups_)
      offer(name, shownGroups_.count(name) != 0);
  return first;
}

} // namespace countersign::aws
