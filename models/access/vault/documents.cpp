// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/documents.h"

#include "models/identity/vault_keys.h"

#include <algorithm>
#include <deque>

namespace countersign::vault {
namespace {

constexpr std::size_t maxGroups = 10'000;

std::vector<std::string> lowered(const Json& list) {
  std::vector<std::string> out;
  for (const std::string& name : list.strings())
    out.push_back(lowerCase(name));
  return out;
}

/// The text that the engine evaluates: one rule a line.
std::string textOf(const Json& policy) {
  if (!policy["rules"].isArray()) return policy["text"].asString();
  std::string out;
  for (const Json& rule : policy["rules"].items())
    out += rule.asString() + '\n';
  return out;
}

class Gatherer {
public:
  Gatherer(DocumentReader& reader, const HeldDocumentPtr& principal)
      : reader_(reader), principal_(principal), content_(principal->document.content),
        cluster_(content_["cluster"].asString()) {}

  DocumentHolder gather(Instant now) {
    const std::string& kind = principal_->document.object.kind;
    lists();
    std::optional<std::string> entityId;
    if (kind == "vault.entity") {
      entityId = content_["id"].asString();
      takeEntity(principal_);
    } else {
      wanted_ = lowered(content_[kind == "vault.token" ? "policies" : "token_policies"]);
      if (kind == "vault.auth-role" && !content_["token_no_default_policy"].asBool())
        wanted_.emplace_back("default");
      entityId = kind == "vault.token" ? content_["entity_id"].asString() : entityOfRole();
      if (entityId) entity(*entityId);
      for (const std::string& name : lowered(content_["identity_policies"]))
        wanted_.push_back(name);
    }
    policies();
    const Engine engine = engineOf();
    Holder holder = kind == "vault.entity"  ? holderOfEntity(estate_, *entityId, engine, now)
                    : kind == "vault.token" ? holderOfToken(estate_, token(*entityId), engine, now)
                                            : holderOfRole(estate_, role(), entityId, engine, now);
    return {std::move(holder), std::move(found_), std::move(notes_)};
  }

private:
  static bool live(const HeldDocumentPtr& d) { return d->role == SourceRole::Live; }
  HeldDocumentPtr one(const std::string& key, std::string_view kind) {
    for (const HeldDocumentPtr& d : reader_.withKey(key, {kind}))
      if (live(d)) return d;
    return nullptr;
  }

  void lists() {
    const auto names = [&](const char* path) -> std::optional<std::set<std::string>> {
      const HeldDocumentPtr list = one(keys::vaultList(cluster_, path), "vault.list");
      if (!list) return std::nullopt;
      const auto all = lowered(list->document.content["keys"]);
      return std::set<std::string>(all.begin(), all.end());
    };
    estate_.policyNames = names("sys/policies/acl");
    estate_.entityIds = names("identity/entity/id");
  }

  void takeEntity(const HeldDocumentPtr& d) {
    const Json& c = d->document.content;
    const std::string id = c["id"].asString();
    estate_.take("identity/entity/id/" + id, Json::object().set("data", c));
    const auto own = lowered(c["policies"]);
    wanted_.insert(wanted_.end(), own.begin(), own.end());
    std::deque<std::string> open;
    for (const char* list : {"group_ids", "direct_group_ids", "inherited_group_ids"})
      for (const std::string& group : c[list].strings())
        open.push_back(group);
    for (const HeldDocumentPtr& group : reader_.naming(keys::vaultEntity(id), {"vault.group"}))
      if (live(group)) open.push_back(group->document.content["id"].asString());
    groups(std::move(open));
  }

  /// Groups, and those that they are members of; each once, whatever cycles there are.
  void groups(std::deque<std::string> open) {
    std::set<std::string> seen;
    while (!open.empty() && seen.size() < maxGroups) {
      const std::string id = open.front();
      open.pop_front();
      if (!seen.insert(id).second) continue;
      const HeldDocumentPtr group = one(keys::vaultGroup(id), "vault.group");
      if (!group) {
        reader_.absent("vault.group " + id);
        continue;
      }
      const Json& c = group->document.content;
      estate_.take("identity/group/id/" + id, Json::object().set("data", c));
      const auto own = lowered(c["policies"]);
      wanted_.insert(wanted_.end(), own.begin(), own.end());
      for (const std::string& parent : c["parent_group_ids"].strings())
        open.push_back(parent);
      for (const HeldDocumentPtr& other : reader_.naming(keys::vaultGroup(id), {"vault.group"})) {
        const auto members = other->document.content["member_group_ids"].strings();
        if (live(other) && std::find(members.begin(), members.end(), id) != members.end())
          open.push_back(other->document.content["id"].asString());
      }
    }
  }

