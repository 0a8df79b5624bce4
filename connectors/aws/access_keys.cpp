// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/access_keys.h"

#include "connectors/aws/answers.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/sinks.h"

#include <map>

namespace countersign::aws {
namespace {

constexpr const char* command = "for u in $(aws iam list-users --query 'Users[].UserName' --output text); do "
                                "aws iam list-access-keys --user-name $u; "
                                "done > access-keys.json";
constexpr const char* kind = "aws.access-keys";
constexpr const char* part = "access-keys";

struct User {
  std::map<std::string, Json> keys; ///< by id
  Locator where;                    ///< of the first
};

class Reader {
public:
  Batch batch;
  bool whole = true;

  void take(const Answer& answer) {
    const Json& json = answer.json;
    if (json.has("AccessKeyMetadata"))
      takeList(answer);
    else if (json.has("AccessKeyLastUsed"))
      takeLastUsed(answer);
    else
      fault(ErrorCode::Unsupported, "this is no answer of list-access-keys or get-access-key-last-used",
            answer.where);
  }

  void finish(const std::string& account) {
    for (auto& [name, user] : users_) {
      Json keys = Json::array();
      for (auto& [id, key] : user.keys)
        keys.push(std::move(key));
      Json content = Json::object().set("user", name).set("keys", std::move(keys));
      content.setUnlessEmpty("account", account);
      batch.documents.emplace_back(document(kind, part, "user/" + name, name, {}, std::move(content)),
                                   user.where);
    }
  }

private:
  void fault(ErrorCode code, std::string message, const Locator& where) {
    whole = false;
    batch.gaps.push_back(
        gapAt(code, std::move(message), std::string("Export again: ") + command, where, part));
  }

  void takeList(const Answer& answer) {
    std::size_t index = 0;
    for (const Json& item : answer.json["AccessKeyMetadata"].items())
      takeKey(item, answer.inside("/AccessKeyMetadata/" + std::to_string(index++)));
    if (saysMore(answer.json)) {
      pending_ = answer.where;
      return;
    }
    pending_.reset();
  }

  void takeKey(const Json& item, const Locator& where) {
    const std::string& user = item["UserName"].asString();
    const std::string& id = item["AccessKeyId"].asString();
    const std::string& status = item["Status"].asString();
    if (user.empty() || id.empty() || status.empty())
      return fault(ErrorCode::Malformed, "an access key has to have UserName, AccessKeyId and Status", where);
    Json key = Json::object().set("id", id).set("status", status);
    if (item.has("CreateDate")) {
      const auto created = timeOf(item["CreateDate"]);
      if (!created) return fault(ErrorCode::Malformed, "CreateDate is no time", where);
      key.set("created", formatRfc3339(*created));
    }
    const auto [entry, fresh] = users_.try_emplace(user);
    if (fresh) entry->second.where = where;
    const auto [before, added] = entry->second.keys.try_emplace(id, key);
    if (!added && before->second != key)
      fault(ErrorCode::DuplicateKey, "the access key " + id + " is in the file in two different states",
            where);
  }

  void takeLastUsed(const Answer& answer) {
    const Json& used = answer.json["AccessKeyLastUsed"];
    const std::string& user = answer.json["UserName"].asString();
    const std::string& id = answer.json["AccessKeyId"].asString();
    if (user.empty() || !used.isObject())
      return fault(ErrorCode::Malformed, "the answer does not name its user", answer.where);
    Json value = Json::object();
    if (used.has("LastUsedDate")) {
      const auto at = timeOf(used["LastUsedDate"]);
      if (!at) return fault(ErrorCode::Malformed, "LastUsedDate is no time", answer.where);
      value.set("at", formatRfc3339(*at)).set("granularity", 900); // kept at most once per 15 minutes
      for (const auto& [name, member] : {std::pair{"service", "ServiceName"}, std::pair{"region", "Region"}})
        if (const std::string& text = used[member].asString(); text != "N/A")
          value.setUnlessEmpty(name, text);
    } else {
      value.set("never", true);
    }
    value.set("basis", "get-access-key-last-used");
    batch.observations.push_back(Observation{kind, "user/" + user,
                                             id.empty() ? "last-used" : "key/" + id + "/last-used",
                                             std::move(value), answer.where});
    if (id.empty())
      batch.gaps.push_back(
          gapAt(ErrorCode::Unsupported, "the answer does not say which key of " + user + " it is about",
                "Put the key id in front: aws iam get-access-key-last-used --access-key-id ID | jq "
                "'{AccessKeyId: \"ID\"} + .'",
                answer.where, {}, true));
  }

public:
  /// An answer said that another page follows, and none does.
  void checkPages() {
    if (pending_)
      fault(ErrorCode::Truncated, "the list of access keys says that another page follows", *pending_);
  }

private:
  std::map<std::string, User> users_;
  std::optional<Locator> pending_;
};

class AccessKeys final : public Connector {
public:
  std::string_view id() const override { return "aws.access-keys"; }
  std::string_view title() const override { return "AWS access keys of users"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    const Sniff form = sniff(head);
    return form.has("AccessKeyMetadata") || form.has("AccessKeyLastUsed") ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input&, const ReadOptions& options) const override {
    return accountFacts({}, options, "aws iam list-access-keys");
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(const Answers answers, readAnswers(input, options.limits, sink));
    Reader reader;
    for (const Answer& answer : answers.list)
      reader.take(answer);
    reader.checkPages();
    reader.finish(facts.scope.value_or(std::string()));
    COUNTERSIGN_TRY(deliver(std::move(reader.batch), sink, input.name));
    const char* why = !answers.whole || input.truncatedInput ? "the file ends early or has unusable answers"
                      : !reader.whole
                          ? "some answers could not be used"
                          : "the file shows the users that were asked for, not that there are no others";
    return ReadResult{{PartState{part, false, why}}};
  }
};

} // namespace

const Connector& accessKeys() {
  static const AccessKeys connector;
  return connector;
}

} // namespace countersign::aws
