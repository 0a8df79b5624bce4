// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"

#include "models/access/pattern.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

struct Words {
  std::string_view action, title;
};
constexpr std::array awsWords{Words{"s3:putobject", "Write objects"},
                              Words{"s3:getobject", "Read objects"},
                              Words{"s3:deleteobject", "Delete objects"},
                              Words{"s3:listbucket", "List objects"},
                              Words{"s3:*", "Everything in S3"},
                              Words{"kms:generatedatakey", "Use key to encrypt"},
                              Words{"kms:decrypt", "Use key to decrypt"},
                              Words{"kms:encrypt", "Use key to encrypt"},
                              Words{"sts:assumerole", "Assume role"},
                              Words{"iam:passrole", "Hand a role to a service"},
                              Words{"secretsmanager:getsecretvalue", "Read secret"},
                              Words{"ssm:getparameter", "Read parameter"},
                              Words{"ssm:getparameters", "Read parameters"},
                              Words{"sqs:sendmessage", "Send message"},
                              Words{"sqs:receivemessage", "Receive message"},
                              Words{"sns:publish", "Publish message"},
                              Words{"dynamodb:getitem", "Read item"},
                              Words{"dynamodb:putitem", "Write item"},
                              Words{"dynamodb:query", "Query table"},
                              Words{"dynamodb:scan", "Read whole table"},
                              Words{"logs:putlogevents", "Write logs"},
                              Words{"logs:createloggroup", "Create log group"},
                              Words{"logs:createlogstream", "Create log stream"},
                              Words{"cloudwatch:putmetricdata", "Write metrics"},
                              Words{"lambda:invokefunction", "Invoke function"},
                              Words{"ec2:describeinstances", "List instances"},
                              Words{"ec2:runinstances", "Start new instances"},
                              Words{"ec2:terminateinstances", "Terminate instances"},
                              Words{"ecr:getauthorizationtoken", "Get registry token"},
                              Words{"*", "Everything"},
                              Words{"iam:*", "Everything in IAM"}};

bool startsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}
template <std::size_t N>
bool startsWithAny(std::string_view text, const std::array<std::string_view, N>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return startsWith(text, p); });
}

