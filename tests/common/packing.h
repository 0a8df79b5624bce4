// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <string>
#include <vector>

/// A member to be packed for a test.
struct TestMember {
  std::string path;
  std::string content;
  unsigned type = AE_IFREG;
  std::string link;
};

/// Packs members. `format` "zip", "pax" or "raw" (one member, only compressed), `filter` "", "gzip", "xz",
/// "zstd".
inline std::string pack(const std::vector<TestMember>& members, const char* format,
                        const std::string& filter) {
  std::size_t most = 1U << 20;
  for (const TestMember& m : members)
    most += m.content.size() + m.content.size() / 8 + 4096;
  std::string out(most, '\0');
  std::size_t used = 0;
  // The writer needs to understand names; the reader is tested in the plain "C" locale.
  const std::string locale = std::setlocale(LC_CTYPE, nullptr);
  std::setlocale(LC_CTYPE, "C.UTF-8");
  struct archive* a = archive_write_new();
  archive_write_set_format_by_name(a, format);
  if (!filter.empty()) archive_write_add_filter_by_name(a, filter.c_str());
  archive_write_set_bytes_in_last_block(a, 1);
  archive_write_open_memory(a, out.data(), out.size(), &used);
  for (const TestMember& m : members) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, m.path.c_str());
    archive_entry_set_filetype(entry, m.type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1'700'000'000, 0);
    if (!m.link.empty()) archive_entry_set_symlink_utf8(entry, m.link.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(m.content.size()));
    archive_write_header(a, entry);
    archive_write_data(a, m.content.data(), m.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(a);
  archive_write_free(a);
  std::setlocale(LC_CTYPE, locale.c_str());
  out.resize(used);
  out.shrink_to_fit();
  return out;
}
