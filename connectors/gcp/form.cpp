// SPDX-License-Identifier: Apache-2.0
#include "connectors/gcp/form.h"

#include <algorithm>
#include <array>

namespace countersign::gcpform {
namespace {

using Names = std::set<std::string, std::less<>>;

bool any(const Names& names, std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view one) { return names.count(one) > 0; });
}
bool all(const Names& names, std::initializer_list<std::string_view> wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](std::string_view one) { return names.count(one) > 0; });
}

Form formOf(const Names& names, std::string_view name) {
  if (all(names, {"private_key", "client_email"})) return Form::Credential;
  if (any(names, {"assetType", "asset_type"}) &&
      any(names, {"policy", "iamPolicy", "iam_policy", "ancestors", "name"}))
    return Form::Asset;
  if (any(names, {"denyRule"}) || all(names, {"uid", "rules", "kind"}) ||
      name.find("/denypolicies/") != std::string_view::npos)
    return Form::Deny;
  if (all(names, {"keyAlgorithm", "name"}) || all(names, {"validAfterTime", "keyType"})) return Form::Key;
  if (all(names, {"email", "projectId"}) && any(names, {"uniqueId", "oauth2ClientId"})) return Form::Account;
  if (any(names, {"includedPermissions"}) ||
      (all(names, {"name", "title"}) &&
       (name.starts_with("roles/") || name.find("/roles/") != std::string_view::npos)))
    return Form::Role;
  if (all(names, {"projectId", "name"}) && any(names, {"projectNumber", "lifecycleState", "state"}))
    return Form::Container;
  if ((name.starts_with("folders/") || name.starts_with("organizations/") || name.starts_with("projects/")) &&
      any(names, {"lifecycleState", "state"}))
    return Form::Container;
  if (std::any_of(names.begin(), names.end(),
                  [](const std::string& one) { return one.starts_with("group:"); }))
    return Form::Groups;
  return Form::None;
}

bool isPolicy(const Names& names) {
  if (names.count("bindings") > 0) return any(names, {"etag", "version"}) || names.size() == 1;
  return names.count("etag") > 0 && names.size() <= 2 && (names.size() == 1 || names.count("version") > 0);
}

/// Member names by depth of objects, and the text of the first member "name" that is one.
class Scan {
public:
  explicit Scan(std::string_view text) : text_(text.substr(0, 64U << 10)) { run(); }
  std::array<Names, 4> names; ///< of objects, from the outermost on
  std::array<std::string, 4> name;
  char first = 0;

private:
  void run() {
    std::size_t objects = 0;
    std::string stack;
    for (at_ = 0; at_ < text_.size() && stack.size() < 16; ++at_) {
      const char c = text_[at_];
      if (first == 0 && c != ' ' && c != '\n' && c != '\r' && c != '\t') first = c;
      if (first != '{' && first != '[' && first != 0) return;
      if (c == '{' || c == '[') stack += c;
      if (c == '{') ++objects;
      if (c == '}' && objects > 0) --objects;
      if ((c == '}' || c == ']') && !stack.empty()) stack.pop_back();
      if (c == '}' && objects == 0) return; // the first object is enough
      if (c == '"') string(objects);
    }
  }
  std::string_view quoted() {
    const std::size_t from = ++at_;
    while (at_ < text_.size() && text_[at_] != '"')
      at_ += text_[at_] == '\\' ? 2U : 1U;
    return text_.substr(std::min(from, text_.size()),
                        std::min(at_, text_.size()) - std::min(from, text_.size()));
  }
  void string(std::size_t objects) {
    const std::string_view text = quoted();
    std::size_t next = at_ + 1;
    while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\n' || text_[next] == '\t'))
      ++next;
    if (objects == 0 || objects >= names.size()) return;
    const bool member = next < text_.size() && text_[next] == ':';
    if (!member) {
      if (nameNext_ && name[objects].empty()) name[objects] = text;
      nameNext_ = false;
      return;
    }
    nameNext_ = text == "name";
    if (names[objects].size() < 256) names[objects].insert(std::string(text));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool nameNext_ = false;
};

} // namespace

bool isWrapper(std::string_view member) {
  constexpr std::array<std::string_view, 9> all{"policies", "results", "accounts", "keys",         "roles",
                                                "projects", "folders", "assets",   "organizations"};
  return std::find(all.begin(), all.end(), member) != all.end();
}

Form formOf(std::string_view head) {
  const Scan scan(head);
  const Form outer = formOf(scan.names[1], scan.name[1]);
  if (outer != Form::None) return outer;
  if (isPolicy(scan.names[1])) return Form::Policy;
  const bool wrapped = std::any_of(scan.names[1].begin(), scan.names[1].end(), isWrapper);
  return wrapped ? formOf(scan.names[2], scan.name[2]) : Form::None;
}

Form formOf(const Json& value) {
  Names names;
  for (const auto& member : value.members())
    names.insert(member.first);
  const Form form = formOf(names, value["name"].asString());
  return form == Form::None && isPolicy(names) ? Form::Policy : form;
}

} // namespace countersign::gcpform
