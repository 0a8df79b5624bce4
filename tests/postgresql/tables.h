// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/postgresql/postgresql.h"
#include "tests/vault/memory_reader.h"

#include <map>
#include <string>

namespace countersign::test {

/// Tables by name, as CSV, read as imports.
inline MemoryReader readTables(const std::map<std::string, std::string>& tables, const std::string& scope) {
  MemoryReader reader("postgresql/" + scope + "/live");
  for (const auto& [name, text] : tables)
    reader.add(collect(*makePostgresqlCatalogueConnector(), text, scope));
  return reader;
}

} // namespace countersign::test
