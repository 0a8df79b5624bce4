// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/listed_change.h"

#include "connectors/common/secrets.h"
#include "connectors/neutral/change_wish.h"
#include "connectors/neutral/change_words.h"
#include "connectors/neutral/csv_header.h"
#include "connectors/neutral/record_secrets.h"
#include "models/identity/json_text.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <array>

namespace countersign::neutral {
namespace {

constexpr std::array<std::string_view, 4> mandatory{"id", "requested_at", "identity", "change"};
constexpr std::string_view remarks = "requested_by approved_by ref summary"; ///< texts for people
constexpr std::string_view ownMembers = "t id requested_at requested_by identity ref summary";

std::string pointerTo(std::string_view member) {
  std::string out;
  appendPointer(out, member);
  return out;
}

/// Hides secrets in the texts of a value; true where there was one.
bool hideIn(Json& value) { // bounded by the depth that the parser allows
  bool found = false;
  if (value.isString()) {
    std::string text = value.asString();
    const std::vector<Locator> spans = findSecrets(text, 0);
    maskSpans(text.data(), text.size(), 0, spans);
    if (!spans.empty()) value = Json(std::move(text));
    return !spans.empty();
  }
  if (value.isArray())
    for (Json& item : value.mutableItems())
      found = hideIn(item) || found;
  if (value.isObject())
    for (auto& [name, member] : value.mutableMembers())
      found = hideIn(member) || found;
  return found;
}

/// True where a name of something is a secret by its form. What stands before ':' and '=' is no name of a
/// member there ("vault:prod:token:…").
bool isSecretItself(const std::string& text) {
  if (text.find("://") != std::string::npos) return !findSecrets(text, 0).empty();
  std::string bare = text;
  std::replace_if(
      bare.begin(), bare.end(), [](char c) { return c == ':' || c == '='; }, ' ');
  return !findSecrets(bare, 0).empty();
}

Fault secretFault(const std::string& member, bool loses) {
  Place place;
  place.pointer = pointerTo(member);
  return {Error{ErrorCode::Refused,
                loses ? "'" + member + "' holds a secret where a name belongs"
                      : "a secret in '" + member + "' was hidden",
                "Lists must not hold secrets; leave it out, and revoke it", std::move(place)},
          loses, !loses};
}

/// Nothing of a secret goes further: a remark has it hidden, any other member of ours loses its line.
void hideSecrets(Json& record, const RecordPlace& place, Batch& batch, std::vector<Fault>& faults) {
  for (auto& [name, value] : record.mutableMembers()) {
    const bool names = isListColumn(name) && !isAmong(remarks, name);
    const bool secret = names ? isSecretItself(recordText(value)) : hideIn(value);
    if (!secret) continue;
    if (Locator span = place.span(pointerTo(name)); span.length > 0) batch.secrets.push_back(std::move(span));
    if (names) value = Json("***");
    faults.push_back(secretFault(name, names));
  }
}

void sayMissing(const Json& record, std::vector<Fault>& faults) {
  for (const std::string_view member : mandatory) {
    const Json& value = record[member];
    if (!trimmed(recordText(value)).empty()) continue;
    Place place;
    place.pointer = pointerTo(member);
    faults.push_back(
        {Error{ErrorCode::Malformed, "a change without '" + std::string(member) + "', which it has to have",
               "See docs/formats/change-list.md for the columns", std::move(place)},
         true, false});
  }
}

std::string textOf(const Json& record, std::string_view member) {
  return std::string(trimmed(recordText(record[member])));
}

/// What the list says beside.
Json detailsOf(const Json& record) {
  Json out = Json::object();
  for (const auto& [name, value] : record.members())
    if (!isAmong(ownMembers, name) && !isWishMember(name) && !isApprovalMember(name))
      out.setUnlessEmpty(name, value);
  return out;
}

/// For a list that has no words of its own.
std::string summaryOf(const Change& change) {
  std::string out = change.actions.empty() ? std::string() : change.actions.front();
  if (!change.wish.action.empty()) out += ' ' + change.wish.action;
  if (!change.wish.resource.empty()) out += " on " + change.wish.resource;
  return out + ": " + change.about;
}

} // namespace

bool isListColumn(std::string_view name) {
  return isAmong(ownMembers, name) || isWishMember(name) || isApprovalMember(name);
}

void readListedChange(Json record, const RecordPlace& place, std::optional<Instant> captured, Batch& batch) {
  std::vector<Fault> faults;
  leaveOutSecrets(record, "change", place, batch);
  hideSecrets(record, place, batch, faults);
  sayMissing(record, faults);
  Change out;
  out.id = textOf(record, "id");
  out.at = pastTime(record, "requested_at", captured, true, faults);
  out.by = textOf(record, "requested_by");
  out.ref = textOf(record, "ref");
  out.about = textOf(record, "identity");
  out.details = detailsOf(record);
  if (!textOf(record, "change").empty()) readWish(record, out, faults);
  readApproval(record, captured, out, faults);
  if (!sayFaults(faults, changesPart, place, batch)) return;
  out.summary = textOf(record, "summary");
  if (out.summary.empty()) out.summary = summaryOf(out);
  out.aboutKeys.push_back(keys::fromNeutralUid(out.about));
  out.where = place.where();
  batch.changes.push_back(std::move(out));
}

} // namespace countersign::neutral
