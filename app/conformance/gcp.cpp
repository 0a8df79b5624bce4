// SPDX-License-Identifier: Apache-2.0
// Kind "gcp", format "decisions": an organization in the JSON of gcloud, and what is expected of questions
// about it. Predefined roles are beside the folder: ../iam-dataset/gcp/roles.jsonl.gz.
#include "app/conformance/gcp.h"

#include "connectors/common/input.h"
#include "models/access/gcp/evaluate.h"
#include "models/access/gcp/names.h"

#include <algorithm>

namespace countersign::conformance {
namespace {

using gcp::Objects;
namespace fs = std::filesystem;

Result<void> addRoles(const fs::path& file, Objects& out) {
  return forEachInput(file.string(), {}, {}, [&](const Input& input) -> Result<void> {
    std::string_view text = input.bytes;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (end > 0) {
        COUNTERSIGN_ASSIGN(const Json role, parseJson(text.substr(0, end)));
        out.addRole(role, true);
      }
      text.remove_prefix(std::min(text.size(), end + 1));
    }
    return {};
  });
}

Result<void> forEachFile(const fs::path& folder,
                         const std::function<void(const fs::path&, const Json&)>& use) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    COUNTERSIGN_ASSIGN(const Json json, readJson(file));
    use(file, json);
  }
  return {};
}

/// "projects_p-dev" and "bucket_prod-data".
std::string nodeOfFile(const std::string& stem) {
  const auto bar = stem.find('_');
  const std::string kind = stem.substr(0, bar), name = bar == std::string::npos ? "" : stem.substr(bar + 1);
  return kind == "bucket" ? "//storage.googleapis.com/projects/_/buckets/" + name : kind + '/' + name;
}

Result<void> addLists(const fs::path& folder, Objects& out) {
  for (const char* name : {"projects_list.json", "folders_list.json"}) {
    COUNTERSIGN_ASSIGN(const Json list, readJson(folder / name));
    for (const Json& one : list.items())
      out.addContainer(one);
  }
  COUNTERSIGN_ASSIGN(const Json assets, readJson(folder / "asset_search_all_iam_policies.json"));
  for (const Json& asset : assets.items())
    out.addAsset(asset);
  COUNTERSIGN_ASSIGN(const Json deny, readJson(folder / "deny_policies.json"));
  for (const Json& one : deny["policies"].items())
    out.addDenyPolicy(one);
  COUNTERSIGN_ASSIGN(const Json accounts, readJson(folder / "service-accounts_list.json"));
  for (const Json& one : accounts.items())
    out.addAccount(one);
  COUNTERSIGN_ASSIGN(const Json groups, readJson(folder / "group_members.json"));
  for (const auto& [name, members] : groups.members())
    out.addGroup(name, members.strings());
  COUNTERSIGN_ASSIGN(const Json role, readJson(folder / "custom_role.json"));
  out.addRole(role, true);
  return {};
}

Result<Objects> readEstate(const fs::path& folder) {
  Objects out;
  // The folder is all that there is of its organization.
  out.allowComplete = out.denyComplete = true;
  COUNTERSIGN_TRY(addLists(folder, out));
  COUNTERSIGN_TRY(forEachFile(folder / "get-iam-policy", [&](const fs::path& file, const Json& json) {
    out.addPolicy(nodeOfFile(file.stem().string()), json);
  }));
  COUNTERSIGN_TRY(forEachFile(folder / "service-account-keys", [&](const fs::path& file, const Json& json) {
    out.keysListed.insert(gcp::lowered(file.stem().string()));
    for (const Json& key : json.items())
      out.addKey(key);
  }));
  COUNTERSIGN_TRY(addRoles(fs::weakly_canonical(folder) / "../iam-dataset/gcp/roles.jsonl.gz", out));
  return out;
}

std::string stateOf(const Answer& answer) {
  switch (answer.verdict) {
  case Verdict::Allowed:
    return "Allowed";
  case Verdict::Denied:
    return answer.explicitDeny ? "Denied" : "NotAllowed";
  default:
    return "Unknown";
  }
}

Result<void> decisions(const Suite& suite, Tally& tally) {
  if (suite.inputs.empty()) return failure(ErrorCode::NotFound, "the suite names no inputs");
  COUNTERSIGN_ASSIGN(Objects objects, readEstate(suite.inputs.front()));
  const gcp::Estate estate(std::move(objects));
  COUNTERSIGN_ASSIGN(const Json cases, readJson(suite.decisions));
  for (const Json& one : cases.items()) {
    Question question;
    question.principal = one["principal"].asString();
    question.action = one["permission"].asString();
    question.resource = one["fullResourceName"].asString();
    COUNTERSIGN_ASSIGN(question.now, parseRfc3339(one["time"].asString()));
    const Answer answer = gcp::answer(estate, question);
    std::string why;
    for (const auto* list : {&answer.conditions, &answer.missing})
      for (const std::string& text : *list)
        why += "; " + text;
    const std::string got = stateOf(answer), &wanted = one["decision"].asString();
    tally.check(question.principal + ": " + question.action + " on " + question.resource + " at " +
                    one["time"].asString(),
                wanted, got == wanted ? got : got + why);
  }
  return {};
}

} // namespace

void addGcp(Runners& runners) {
  runners[{"gcp", "decisions"}] = decisions;
}

} // namespace countersign::conformance
