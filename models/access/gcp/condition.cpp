// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/condition.h"

#include "models/access/cel/iam.h"
#include "models/access/gcp/names.h"

#include <algorithm>
#include <array>

namespace countersign::gcp {
namespace {

/// Where in a path a type of resource ends: kinds of its segments, from the end of "projects/<p>/" on.
struct Type {
  std::string_view service, kinds, type;
  enum { AsWritten, Number, Id } project; ///< how the name that conditions see names the project
};
constexpr std::array<Type, 14> types{{
    {"storage.googleapis.com", "buckets", "Bucket", Type::AsWritten},
    {"storage.googleapis.com", "buckets/objects", "Object", Type::AsWritten},
    {"secretmanager.googleapis.com", "secrets", "Secret", Type::Number},
    {"secretmanager.googleapis.com", "secrets/versions", "SecretVersion", Type::Number},
    {"compute.googleapis.com", "zones/instances", "Instance", Type::Id},
    {"compute.googleapis.com", "zones/disks", "Disk", Type::Id},
    {"compute.googleapis.com", "global/images", "Image", Type::Id},
    {"compute.googleapis.com", "global/snapshots", "Snapshot", Type::Id},
    {"cloudkms.googleapis.com", "locations/keyRings", "KeyRing", Type::Id},
    {"cloudkms.googleapis.com", "locations/keyRings/cryptoKeys", "CryptoKey", Type::Id},
    {"cloudkms.googleapis.com", "locations/keyRings/cryptoKeys/cryptoKeyVersions", "CryptoKeyVersion",
     Type::Id},
    {"bigquery.googleapis.com", "datasets", "Dataset", Type::Id},
    {"bigquery.googleapis.com", "datasets/tables", "Table", Type::Id},
    {"bigquery.googleapis.com", "datasets/routines", "Routine", Type::Id},
}};

/// "buckets/objects" of "buckets/b/objects/a/b"; the name of an object takes all that follows. "global" has
/// no name of its own.
std::string kindsOf(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::string_view kind = path.substr(0, path.find('/'));
    out += (out.empty() ? "" : "/") + std::string(kind);
    path.remove_prefix(std::min(path.size(), kind.size() + 1));
    if (kind == "global") continue;
    if (kind == "objects") break;
    const auto end = path.find('/');
    if (path.empty() || end == 0) return {};
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  }
  return out;
}

std::string nameSeen(const Estate& estate, const Type& type, const std::string& project,
                     const std::string& rest) {
  if (type.project == Type::AsWritten) return "projects/" + project + "/" + rest;
  const std::string known = estate.canonical("projects/" + project);
  const std::string number = estate.numberOf(known);
  if (type.project == Type::Number) return number.empty() ? std::string() : "projects/" + number + "/" + rest;
  return isNumber(known.substr(9)) ? std::string() : known + "/" + rest;
}

} // namespace

ResourceAttributes attributesOf(const Estate& estate, const std::string& node) {
  if (node.starts_with("projects/") && isContainer(node)) {
    const std::string number = estate.numberOf(node);
    return {"cloudresourcemanager.googleapis.com/Project", number.empty() ? number : "projects/" + number};
  }
  const std::string service = serviceOf(node), path = pathOf(node);
  if (service.empty() || !path.starts_with("projects/")) return {};
  const auto end = path.find('/', 9);
  if (end == std::string::npos) return {};
  const std::string rest = path.substr(end + 1), kinds = kindsOf(rest);
  for (const Type& type : types)
    if (type.service == service && type.kinds == kinds)
      return {service + "/" + std::string(type.type), nameSeen(estate, type, path.substr(9, end - 9), rest)};
  return {};
}

Conditions::Conditions(const Estate& estate, const Question& question, const std::string& resource)
    : estate_(&estate), question_(question) {
  question_.resource = fullName(resource);
  for (auto at = question_.context.begin(); at != question_.context.end();)
    at = at->first.starts_with("principal.") || at->first == "key" ? question_.context.erase(at)
                                                                   : std::next(at);
  if (resource.empty()) return;
  const ResourceAttributes known = attributesOf(estate, resource);
  if (!known.type.empty()) question_.context.emplace("resource.type", std::vector{known.type});
  if (!known.name.empty()) question_.context.emplace("resource.name", std::vector{known.name});
}

const Conditions::Outcome& Conditions::outcome(const Condition& condition) {
  const auto found = known_.find(condition.expression);
  if (found != known_.end()) return found->second;
  Outcome out;
  const Result<cel::Program>& program = estate_->program(condition.expression);
  if (!program) {
    out.finding = Finding::unknown("the condition cannot be read: " + program.error().text());
    return known_.emplace(condition.expression, std::move(out)).first->second;
  }
  const Answer answer = cel::answer(*program, question_);
  if (answer.until && (!until_ || *answer.until < *until_)) until_ = answer.until;
  switch (answer.verdict) {
  case Verdict::Allowed:
    out.finding = Finding::yes();
    break;
  case Verdict::Denied:
    out.error = program->evaluate(cel::iamEnvironment(question_, question_.now)).isFault();
    break;
  case Verdict::Conditional:
    out.finding = {Truth::If, answer.conditions, answer.missing};
    break;
  case Verdict::NotEvaluated:
    out.finding = {Truth::Unknown, {}, answer.missing};
    break;
  }
  return known_.emplace(condition.expression, std::move(out)).first->second;
}

Finding Conditions::grants(const Condition& condition) {
  return condition.expression.empty() ? Finding::yes() : outcome(condition).finding;
}

Finding Conditions::denies(const Condition& condition) {
  if (condition.expression.empty()) return Finding::yes();
  const Outcome& found = outcome(condition);
  return found.error ? Finding::unknown("a denial condition ends in an error: " + condition.expression)
                     : found.finding;
}

} // namespace countersign::gcp
