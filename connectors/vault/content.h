// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/vault/answer_content.h"

#include <initializer_list>
#include <string>
#include <string_view>

/// Helpers of answer_content.cpp and its neighbours.
namespace countersign::vault {

/// Lists of texts as sets.
void copySets(const Json& from, Json& to, std::initializer_list<std::string_view> names);
/// Texts, numbers and switches; those without a value are left out.
void copyScalars(const Json& from, Json& to, std::initializer_list<std::string_view> names);
/// A time in the documents' spelling: RFC 3339 or seconds since 1970; null where it is none.
Json normalTime(const Json& time);
void copyTimes(const Json& from, Json& to, std::initializer_list<std::string_view> names);
/// Names and texts that people chose. Secrets among them are left out and noted.
Json cleanMap(const Json& map, const std::string& pointer, Taken& out);
/// Tokens and keys that show themselves, in any text of the value, become stars.
void starSecrets(Json& value);

struct Naming {
  std::string kind, part, uid, name, uniqueId;
};
void addDocument(Taken& out, Naming naming, Json content, std::string pointer);

// One for each group of kinds.
Result<Taken> takeRole(const Answer& answer, std::string_view cluster);
Result<Taken> takeIdentity(const Answer& answer, std::string_view cluster);
Result<Taken> takeCredential(const Answer& answer, std::string_view cluster);

} // namespace countersign::vault
