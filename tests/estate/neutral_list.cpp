// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/neutral_list.h"

namespace countersign::estate {

NeutralList::NeutralList(TextFile& file, const Plan& plan, int day, const Source& source) : file_(file) {
  file_.hash();
  JsonOut line(file_.buffer());
  line.beginObject();
  line.field("t", "snapshot");
  line.field("schema", "nhi-snapshot/1");
  line.field("snapshot_id", std::string(source.kind) + "-day-" + std::to_string(day));
  line.field("plane", source.plane);
  line.field("source_kind", source.kind);
  line.field("source_scope", source.scope);
  line.field("captured_at", formatRfc3339Seconds(plan.capture(day)));
  line.field("captured_at_basis", "tool");
  line.field("completeness", "full");
  line.endObject();
  file_.buffer() += '\n';
}

void NeutralList::add(const std::string& uid, std::string_view platform, std::string_view kind,
                      std::string_view name, std::string_view status,
                      const std::function<void(JsonOut&)>& more) {
  JsonOut line(file_.buffer());
  line.beginObject();
  line.field("t", "identity");
  line.field("uid", uid);
  line.field("platform", platform);
  line.field("kind", kind);
  line.field("name", name);
  line.field("status", status);
  if (more) more(line);
  line.endObject();
  file_.buffer() += '\n';
  ++listed_;
  file_.step();
}

void NeutralList::end() {
  const std::string digest = file_.digest().hex();
  JsonOut line(file_.buffer());
  line.beginObject();
  line.field("t", "end");
  line.object("counts");
  line.field("identity", listed_);
  line.endObject();
  line.field("sha256", digest);
  line.endObject();
  file_.buffer() += '\n';
}

} // namespace countersign::estate
