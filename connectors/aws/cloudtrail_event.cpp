// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/cloudtrail_event.h"

#include "connectors/aws/cloudtrail_actions.h"
#include "connectors/aws/cloudtrail_identity.h"
#include "connectors/aws/values.h"
#include "connectors/common/secrets.h"
#include "models/identity/digest.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace countersign::aws {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t maxDetail = 512; ///< bytes of one detail

/// readOnly is a boolean; some stores make a text of it.
bool readOnly(const dom::element& record) {
  bool flag = false;
  if (record["readOnly"].get(flag) == simdjson::SUCCESS) return flag;
  const std::string_view text = textAt(record, "readOnly");
  return text == "true" || text == "True";
}

std::string actionOf(std::string_view source, std::string_view name) {
  constexpr std::string_view domain = ".amazonaws.com";
  const auto at = source.find(domain);
  return std::string(source.substr(0, at)) + ':' + std::string(name);
}

std::string outcomeOf(const dom::element& record) {
  const std::string_view code = textAt(record, "errorCode");
  if (code.empty())
    return textAt(record, "responseElements/ConsoleLogin") == "Failure" ? "denied" : "success";
  for (const std::string_view denied :
       {"AccessDenied", "UnauthorizedOperation", "UnauthorizedAccess", "NotAuthorized", "Forbidden"})
    if (code.find(denied) != std::string_view::npos) return "denied";
  return "error: " + std::string(code.substr(0, 128));
}

std::string fromOf(const dom::element& record) {
  const std::string_view agent = textAt(record, "userAgent");
  if (textAt(record, "sessionCredentialFromConsole") == "true" ||
      agent.find("console.amazonaws.com") != std::string_view::npos ||
      agent.find("signin.amazonaws.com") != std::string_view::npos ||
      agent.find("console.aws.amazon.com") != std::string_view::npos)
    return "console";
  return std::string(textAt(record, "sourceIPAddress").substr(0, 128));
}

std::string plain(std::string_view text) {
  std::string out(text.substr(0, 256));
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return out;
}

/// "PutRolePolicy BackupInline on role backup-writer from console by platform-admin"
std::string summaryOf(const dom::element& record, const EventObjects& about, const Event& event,
                      const Actor& actor) {
  std::string out(textAt(record, "eventName"));
  const std::string_view policy = textAt(record, "requestParameters/policyName");
  const std::string_view policyArn = textAt(record, "requestParameters/policyArn");
  const std::string_view group = textAt(record, "requestParameters/groupName");
  if (!policy.empty())
    out += ' ' + std::string(policy);
  else if (!policyArn.empty() && event.action.find("Attach") == std::string::npos &&
           event.action.find("Detach") == std::string::npos)
    out += ' ' + std::string(lastSegment(policyArn));
  else if (!policyArn.empty())
    out += ' ' + std::string(lastSegment(policyArn));
  else if (event.action == "iam:AddUserToGroup" || event.action == "iam:RemoveUserFromGroup")
    out += ' ' + std::string(group);
  for (const EventObject& object : about.objects)
    if (!object.title.empty() && object.title != policy &&
        out.find(' ' + object.title) == std::string::npos) {
      out += " on " + object.title;
      break;
    }
  if (!event.from.empty()) out += " from " + event.from;
  if (!actor.title.empty()) out += " by " + actor.title;
  if (event.outcome != "success") out += " (" + event.outcome + ')';
  return plain(out);
}

/// Names and settings without secrets; only of actions of the table, so that nothing unknown gets in.
constexpr std::array<std::string_view, 22> shownParameters{"roleName",
                                                           "userName",
                                                           "groupName",
                                                           "policyName",
                                                           "policyArn",
                                                           "accessKeyId",
                                                           "status",
                                                           "newUserName",
                                                           "newGroupName",
                                                           "instanceProfileName",
                                                           "roleArn",
                                                           "roleSessionName",
                                                           "policyId",
                                                           "targetId",
                                                           "versionId",
                                                           "permissionsBoundary",
                                                           "path",
                                                           "openIDConnectProviderArn",
                                                           "sAMLProviderArn",
                                                           "sourceParentId",
                                                           "destinationParentId",
                                                           "clientID"};

