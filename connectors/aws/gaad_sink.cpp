// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/gaad_sink.h"

#include "connectors/aws/values.h"

#include <algorithm>

namespace countersign::aws {

GaadSink::GaadSink(BatchSink& next, const Input& input, std::string_view account)
    : next_(next), input_(input), lastAccount_(account) {
  if (!account.empty())
    accounts_.emplace(account);
}

Result<void> GaadSink::take(Batch&& batch) {
  move(batch);
  auto& documents = batch.documents;
  const auto rest = std::remove_if(documents.begin(), documents.end(), [&](const auto& entry) {
    return !firstTime(entry.first, entry.second, batch);
  });
  documents.erase(rest, documents.end());
  for (const auto& [document, where] : documents)
    note(document);
  return next_.take(std::move(batch));
}

void GaadSink::move(Batch& batch) const {
  if (base_ == 0)
    return;
  for (auto& [document, where] : batch.documents)
    where.offset += base_;
  for (Observation& observation : batch.observations)
    observation.where.offset += base_;
  for (Gap& gap : batch.gaps)
    if (gap.error.place.byte)
      *gap.error.place.byte += base_;
}

bool GaadSink::firstTime(const Document& document, const Locator& where, Batch& batch) {
  const auto [before, fresh] = seen_.emplace(document.object.uid, where);
  if (fresh)
    return true;
  const auto bytes = [&](const Locator& place) {
    return place.offset < input_.bytes.size() ? input_.bytes.substr(place.offset, place.length) : std::string_view{};
  };
  if (bytes(before->second) == bytes(where) && where.length != 0)
    return false;
  ++clashes_[document.part];
  batch.gaps.push_back(gapAt(ErrorCode::DuplicateKey,
                             document.object.uid + " is in the export twice, in different forms; the first is kept",
                             "Export again: the account may have changed between two pages", where, document.part));
  batch.gaps.back().error.place.file = input_.name;
  return false;
}

void GaadSink::note(const Document& document) {
  const Json& content = document.content;
  if (const auto account = accountOfArn(document.object.uid); !account.empty() && account != lastAccount_) {
    accounts_.emplace(account);
    lastAccount_ = account;
  }
  for (const Json& policy : content["attached"].items())
    policies_.insert(policy.asString());
  if (content.has("boundary"))
    policies_.insert(content["boundary"].asString());
  for (const Json& group : content["groups"].items())
    groups_.insert(group.asString());
  if (document.object.kind == "aws.group")
    shownGroups_.insert(document.object.name);
}

Result<void> GaadSink::oneAccount() const {
  if (accounts_.size() < 2)
    return {};
  std::string names;
  for (const std::string& account : accounts_)
    names += (names.empty() ? "" : " and ") + account;
  return failure(ErrorCode::WrongScope, "the file shows identities of more than one account: " + names,
                 "Import the export of each account from a file of its own");
}

std::uint64_t GaadSink::clashes(std::string_view part) const {
  const auto found = clashes_.find(part);
  return found == clashes_.end() ? 0 : found->second;
}

std::string GaadSink::missing(std::string_view part) const {
  std::string first; // the smallest, so that the message does not depend on hashing
  const auto offer = [&](const std::string& name, bool shown) {
    if (!shown && (first.empty() || name < first))
      first = name;
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
