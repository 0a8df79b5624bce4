// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/change_wish.h"

#include "connectors/neutral/change_words.h"
#include "connectors/neutral/csv_header.h"

#include <algorithm>
#include <array>

namespace countersign::neutral {
namespace {

constexpr std::string_view wishMembers = "change permission resource system credential owner until probe";
constexpr std::string_view approvalMembers = "approved_at approved_by closed_at";

Fault fault(std::string message, std::string remedy, std::string_view member, bool loses,
            ErrorCode code = ErrorCode::Malformed) {
  Place place;
  place.pointer = '/' + std::string(member);
  return {Error{code, std::move(message), std::move(remedy), std::move(place)}, loses, false};
}

std::string quoted(std::string_view member) {
  return "'" + std::string(member) + "'";
}

bool saysNothing(const Json& value) {
  return value.isNull() || (value.isString() && trimmed(value.asString()).empty());
}

/// A member's text; empty, with a fault, where it is something else.
std::string textOf(const Json& record, std::string_view member, bool loses, std::vector<Fault>& faults) {
  const Json& value = record[member];
  if (saysNothing(value)) return {};
  std::string text(trimmed(recordText(value)));
  if (text.empty()) faults.push_back(fault(quoted(member) + " is no text", {}, member, loses));
  return text;
}

/// Lists of systems in other cases are a matter of spelling only where the system is one that is known.
std::string systemName(const std::string& text) {
  constexpr std::array<std::string_view, 8> known{"aws",   "azure",      "gcp",       "kubernetes",
                                                  "vault", "postgresql", "terraform", "x509"};
  std::string lower = columnName(text);
  return std::find(known.begin(), known.end(), lower) == known.end() ? text : lower;
}

/// One request on one line: a list of permissions would need as many answers.
bool isOne(std::string_view member, const std::string& text, std::vector<Fault>& faults) {
  if (text.find(';') == std::string::npos) return true;
  faults.push_back(fault(quoted(member) + " names more than one",
                         "Write a line for each of them, with an id of its own", member, true));
  return false;
}

struct WishReading {
  const Json& record;
  const ChangeWord& word;
  Change& change;
  std::vector<Fault>& faults;

  /// The text of a member that narrows down what is asked for.
  std::string narrowing(std::string_view member) const {
    if (isAmong(word.takes, member)) {
      std::string text = textOf(record, member, true, faults);
      return isOne(member, text, faults) ? text : std::string();
    }
    unfit(member);
    return {};
  }

  /// A member that this change does not take.
  void unfit(std::string_view member) const {
    if (saysNothing(record[member])) return;
    change.details.set(std::string(member), record[member]);
    if (member == "owner") return; // who has it now, as most lists say
    const std::string with = quoted(member) + " has no meaning with '" + std::string(word.word) + "'";
    if (word.strict)
      faults.push_back(fault(with, "Leave it out, or ask for the change that is meant", member, true));
    else {
      faults.push_back(fault(with + ": it is kept beside the change", {}, member, false));
      faults.back().warning = true;
    }
  }

  void until() const {
    if (!isAmong(word.takes, "until")) return unfit("until");
    if (saysNothing(record["until"])) return;
    const Json time = recordTime(record["until"], "/until", faults);
    if (time.isNull()) {
      faults.back().losesRecord = true; // without its end it would be asked for ever
      return;
    }
    change.wish.until = *parseRfc3339(time.asString());
    if (change.at && *change.wish.until < *change.at)
      faults.push_back(fault("the end is before the request", "Correct 'until' or the time of the request",
                             "until", true));
  }

  void probe() const {
    const Json& value = record["probe"];
    if (saysNothing(value)) return;
    const std::string text =
        value.isBool() ? std::string(value.asBool() ? "true" : "false") : columnName(value.asString());
    change.wish.probe = text == "true";
    if (text != "true" && text != "false")
      faults.push_back(
          fault("'probe' is '" + shortened(recordText(value)) + "', which is neither true nor false",
                "Values are: true, false", "probe", false));
  }

  void needed() const {
    if (word.needs.empty() || !saysNothing(record[word.needs])) return;
    faults.push_back(fault(std::string(word.word) + " without " + quoted(word.needs),
                           "Say " + quoted(word.needs) + ", or nobody can tell when it has been done",
                           word.needs, true));
  }
};

} // namespace

bool isWishMember(std::string_view name) {
  return isAmong(wishMembers, name);
}
bool isApprovalMember(std::string_view name) {
  return isAmong(approvalMembers, name);
}

void readWish(const Json& record, Change& change, std::vector<Fault>& faults) {
  const std::string text = recordText(record["change"]);
  const ChangeWord* word = findChangeWord(text);
  if (word == nullptr) {
    faults.push_back(fault("the change '" + shortened(text) + "' is not known",
                           "There are: " + changeWordList(), "change", true));
    return;
  }
  Wish& wish = change.wish;
  wish.kind = word->kind;
  wish.breakGlass = word->word == "break-glass";
  if (change.actions.empty()) change.actions.emplace_back(word->word);
  const WishReading reading{record, *word, change, faults};
  wish.system = systemName(textOf(record, "system", true, faults));
  wish.action = reading.narrowing("permission");
  wish.resource = reading.narrowing("resource");
  wish.credential = reading.narrowing("credential");
  wish.owner = reading.narrowing("owner");
  reading.until();
  reading.probe();
  reading.needed();
}

std::optional<Instant> pastTime(const Json& record, const char* member, std::optional<Instant> newest,
                                bool loses, std::vector<Fault>& faults) {
  if (saysNothing(record[member])) return std::nullopt;
  const Json time = recordTime(record[member], '/' + std::string(member), faults);
  if (time.isNull()) {
    faults.back().losesRecord = loses;
    return std::nullopt;
  }
  const Instant at = *parseRfc3339(time.asString());
  if (!newest || at <= *newest) return at;
  faults.push_back(fault(quoted(member) + " is " + formatRfc3339Seconds(at) +
                             ", later than the list was captured (" + formatRfc3339Seconds(*newest) + ")",
                         "Correct the time; where the list is newer, give its time with --captured-at",
                         member, loses, ErrorCode::FutureTime));
  return std::nullopt;
}

void readApproval(const Json& record, std::optional<Instant> newest, Change& change,
                  std::vector<Fault>& faults) {
  change.approvedAt = pastTime(record, "approved_at", newest, false, faults);
  change.approvedBy = textOf(record, "approved_by", false, faults);
  change.closedAt = pastTime(record, "closed_at", newest, false, faults);
  if (!change.closedAt || !change.at || *change.closedAt >= *change.at) return;
  change.closedAt.reset();
  faults.push_back(fault("it was closed before it was requested",
                         "Correct 'closed_at' or the time of the request", "closed_at", false));
}

} // namespace countersign::neutral