Json detailsOf(const dom::element& record, const EventObjects& about) {
  Json out = Json::object();
  const auto add = [&](const char* name, std::string_view path) {
    const std::string_view text = textAt(record, path);
    if (!text.empty() && text.size() <= maxDetail) out.set(name, text);
  };
  add("region", "awsRegion");
  add("source", "eventSource");
  add("agent", "userAgent");
  add("errorCode", "errorCode");
  add("errorMessage", "errorMessage");
  add("identityType", "userIdentity/type");
  add("invokedBy", "userIdentity/invokedBy");
  add("accessKeyId", "userIdentity/accessKeyId");
  add("mfa", "userIdentity/sessionContext/attributes/mfaAuthenticated");
  add("requestId", "requestID");
  Json parameters = Json::object();
  if (!about.objects.empty())
    for (const std::string_view name : shownParameters)
      if (const auto text = textAt(record, "requestParameters/" + std::string(name));
          !text.empty() && text.size() <= maxDetail)
        parameters.set(std::string(name), text);
  out.setUnlessEmpty("parameters", std::move(parameters));
  return out;
}

/// An id of AWS's making is a GUID and occurs once; another one is told apart by the record's digest.
std::string idOf(const dom::element& record, std::string_view text) {
  const std::string_view id = textAt(record, "eventID");
  const bool guid = id.size() == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-';
  if (guid) return std::string(id);
  return (id.empty() ? std::string("sha256") : std::string(id.substr(0, 128))) + ':' +
         sha256(text).hex().substr(0, 32);
}

Result<Event> eventOf(const dom::element& record, std::string_view text, const std::string& fallbackAccount) {
  const std::string_view name = textAt(record, "eventName"), source = textAt(record, "eventSource");
  if (name.empty() || source.empty())
    return failure(ErrorCode::Malformed,
                   "the record has no eventName or eventSource: it is no CloudTrail event");
  const std::string_view time = textAt(record, "eventTime");
  if (time.empty())
    return failure(ErrorCode::Malformed, "the event " + std::string(name) + " has no eventTime");
  Event event;
  COUNTERSIGN_ASSIGN(event.at, parseTime(time));
  std::string_view account = textAt(record, "recipientAccountId");
  if (account.empty()) account = textAt(record, "userIdentity/accountId");
  if (account.empty()) account = fallbackAccount;
  const Actor actor = actorOf(record);
  event.action = actionOf(source, name);
  event.id = idOf(record, text);
  event.actor = actor.text;
  event.outcome = outcomeOf(record);
  event.from = fromOf(record);
  const EventObjects about = objectsOf(event.action, record, account, actor.userKey, "user " + actor.title);
  for (const EventObject& object : about.objects)
    if (std::find(event.aboutKeys.begin(), event.aboutKeys.end(), object.key) == event.aboutKeys.end())
      event.aboutKeys.push_back(object.key);
  event.stateChanging = about.changes && !readOnly(record) && textAt(record, "errorCode").empty();
  event.summary = summaryOf(record, about, event, actor);
  event.actorKeys = actor.keys;
  event.credentialKeys = actor.credentialKeys;
  event.details = detailsOf(record, about);
  // The log of an organization has records of other accounts than the one that it is imported for.
  if (!fallbackAccount.empty() && account != fallbackAccount) event.details.set("account", account);
  return event;
}

Result<void> checkText(const Element& element, const dom::element& value) {
  // Escapes can spell surrogates that are no text.
  if (element.text.find("\\u") != std::string_view::npos) {
    COUNTERSIGN_TRY(toJson(value));
  }
  return {};
}

