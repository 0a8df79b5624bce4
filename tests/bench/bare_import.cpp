// SPDX-License-Identifier: Apache-2.0
// What an import is measured against: a bare loop that parses the same bytes fully and writes the same
// documents and index rows in one transaction, and, for a repeated import, parsing and hashing the same
// bytes.
//   bare_import write EXPORT WORKSPACE COPY   parses EXPORT, writes every row of WORKSPACE into the new file
//   COPY bare_import hash EXPORT                   parses and hashes EXPORT bare_import stir EXPORT OTHER
//   writes OTHER: the same entries in another order, last used some minutes off
// Prints the seconds of each step. The rows are read before the clock starts.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <openssl/sha.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "bare_import: %s\n", why.c_str());
  std::exit(1);
}

void check(int rc, sqlite3* db) {
  if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW) fail(sqlite3_errmsg(db));
}

/// Touches every value, as a reader that uses them all would.
std::size_t walk(simdjson::dom::element e) {
  std::size_t n = 1;
  if (e.is_object())
    for (const auto field : e.get_object())
      n += field.key.size() + walk(field.value);
  else if (e.is_array())
    for (const auto item : e.get_array())
      n += walk(item);
  else if (e.is_string())
    n += e.get_string().value().size();
  return n;
}

double parseAll(const simdjson::padded_string& text) {
  const auto start = Clock::now();
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(text).get(root) != simdjson::SUCCESS) fail("the export is no JSON");
  const std::size_t values = walk(root);
  const double seconds = since(start);
  std::printf("parse %.3f s (%zu)\n", seconds, values);
  return seconds;
}

struct Table {
  std::string name, insert;
  int columns = 0;
  std::vector<sqlite3_value*> values;
};

std::vector<std::string> texts(sqlite3* db, const char* sql) {
  std::vector<std::string> out;
  sqlite3_stmt* s = nullptr;
  check(sqlite3_prepare_v2(db, sql, -1, &s, nullptr), db);
  while (sqlite3_step(s) == SQLITE_ROW)
    out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(s, 0)));
  sqlite3_finalize(s);
  return out;
}

/// Kept source bytes and derived lists are no documents and no index rows: the bare loop need not write them.
bool counts(const std::string& table) {
  return table != "source_chunk";
}

std::vector<Table> readRows(sqlite3* db) {
  std::vector<Table> out;
  for (const std::string& name :
       texts(db, "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")) {
    if (!counts(name)) continue;
    Table t;
    t.name = name;
    sqlite3_stmt* s = nullptr;
    check(sqlite3_prepare_v2(db, ("SELECT * FROM \"" + name + "\"").c_str(), -1, &s, nullptr), db);
    t.columns = sqlite3_column_count(s);
    while (sqlite3_step(s) == SQLITE_ROW)
      for (int i = 0; i < t.columns; ++i)
        t.values.push_back(sqlite3_value_dup(sqlite3_column_value(s, i)));
    sqlite3_finalize(s);
    t.insert = "INSERT INTO \"" + name + "\" VALUES(?";
    for (int i = 1; i < t.columns; ++i)
      t.insert += ",?";
    t.insert += ")";
    out.push_back(std::move(t));
  }
  return out;
}

double writeRows(const std::vector<Table>& tables, const std::vector<std::string>& schema, const char* file) {
  sqlite3* db = nullptr;
  check(sqlite3_open(file, &db), db);
  check(sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536",
                     nullptr, nullptr, nullptr),
        db);
  for (const std::string& statement : schema)
    check(sqlite3_exec(db, statement.c_str(), nullptr, nullptr, nullptr), db);
  const auto start = Clock::now();
  check(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), db);
  std::size_t rows = 0;
  for (const Table& t : tables) {
    sqlite3_stmt* s = nullptr;
    check(sqlite3_prepare_v2(db, t.insert.c_str(), -1, &s, nullptr), db);
    for (std::size_t at = 0; at < t.values.size(); at += static_cast<std::size_t>(t.columns), ++rows) {
      for (int i = 0; i < t.columns; ++i)
        check(sqlite3_bind_value(s, i + 1, t.values[at + static_cast<std::size_t>(i)]), db);
      check(sqlite3_step(s), db);
      sqlite3_reset(s);
    }
    sqlite3_finalize(s);
  }
  check(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr), db);
  const double seconds = since(start);
  std::printf("write %.3f s (%zu rows)\n", seconds, rows);
  sqlite3_close(db);
  return seconds;
}

/// The same entries in reverse order, each use moved by some minutes.
void stir(const simdjson::padded_string& text, const char* to) {
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  if (parser.iterate(text).get(document) != simdjson::SUCCESS) fail("the export is no JSON");
  std::ofstream out(to, std::ios::binary);
  const char* before = "{";
  for (auto field : document.get_object()) {
    const std::string key(field.unescaped_key().value());
    simdjson::ondemand::value value = field.value();
    out << before << '"' << key << "\":";
    before = ",";
    if (value.type() != simdjson::ondemand::json_type::array) {
      out << std::string_view(simdjson::to_json_string(value).value());
      continue;
    }
    std::vector<std::string> entries;
    for (auto item : value.get_array())
      entries.emplace_back(simdjson::to_json_string(item.value()).value());
    std::reverse(entries.begin(), entries.end());
    const char* comma = "[";
    for (std::string& entry : entries) {
      constexpr std::string_view used = "\"LastUsedDate\": \"YYYY-MM-DDThh:";
      if (const auto at = entry.find(used.substr(0, 17)); at != std::string::npos) {
        char& minutes = entry[at + used.size()];
        minutes = minutes == '0' ? '1' : '0';
      }
      out << comma << entry;
      comma = ",";
    }
    out << (entries.empty() ? "[]" : "]");
  }
  out << "}\n";
  if (!out) fail("OTHER cannot be written");
}

} // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if ((mode != "write" || argc != 5) && (mode != "hash" || argc != 3) && (mode != "stir" || argc != 4))
    fail("usage: bare_import write EXPORT WORKSPACE COPY | hash EXPORT | stir EXPORT OTHER");
  simdjson::padded_string text;
  if (simdjson::padded_string::load(argv[2]).get(text) != simdjson::SUCCESS)
    fail("the export cannot be read");
  if (mode == "stir") {
    stir(text, argv[3]);
    return 0;
  }
  if (mode == "hash") {
    double total = parseAll(text);
    const auto start = Clock::now();
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    std::printf("hash %.3f s (%02x…)\n", since(start), digest[0]);
    total += since(start);
    std::printf("total %.3f\n", total);
    return 0;
  }
  sqlite3* db = nullptr;
  check(sqlite3_open_v2(argv[3], &db, SQLITE_OPEN_READONLY, nullptr), db);
  const auto schema =
      texts(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table','index')");
  const std::vector<Table> tables = readRows(db);
  sqlite3_close(db);
  const double total = parseAll(text) + writeRows(tables, schema, argv[4]);
  std::printf("total %.3f\n", total);
  return 0;
}
