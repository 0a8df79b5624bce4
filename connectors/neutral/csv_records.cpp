// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/csv_records.h"

#include "connectors/common/scan.h"
#include "connectors/neutral/csv_header.h"
#include "models/identity/json_text.h"

#include <algorithm>
#include <array>
#include <map>

namespace countersign::neutral {
namespace {

struct Signature {
  std::string_view t;
  std::vector<std::string_view> marks;     ///< all of them together are found in no other table
  std::vector<std::string_view> mandatory; ///< has to be there as well
};

const std::vector<Signature>& signatures() {
  static const std::vector<Signature> all{
      {"trust", {"identity_uid", "mechanism", "subject"}, {}},
      {"grant", {"identity_uid", "effect"}, {}},
      {"credential", {"identity_uid", "id", "kind"}, {}},
      {"identity", {"uid", "name"}, {"platform", "kind"}},
  };
  return all;
}

/// Where a column's value goes: a member, or "object/member".
std::string targetOf(const RecordType& type, const std::string& column) {
  static const std::map<std::string, std::string, std::less<>> renamed{
      {"action", "actions"},           {"not_action", "not_actions"},
      {"resource", "resources"},       {"not_resource", "not_resources"},
      {"condition", "conditions_raw"}, {"criticality", "tier"}};
  if (column == "identity_uid") return type.t == "grant" ? "grantee" : "identity";
  if (column == "last_used_at" || column == "last_used_basis")
    return type.lastUse.empty() ? column : std::string(type.lastUse) + '/' + column.substr(10);
  if (type.t == "identity") {
    constexpr std::array<std::string_view, 9> location{
        "org", "account", "region", "cluster", "namespace", "project", "subscription", "repo", "path"};
    if (std::find(location.begin(), location.end(), column) != location.end()) return "location/" + column;
    if (column == "owner" || column == "owner_basis" || column == "owner_kind") return "owners";
    if (column.rfind("tag:", 0) == 0 && column.size() > 4) return "tags/" + column.substr(4);
    if (column.rfind("label:", 0) == 0 && column.size() > 6) return "labels/" + column.substr(6);
  }
  const auto found = renamed.find(column);
  if (found != renamed.end() && findMember(type, found->second) != nullptr) return found->second;
  return column;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    if (const auto one = trimmed(text.substr(at, end - at)); !one.empty()) out.emplace_back(one);
    at = end + 1;
  }
  return out;
}

std::string cell(const CsvTable& table, const CsvRow& row, std::string_view column) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), column);
  const auto index = static_cast<std::size_t>(found - table.columns.begin());
  return index < row.fields.size() ? std::string(trimmed(row.fields[index].value)) : std::string();
}

/// Owners with their bases: as many bases as owners, or one for all.
Json owners(const CsvTable& table, const CsvRow& row) {
  const auto refs = split(cell(table, row, "owner"));
  const auto bases = split(cell(table, row, "owner_basis")), kinds = split(cell(table, row, "owner_kind"));
  Json out = Json::array();
  for (std::size_t i = 0; i < refs.size(); ++i) {
    Json owner = Json::object();
    owner.set("ref", Json(refs[i]));
    const auto add = [&](const char* member, const std::vector<std::string>& values) {
      if (values.size() == 1 || values.size() == refs.size())
        owner.set(member, Json(values[values.size() == 1 ? 0 : i]));
    };
    add("basis", bases);
    add("kind", kinds);
    out.push(std::move(owner));
  }
  return out;
}

/// A table does not say how a subject is meant; the subject's own form does.
std::string subjectMatch(const std::string& subject) {
  if (subject == "*") return "any";
  return subject.find_first_of("*?") == std::string::npos ? "exact" : "pattern";
}

void setCell(Json& record, const RecordType& type, const std::string& target, std::string_view value) {
  const std::size_t slash = target.find('/');
  if (slash != std::string::npos) {
    Json inner = record[target.substr(0, slash)];
    inner.set(target.substr(slash + 1), Json(value));
    record.set(target.substr(0, slash), std::move(inner));
    return;
  }
  const MemberRule* rule = findMember(type, target);
  const bool list = rule != nullptr && (rule->form == Form::Set || rule->form == Form::Path);
  record.set(target, list ? Json::stringSet(split(value)) : Json(value));
}

} // namespace

CsvTable recogniseCsv(std::string_view text) {
  for (const CsvHeader& header : csvHeaders(text)) {
    const auto has = [&](std::string_view name) { return header.has(name); };
    for (const Signature& signature : signatures()) {
      if (!std::all_of(signature.marks.begin(), signature.marks.end(), has)) continue;
      CsvTable out;
      out.separator = header.separator;
      out.columns = header.columns;
      out.type = findRecordType(signature.t);
      for (const auto name : signature.mandatory)
        if (!has(name)) out.missing.emplace_back(name);
      out.twice = header.twice();
      return out;
    }
  }
  return {};
}

Json csvRecord(const CsvTable& table, const CsvRow& row) {
  Json out = Json::object();
  for (std::size_t i = 0; i < table.columns.size() && i < row.fields.size(); ++i) {
    const std::string_view value = trimmed(row.fields[i].value);
    if (value.empty() || table.columns[i].empty()) continue;
    const std::string target = targetOf(*table.type, table.columns[i]);
    if (target == "owners")
      out.setUnlessEmpty("owners", owners(table, row));
    else
      setCell(out, *table.type, target, value);
  }
  if (table.type->t == "trust" && !out.has("subject_match") && out.has("subject"))
    out.set("subject_match", Json(subjectMatch(out["subject"].asString())));
  return out;
}

std::size_t columnOf(const CsvTable& table, std::string_view pointer) {
  if (pointer.empty() || pointer.front() != '/') return scan::npos;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string target = targetOf(*table.type, table.columns[i]);
    const std::size_t slash = target.find('/');
    std::string here;
    appendPointer(here, target.substr(0, slash));
    if (slash != std::string::npos) appendPointer(here, target.substr(slash + 1));
    if (pointer == here || (pointer.size() > here.size() && pointer[here.size()] == '/' &&
                            pointer.substr(0, here.size()) == here))
      return i;
  }
  return scan::npos;
}

} // namespace countersign::neutral
