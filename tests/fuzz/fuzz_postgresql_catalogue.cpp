// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_postgresql
#include "models/access/postgresql/abilities.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {
using namespace countersign;
using namespace countersign::postgresql;

void require(bool condition) {
  if (!condition) std::abort();
}

/// Rows and answers about the same things agree; what is not Allowed for want of knowledge says why.
void checkRole(const RoleGraph& graph, const std::string& role) {
  const auto abilities = abilitiesOf(graph, role, 1000);
  require(abilities.has_value());
  const Holder holder = Holder::ofRole(graph, role);
  for (const Ability& a : abilities->rows) {
    if (a.kind != AbilityKind::Object || a.afterSetRole || !a.column.empty()) continue;
    require((holder.held(*a.object, a.privileges).privileges & a.privileges) == a.privileges);
  }
  std::size_t left = 20;
  for (const Object& object : graph.catalogue().rows().objects) {
    if (left-- == 0) break;
    Question question;
    question.principal = role;
    question.action = privilegeName(allPrivileges(object.kind) & (~allPrivileges(object.kind) + 1));
    question.resource = object.shown();
    const Answer got = answer(graph, question);
    require(got.verdict != Verdict::Conditional);
    require((got.verdict == Verdict::NotEvaluated) == !got.missing.empty());
    require((got.verdict == Verdict::Allowed) == !got.why.empty());
  }
}
} // namespace

/// Tables of a catalogue, each behind a line "#name". A question is the first line where there is no '#'.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  CatalogueRows rows;
  Question question;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() != '#') {
      question.resource = question.action = std::string(line);
      continue;
    }
    const auto next = text.find("\n#");
    const auto length = next == std::string_view::npos ? text.size() : next + 1;
    (void)addCatalogueCsv(rows, line.substr(1), text.substr(0, length));
    text.remove_prefix(length);
  }
  const auto catalogue = Catalogue::of(std::move(rows));
  if (!catalogue) return 0;
  const RoleGraph graph(*catalogue);
  std::size_t left = 5;
  for (const Role& role : catalogue->rows().roles) {
    if (left-- == 0) break;
    checkRole(graph, role.name);
    question.principal = role.name;
    (void)answer(graph, question);
    (void)aclOfNewObject(*catalogue, ObjectKind::Table, role.name, "hr");
  }
  question.action = "SELECT";
  (void)answer(graph, question);
  return 0;
}
