// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/csv_header.h"

#include "connectors/neutral/csv_reader.h"

#include <algorithm>

namespace countersign::neutral {
namespace {
constexpr std::size_t maxHeaderBytes = 64U << 10;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

std::string columnName(std::string_view text) {
  std::string out(trimmed(text));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool CsvHeader::has(std::string_view column) const {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

std::vector<std::string> CsvHeader::twice() const {
  std::vector<std::string> out;
  for (auto column = columns.begin(); column != columns.end(); ++column)
    if (!column->empty() && std::find(columns.begin(), column, *column) != column) out.push_back(*column);
  return out;
}

std::vector<CsvHeader> csvHeaders(std::string_view text) {
  std::vector<CsvHeader> out;
  for (const char separator : {',', '\t', ';'}) {
    CsvReader reader(text.substr(0, maxHeaderBytes), separator, maxHeaderBytes);
    CsvRow row;
    const auto any = reader.next(row);
    if (!any || !*any || !row.fault.empty()) continue;
    CsvHeader header;
    header.separator = separator;
    for (const CsvField& field : row.fields)
      header.columns.push_back(columnName(field.value));
    out.push_back(std::move(header));
  }
  return out;
}

} // namespace countersign::neutral