/// "PutRolePolicy" → "Put role policy"
std::string sentence(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool upper = c >= 'A' && c <= 'Z';
    const bool before = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (upper && before) out += ' ';
    out += upper && i > 0 && before ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

constexpr std::array<std::string_view, 9> secretActions{"secretsmanager:getsecretvalue",
                                                        "secretsmanager:batchgetsecretvalue",
                                                        "ssm:getparameter",
                                                        "ssm:getparameters",
                                                        "ssm:getparametersbypath",
                                                        "kms:decrypt",
                                                        "iam:createaccesskey",
                                                        "sts:assumerole",
                                                        "ecr:getauthorizationtoken"};

Reach awsVerb(std::string_view verb) {
  constexpr std::array<std::string_view, 3> lists{"list", "describe", "search"};
  constexpr std::array<std::string_view, 9> reads{"get",  "batchget", "query", "scan", "select",
                                                  "head", "lookup",   "view",  "read"};
  constexpr std::array<std::string_view, 6> deletes{"delete", "terminate",  "remove",
                                                    "purge",  "deregister", "batchdelete"};
  if (verb == "*" || verb.empty()) return Reach::Administer;
  if (startsWithAny(verb, lists)) return Reach::List;
  if (startsWithAny(verb, reads)) return Reach::Read;
  if (startsWithAny(verb, deletes)) return Reach::Delete;
  return Reach::Write;
}

Reach awsReach(const Grant& g) {
  const std::string& action = g.action;
  if (action == "*" || action == "*:*") return g.resource == "*" ? Reach::Everything : Reach::Administer;
  const auto colon = action.find(':');
  const std::string_view service = std::string_view(action).substr(0, colon);
  const std::string_view verb =
      colon == std::string::npos ? std::string_view() : std::string_view(action).substr(colon + 1);
  const Reach byVerb = awsVerb(verb);
  const bool identity =
      service == "iam" || service == "organizations" || service == "sso" || service == "sts";
  if (identity && byVerb >= Reach::Write && action != "sts:assumerole" && !startsWith(verb, "get"))
    return Reach::Administer;
  for (const std::string_view secret : secretActions)
    if (matches(action, secret)) return verb == "*" ? Reach::Administer : Reach::ReadSecret;
  return verb == "*" ? (g.resource == "*" ? Reach::Administer : Reach::Delete) : byVerb;
}

Meaning awsMeaning(const Grant& g) {
  Meaning out{g.exact ? awsReach(g) : (g.resource == "*" ? Reach::Everything : Reach::Administer), {}};
  for (const Words& w : awsWords)
    if (w.action == g.action) out.title = std::string(w.title);
  if (out.title.empty()) {
    const auto colon = g.shown.find(':');
    out.title = sentence(std::string_view(g.shown).substr(colon == std::string::npos ? 0 : colon + 1));
    if (out.title == "*") out.title = "Everything in " + g.shown.substr(0, colon);
  }
  return out;
}

Meaning kubernetesMeaning(const Grant& g) {
  const auto space = g.action.find(' ');
  const std::string verb = g.action.substr(0, space),
                    what = space == std::string::npos ? "" : g.action.substr(space + 1);
  const std::string plain = what.substr(0, what.find('.'));
  Meaning out;
  if (verb == "*" && startsWith(what, "*"))
    out.reach = g.scope == "cluster-wide" ? Reach::Everything : Reach::Administer;
  else if (verb == "escalate" || verb == "bind" || verb == "impersonate" || plain == "serviceaccounts/token")
    out.reach = Reach::Administer;
  else if ((plain == "secrets" || plain == "*") &&
           (verb == "get" || verb == "list" || verb == "watch" || verb == "*"))
    out.reach = Reach::ReadSecret;
  else if ((plain == "roles" || plain == "clusterroles" || plain == "rolebindings" ||
            plain == "clusterrolebindings") &&
           verb != "get" && verb != "list" && verb != "watch")
    out.reach = Reach::Administer;
  else if (plain == "pods/exec" || plain == "pods/attach" || verb == "*")
    out.reach = Reach::Delete;
  else if (verb == "list" || verb == "watch")
    out.reach = Reach::List;
  else if (verb == "get")
    out.reach = Reach::Read;
  else
    out.reach = startsWith(verb, "delete") ? Reach::Delete : Reach::Write;
  out.title = verb == "*" ? "Everything on " + what : sentence(verb) + " " + what;
  return out;
}

Meaning plainMeaning(const Grant& g) {
  std::string action = g.action;
  std::transform(action.begin(), action.end(), action.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  Meaning out{Reach::Write, sentence(g.shown)};
  const auto has = [&](std::string_view word) { return action.find(word) != std::string::npos; };
  if (action == "*" || has("admin") || has("owner"))
    out.reach = Reach::Administer;
  else if (has("secret") || has("token") || has("impersonat"))
    out.reach = Reach::ReadSecret;
  else if (has("delete") || has("drop"))
    out.reach = Reach::Delete;
  else if (has("list"))
    out.reach = Reach::List;
  else if (has("read") || has("get") || has("select") || has("view"))
    out.reach = Reach::Read;
  return out;
}

} // namespace

std::string_view name(Reach reach) {
  constexpr std::array<std::string_view, 8> names{"none",   "list",        "read",       "write",
                                                  "delete", "read-secret", "administer", "everything"};
  return names[static_cast<std::size_t>(reach)];
}

std::optional<Reach> reachFrom(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(Reach::Everything); ++i)
    if (text == name(static_cast<Reach>(i))) return static_cast<Reach>(i);
  return std::nullopt;
}

Meaning meaningOf(const std::string& system, const Grant& grant) {
  if (system == "aws") return awsMeaning(grant);
  if (system == "kubernetes") return kubernetesMeaning(grant);
  return plainMeaning(grant);
}

} // namespace countersign
