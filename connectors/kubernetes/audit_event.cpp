// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/audit_event.h"

#include "connectors/kubernetes/object_content.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <array>

namespace countersign::kubernetes {
namespace {

/// What a request was about.
struct Target {
  std::string verb, resource, subresource, ns, name;
  bool core = false; ///< of the core API group
  bool rbac = false; ///< of an RBAC API group
};

bool oneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// One line of plain text, at most `most` bytes, cut between characters.
std::string plain(std::string text, std::size_t most = 300) {
  if (text.size() > most) {
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
      --most;
    text.resize(most);
  }
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

Target targetOf(const Json& event) {
  const Json& ref = event["objectRef"];
  Target out;
  out.verb = event["verb"].asString();
  out.resource = ref["resource"].asString();
  out.subresource = ref["subresource"].asString();
  out.ns = ref["namespace"].asString();
  out.name = ref["name"].asString();
  for (const char* body : {"responseObject", "requestObject"}) // a generated name is in the answer alone
    if (out.name.empty() && out.verb == "create") out.name = event[body]["metadata"]["name"].asString();
  const std::string& group = ref["apiGroup"].asString();
  out.core = group.empty();
  out.rbac = group == "rbac.authorization.k8s.io" || group == "authorization.openshift.io";
  return out;
}

bool isRbacObject(const Target& t) {
  return t.rbac && oneOf(t.resource, {"roles", "clusterroles", "rolebindings", "clusterrolebindings"});
}
bool isAccess(const Target& t) {
  return isRbacObject(t) || (t.core && oneOf(t.resource, {"serviceaccounts", "namespaces"}));
}

std::string pathOf(const Json& event) {
  const std::string& uri = event["requestURI"].asString();
  return uri.substr(0, uri.find('?')); // a query may carry anything
}

std::string actionOf(const Json& event, const Target& target) {
  std::string what = target.resource;
  if (!target.subresource.empty()) what += '/' + target.subresource;
  if (what.empty()) what = pathOf(event);
  return plain(target.verb.empty() ? what : target.verb + ' ' + what, 200);
}

std::string outcomeOf(const Json& event) {
  const Json& status = event["responseStatus"];
  const std::int64_t code = status["code"].asInt();
  if (event["annotations"]["authorization.k8s.io/decision"].asString() == "forbid" || code == 401 ||
      code == 403)
    return "denied";
  if (code >= 400)
    return plain("error: " + std::to_string(code) +
                     (status["reason"].isString() ? " " + status["reason"].asString() : ""),
                 120);
  return code > 0 ? "success" : "unknown";
}

/// A member of user.extra. Some log services write "/" in names as "_io_slash_"-like words.
std::vector<std::string> extraOf(const Json& user, std::string_view name) {
  std::string spelled;
  for (const char c : name)
    spelled += c == '.' ? std::string("_") : c == '/' ? std::string("_slash_") : std::string(1, c);
  const Json& extra = user["extra"];
  return (extra.has(name) ? extra[name] : extra[spelled]).strings();
}

void addActor(Event& out, const Json& user, std::string_view cluster) {
  const std::string& name = user["username"].asString();
  out.actor = plain(name);
  if (name.empty()) return;
  out.actorKeys.push_back(keys::k8sSubject(cluster, name));
  if (name.rfind("system:serviceaccount:", 0) == 0 && !user["uid"].asString().empty())
    out.actorKeys.push_back(keys::k8sUid(user["uid"].asString()));
  // aws-iam-authenticator and EKS say which AWS principal it was.
  for (const std::string& arn : extraOf(user, "arn"))
    if (std::string key = keys::awsPrincipal(arn); !key.empty()) out.actorKeys.push_back(std::move(key));
  for (const std::string& id : extraOf(user, "authentication.kubernetes.io/credential-id"))
    out.credentialKeys.push_back("k8s-credential:" + id);
  for (const std::string& id : extraOf(user, "accessKeyId"))
    out.credentialKeys.push_back(keys::awsAccessKey(id));
}

std::string objectKey(const Target& t, std::string_view cluster) {
  if (t.name.empty()) // deletecollection, or a create that failed
    return t.resource == "clusterroles" ? keys::k8sAllClusterRoles(cluster)
           : t.ns.empty()               ? std::string()
                                        : keys::k8sNamespace(cluster, t.ns);
  if (t.resource == "roles") return keys::k8sRole(cluster, t.ns, t.name);
  if (t.resource == "clusterroles") return keys::k8sClusterRole(cluster, t.name);
  if (t.resource == "rolebindings") return keys::k8sRoleBinding(cluster, t.ns, t.name);
  if (t.resource == "clusterrolebindings") return keys::k8sClusterRoleBinding(cluster, t.name);
  if (t.resource == "namespaces") return keys::k8sNamespace(cluster, t.name);
  return keys::k8sServiceAccount(cluster, t.ns, t.name);
}

std::string subjectKey(const Json& subject, std::string_view cluster) {
  const std::string& name = subject["name"].asString();
  if (subject["kind"].asString() == "ServiceAccount")
    return keys::k8sServiceAccount(cluster, subject["namespace"].asString(), name);
  return subject["kind"].asString() == "Group" ? keys::k8sGroup(cluster, name)
                                               : keys::k8sSubject(cluster, name);
}

/// What a change asked for, in normal form; whom a binding is for.
void addAsked(Event& out, const Json& event, const Target& target, std::string_view cluster) {
  const Json& body = event["requestObject"].isObject() ? event["requestObject"] : event["responseObject"];
  if (!isRbacObject(target) || !body.isObject()) return;
  if (body.has("rules"))
    if (auto rules = normalRules(body["rules"])) out.details.setUnlessEmpty("rules", std::move(*rules));
  if (body.has("roleRef"))
    if (auto role = normalRoleRef(body["roleRef"])) out.details.set("roleRef", std::move(*role));
  if (!body.has("subjects")) return;
  auto subjects = normalSubjects(body["subjects"], target.ns);
  if (!subjects) return;
  for (const Json& subject : subjects->items())
    out.aboutKeys.push_back(subjectKey(subject, cluster));
  out.details.setUnlessEmpty("subjects", std::move(*subjects));
}

void addAbout(Event& out, const Json& event, const Target& target, std::string_view cluster) {
  const bool token = target.core && target.resource == "serviceaccounts" && target.subresource == "token";
  const bool writes = oneOf(target.verb, {"create", "update", "patch", "delete", "deletecollection"});
  if (!isAccess(target) || !writes || (!target.subresource.empty() && !token)) return;
  if (std::string key = objectKey(target, cluster); !key.empty()) out.aboutKeys.push_back(std::move(key));
  if (const std::string& uid = event["objectRef"]["uid"].asString(); !uid.empty())
    out.aboutKeys.push_back(keys::k8sUid(uid));
  addAsked(out, event, target, cluster);
  const std::int64_t code = event["responseStatus"]["code"].asInt();
  const bool tried = event["requestURI"].asString().find("dryRun=") != std::string::npos;
  out.stateChanging = !token && !tried && code > 0 && code < 400 && out.outcome == "success";
}

Json detailsOf(const Json& event, const Target& target) {
  Json out = Json::object();
  const Json& notes = event["annotations"];
  out.setUnlessEmpty("decision", notes["authorization.k8s.io/decision"]);
  out.setUnlessEmpty("reason", notes["authorization.k8s.io/reason"]);
  out.setUnlessEmpty("issuedCredential", notes["authentication.kubernetes.io/issued-credential-id"]);
  out.setUnlessEmpty("impersonated", event["impersonatedUser"]["username"]);
  out.setUnlessEmpty("impersonatedGroups", event["impersonatedUser"]["groups"]);
  out.setUnlessEmpty("groups", event["user"]["groups"]);
  out.setUnlessEmpty("userAgent", event["userAgent"]);
  out.setUnlessEmpty("namespace", Json(target.ns));
  out.setUnlessEmpty("name", Json(target.name));
  out.setUnlessEmpty("path", Json(pathOf(event)));
  out.setUnlessEmpty("stage", event["stage"]);
  if (const Json& code = event["responseStatus"]["code"]; code.isInt()) out.set("code", code);
  const auto pods = extraOf(event["user"], "authentication.kubernetes.io/pod-name");
  if (!pods.empty()) out.set("pod", Json(pods.front()));
  return out;
}

std::string summaryOf(const Event& event, const Json& json, const Target& target) {
  std::string out = event.actor.empty() ? std::string("somebody") : event.actor;
  if (const std::string& as = json["impersonatedUser"]["username"].asString(); !as.empty())
    out += " as " + as;
  const std::string object =
      target.ns.empty() || target.name.empty() ? target.ns + target.name : target.ns + '/' + target.name;
  if (target.resource == "serviceaccounts" && target.subresource == "token" && target.verb == "create")
    out += ": token minted for service account " + object;
  else
    out += ": " + event.action + (object.empty() ? "" : " " + object);
  return plain(out + " (" + event.outcome + ")");
}

} // namespace

std::optional<Instant> auditTime(std::string_view text, bool& zoneless) {
  if (const auto time = parseRfc3339(text)) return *time;
  const auto utc = parseRfc3339(std::string(text.substr(0, 64)) + 'Z');
  if (!utc) return std::nullopt;
  zoneless = true;
  return *utc;
}

std::optional<Instant> auditTimeOf(const Json& event, bool& zoneless) {
  for (const char* member : {"stageTimestamp", "requestReceivedTimestamp"})
    if (const auto time = auditTime(event[member].asString(), zoneless)) return time;
  return std::nullopt;
}

bool isAuditEvent(const Json& json) {
  const std::string& kind = json["kind"].asString();
  return json["auditID"].isString() && (kind == "Event" || kind.empty()) &&
         (json.has("verb") || json.has("stage") || json.has("requestURI"));
}

Result<AuditRecord> auditRecord(const Json& json, std::string_view cluster) {
  AuditRecord out;
  out.auditId = json["auditID"].asString();
  if (out.auditId.empty()) return failure(ErrorCode::Malformed, "an audit event without an auditID");
  const auto time = auditTimeOf(json, out.zoneless);
  if (!time)
    return failure(ErrorCode::MissingTime, "an audit event without a time: nobody knows when it was",
                   "Keep stageTimestamp where the log is collected");
  const std::string& stage = json["stage"].asString();
  out.finished = stage.empty() || stage == "ResponseComplete" || stage == "Panic";
  const Target target = targetOf(json);
  out.maskBodies = !isAccess(target) || !target.subresource.empty();
  Event& event = out.event;
  event.id = out.auditId + '/' + stage;
  event.at = *time;
  event.action = actionOf(json, target);
  event.outcome = outcomeOf(json);
  event.from = plain(json["sourceIPs"].at(0).asString(), 100);
  event.details = detailsOf(json, target);
  addActor(event, json["user"], cluster);
  addAbout(event, json, target, cluster);
  event.summary = summaryOf(event, json, target);
  return out;
}

} // namespace countersign::kubernetes