  void entity(const std::string& id) {
    if (id.empty()) return;
    if (const HeldDocumentPtr found = one(keys::vaultEntity(id), "vault.entity"))
      takeEntity(found);
    else
      reader_.absent("vault.entity " + id);
  }

  /// The entity that the auth method's mount calls by that name.
  std::optional<std::string> ofAlias(const std::string& name) {
    const HeldDocumentPtr found =
        one(keys::vaultAlias(cluster_, content_["mount"].asString(), name), "vault.entity");
    if (!found) return std::nullopt;
    return found->document.content["id"].asString();
  }

  /// An AppRole logs in as one entity, that with its role id as alias. Other methods let in whomever they
  /// recognise.
  std::optional<std::string> entityOfRole() {
    const std::string path = content_["path"].asString();
    if (!path.starts_with("auth/")) return std::nullopt;
    if (path.find("/users/") != std::string::npos) return ofAlias(lowerCase(content_["name"].asString()));
    const std::string key = keys::vaultRole(cluster_, path.substr(5));
    if (const HeldDocumentPtr roleId = one(key, "vault.role-id")) {
      if (auto id = ofAlias(roleId->document.content["role_id"].asString())) return id;
    }
    if (!content_.has("bind_secret_id") && !content_.has("secret_id_ttl")) return std::nullopt;
    std::set<std::string> ids;
    for (const HeldDocumentPtr& d : reader_.naming(key, {"vault.token", "vault.login"}))
      if (const std::string& id = d->document.content["entity_id"].asString(); live(d) && !id.empty())
        ids.insert(id);
    if (ids.size() == 1) return *ids.begin();
    return std::nullopt;
  }

  void policies() {
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    for (const std::string& name : wanted_) {
      if (name == "root") continue;
      const HeldDocumentPtr d = one(keys::vaultPolicy(cluster_, name), "vault.policy");
      if (!d) {
        reader_.absent("vault.policy " + cluster_ + "/" + name);
        continue;
      }
      const Json& c = d->document.content;
      estate_.policies[name] = {textOf(c), c["allow_wildcards_in_identity_templates"].asBool(),
                                c["allow_slashes_in_identity_templates"].asBool()};
      found_[name] = d;
    }
  }

  /// The version that the server said; else the newest that is known, which takes the policies as they are.
  Engine engineOf() {
    if (const HeldDocumentPtr server = one(keys::vaultServer(cluster_), "vault.server")) {
      const std::string& version = server->document.content["version"].asString();
      const bool bao = !version.empty() && version.front() >= '2' && version.find('.') == 1;
      if (const auto engine = Engine::parse((bao ? "OpenBao v" : "Vault v") + version)) {
        notes_.push_back("decided as " + engine->text());
        return *engine;
      }
    }
    Engine engine = Engine::vault(1, 20);
    for (const auto& [name, policy] : estate_.policies)
      if (!parsePolicy(policy.text, engine) && parsePolicy(policy.text, Engine::openBao(2, 6)))
        engine = Engine::openBao(2, 6);
    notes_.push_back("the version of the server was not imported (sys/health); decided as " + engine.text());
    return engine;
  }

  Token token(const std::string& entityId) const {
    Token out{lowered(content_["policies"]), std::nullopt, entityId};
    if (content_.has("identity_policies")) out.identityPolicies = lowered(content_["identity_policies"]);
    return out;
  }
  Role role() const {
    return {content_["mount"].asString(), content_["name"].asString(), lowered(content_["token_policies"]),
            content_["token_no_default_policy"].asBool()};
  }

  DocumentReader& reader_;
  const HeldDocumentPtr& principal_;
  const Json& content_;
  std::string cluster_;
  Estate estate_;
  std::vector<std::string> wanted_; ///< names of policies
  std::map<std::string, HeldDocumentPtr> found_;
  std::vector<std::string> notes_;
};

} // namespace

std::string DocumentHolder::pointer(const std::string& policy, std::uint64_t line) const {
  const auto found = policies.find(policy);
  if (found == policies.end()) return {};
  const bool rules = found->second->document.content["rules"].isArray();
  return rules && line > 0 ? "/rules/" + std::to_string(line - 1) : rules ? "/rules" : "/text";
}

bool isHolder(const HeldDocumentPtr& principal) {
  const std::string& kind = principal->document.object.kind;
  return kind == "vault.entity" || kind == "vault.auth-role" || kind == "vault.token";
}

DocumentHolder holderFrom(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now) {
  return Gatherer(reader, principal).gather(now);
}

} // namespace countersign::vault
