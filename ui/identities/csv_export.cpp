// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/csv_export.h"

#include <QSaveFile>
#include <algorithm>

namespace countersign::ui {

namespace {

std::string line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) {
    if (!text.empty()) text += ',';
    text += csvField(field);
  }
  return text + "\r\n";
}

std::string rowLine(const RecordRow& row) {
  std::string attention;
  for (const Attention& item : row.attention)
    attention += (attention.empty() ? "" : "; ") + item.text;
  return line({row.uid, row.name, row.knownAs, row.owner, std::string(name(row.tier)),
               std::string(name(row.seal)), row.sealReason, std::string(name(row.standing)),
               row.standingReason, row.seenLive ? formatRfc3339(*row.seenLive) : std::string("never"),
               attention});
}

} // namespace

std::string csvField(std::string_view text) {
  std::string field(text);
  if (!field.empty() && std::string_view("=+-@\t\r").find(field.front()) != std::string_view::npos)
    field.insert(field.begin(), '\'');
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

Result<std::size_t> exportCsv(const std::filesystem::path& workspace, std::shared_ptr<const Clock> clock,
                              const RecordQuery& query, const QString& file, const ProgressFn& progress) {
  COUNTERSIGN_ASSIGN(const auto desk, Desk::open(workspace, std::move(clock)));
  COUNTERSIGN_ASSIGN(const std::vector<RecordId> ids, desk->recordIds(query));
  QSaveFile out(file);
  const auto refused = [&out] {
    return failure(ErrorCode::Io, out.errorString().toStdString(), "Choose another place.");
  };
  if (!out.open(QIODevice::WriteOnly)) return refused();
  std::string text = line({"uid", "name", "known as", "owner", "tier", "seal", "seal reason", "standing",
                           "standing reason", "oldest live sight", "needs attention"});
  constexpr std::size_t page = 500;
  for (std::size_t first = 0; first < ids.size(); first += page) {
    const std::size_t last = std::min(first + page, ids.size());
    const std::vector<RecordId> part(ids.begin() + static_cast<std::ptrdiff_t>(first),
                                     ids.begin() + static_cast<std::ptrdiff_t>(last));
    COUNTERSIGN_ASSIGN(const std::vector<RecordRow> rows, desk->recordRows(part, query.asOf));
    for (const RecordRow& row : rows)
      text += rowLine(row);
    if (out.write(text.data(), static_cast<qint64>(text.size())) < 0) return refused();
    text.clear();
    if (!progress(static_cast<double>(last) / static_cast<double>(ids.size()),
                  std::to_string(last) + " rows"))
      return failure(ErrorCode::Cancelled, "Cancelled; no file was written.");
  }
  if (out.write(text.data(), static_cast<qint64>(text.size())) < 0 || !out.commit()) return refused();
  return ids.size();
}

} // namespace countersign::ui