/// Offset in `literal` (the inside of a JSON string, escapes and all) of each byte `wanted` of the decoded
/// text.
class EscapeWalk {
public:
  explicit EscapeWalk(std::string_view literal) : literal_(literal) {}
  /// Asked with growing offsets.
  std::size_t rawOffset(std::size_t decoded) {
    while (decoded_ < decoded && at_ < literal_.size())
      step();
    return at_;
  }

private:
  static unsigned hex(std::string_view four) {
    unsigned value = 0;
    for (const char c : four)
      value = value * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    return value;
  }
  void step() {
    if (literal_[at_] != '\\' || at_ + 1 >= literal_.size()) {
      ++at_;
      ++decoded_;
      return;
    }
    if (literal_[at_ + 1] != 'u' || at_ + 6 > literal_.size()) {
      at_ += 2;
      ++decoded_;
      return;
    }
    const unsigned code = hex(literal_.substr(at_ + 2, 4));
    const bool pair = code >= 0xD800 && code < 0xDC00 && at_ + 12 <= literal_.size();
    at_ += pair ? 12U : 6U;
    decoded_ += pair ? 4U : code < 0x80 ? 1U : code < 0x800 ? 2U : 3U;
  }
  std::string_view literal_;
  std::size_t at_ = 0, decoded_ = 0;
};

/// Secrets in the text inside a string, as spans of the input.
void takeInnerSecrets(const Element& element, std::string_view inner, Batch& batch) {
  const auto found = findSecrets(inner, 0);
  if (found.empty()) return;
  const Locator span = element.span("/CloudTrailEvent");
  if (span.length < 2 || span.offset < element.offset) return;
  const std::size_t start = static_cast<std::size_t>(span.offset - element.offset);
  std::string_view literal = element.text.substr(start, static_cast<std::size_t>(span.length));
  std::uint64_t base = span.offset;
  if (!literal.empty() && literal.front() == '"') {
    literal = literal.substr(1, literal.size() - 2);
    ++base;
  }
  EscapeWalk walk(literal);
  for (const Locator& secret : found) {
    const std::size_t from = walk.rawOffset(static_cast<std::size_t>(secret.offset));
    const std::size_t to = walk.rawOffset(static_cast<std::size_t>(secret.offset + secret.length));
    batch.secrets.push_back(Locator{base + from, to - from, span.pointer, element.line});
  }
}

} // namespace

Result<void> takeRecord(const Element& element, const dom::element& record, const std::string& account,
                        Batch& batch) {
  if (!record.is_object()) return failure(ErrorCode::Malformed, "a record has to be an object");
  COUNTERSIGN_TRY(checkText(element, record));
  for (Locator& secret : findSecrets(element.text, element.offset))
    batch.secrets.push_back(std::move(secret));
  COUNTERSIGN_ASSIGN(Event event, eventOf(record, element.text, account));
  event.where = element.where();
  batch.events.push_back(std::move(event));
  return {};
}

Result<void> takeLookedUp(const Element& element, const dom::element& event, const std::string& account,
                          Batch& batch) {
  const std::string_view inner = textAt(event, "CloudTrailEvent");
  if (inner.empty()) return failure(ErrorCode::Malformed, "the event has no CloudTrailEvent");
  COUNTERSIGN_TRY(checkText(element, event));
  takeInnerSecrets(element, inner, batch);
  dom::parser parser;
  dom::element record;
  if (const auto code = parser.parse(inner.data(), inner.size()).get(record);
      code != simdjson::SUCCESS || !record.is_object())
    return failure(ErrorCode::Malformed, "CloudTrailEvent is no JSON object");
  Element inside = element;
  inside.text = inner;
  COUNTERSIGN_TRY(checkText(inside, record));
  COUNTERSIGN_ASSIGN(Event made, eventOf(record, inner, account));
  made.where = element.where("/CloudTrailEvent");
  batch.events.push_back(std::move(made));
  return {};
}

} // namespace countersign::aws
