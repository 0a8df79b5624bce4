// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/day_files.h"

namespace countersign::estate {

namespace {
constexpr const char* schema = "countersign-import/1";

void fieldUnlessEmpty(JsonOut& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.field(name, value);
}
} // namespace

void writeDayManifest(TextFile& file, const std::vector<ManifestSource>& sources,
                      const std::vector<DayFile>& files) {
  JsonOut out(file.buffer(), 2);
  out.beginObject();
  out.field("schema", schema);
  out.array("sources");
  for (const ManifestSource& source : sources) {
    out.beginObject();
    out.field("name", source.name);
    out.field("system", source.system);
    out.field("scope", source.scope);
    out.field("role", source.role);
    fieldUnlessEmpty(out, "owner", source.owner);
    fieldUnlessEmpty(out, "fallback", source.fallback);
    fieldUnlessEmpty(out, "issuer", source.issuer);
    out.endObject();
  }
  out.endArray();
  out.array("files");
  for (const DayFile& f : files) {
    out.beginObject();
    out.field("path", f.path);
    out.field("source", f.source);
    out.field("scope", f.scope);
    out.field("role", f.role);
    out.field("captured_at", formatRfc3339Seconds(f.capturedAt));
    if (!f.complete.empty()) out.strings("complete", f.complete);
    fieldUnlessEmpty(out, "cluster", f.cluster);
    out.endObject();
  }
  out.endArray();
  out.endObject();
  file.buffer() += '\n';
}

void writeRootManifest(TextFile& file, const Plan& plan) {
  JsonOut out(file.buffer(), 2);
  out.beginObject();
  out.field("schema", schema);
  out.array("include");
  for (int day = 1; day <= plan.lastDay(); ++day)
    out.text("day-" + std::to_string(day) + "/countersign-import.json");
  out.endArray();
  out.endObject();
  file.buffer() += '\n';
}

} // namespace countersign::estate
