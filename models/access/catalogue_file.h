// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/catalogue.h"
#include "models/identity/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::catalogue {

/// What a catalogue is a list of.
enum class Kind { Actions, Rules, Roles };

/// A line of a catalogue; it points into the catalogue's text.
struct Entry {
  std::string_view name;     ///< as the source spells it; of Actions without the service
  std::string_view key;      ///< the same in lower case
  std::string_view sentence; ///< may be empty; of Roles the content
  std::string_view version;  ///< of Roles
  Effects effects;
};
/// Of Actions: the entries of one service stand together.
struct Service {
  std::string_view key;
  std::size_t first = 0, last = 0;
  Effects all;
};

/// A catalogue, read. Never changed afterwards.
struct File {
  CatalogueVersion version;
  Kind kind = Kind::Rules;
  std::unique_ptr<const std::string> text, lower;
  std::vector<Entry> entries; ///< Actions: sorted in each service; Roles: sorted; Rules: as they are written
  std::vector<Service> services;
};

/// Reads a catalogue, compressed with zstd or not. Errors: Malformed, Limit, Corrupt.
Result<File> read(std::string_view bytes);

/// The effects of what the pattern (lower case) matches, and the sentence of the line that says it best.
Effects effects(const File& file, std::string_view pattern);
Effects effectsOfAllBut(const File& file, const std::vector<std::string>& patterns);
std::string_view sentence(const File& file, std::string_view action);
const Entry* role(const File& file, std::string_view key);

std::string lowerCase(std::string_view text);
inline bool isPattern(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

/// What the build put into the program: "aws.catalogue.zst" …; empty for a name that is not there.
std::string_view embedded(std::string_view name);

} // namespace countersign::catalogue
