// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <string_view>

namespace countersign::vault {

/// What an answer of the API is about, told from its content and, where that does not say it, its path.
enum class AnswerKind {
  AuthMounts,
  Mounts,
  AuditDevices,
  Policy,
  Entity,
  EntityAlias,
  Group,
  Token,       ///< a look-up
  Login,       ///< what a login gave
  SecretId,    ///< a look-up by accessor
  RoleId,      ///< of an AppRole
  AuthRole,    ///< what gives policies to those who log in
  TokenRole,   ///< a role of the token store
  KvMetadata,  ///< of a secret, without its value
  Server,      ///< sys/health, sys/seal-status
  List,        ///< names
  Refusal,     ///< {"errors": [...]}
  SecretValue, ///< holds the values of a secret
  Unknown
};

/// One answer and the path of the API that gave it, "auth/approle/role/ci", without "v1/". The path may be
/// empty.
struct Answer {
  const Json& json;
  std::string path;
  AnswerKind kind = AnswerKind::Unknown;
  std::string inner; ///< pointer to what it says: "/data", "/auth", or empty where nothing is around it

  const Json& data() const { return *json.find(inner); }
};

Answer answerOf(const Json& json, std::string path);
/// The part of the source that a kind of answer belongs to; empty for those of which nothing is kept.
std::string_view partOf(AnswerKind kind);

/// The path of the API that the name of a file tells: what stands behind the last folder "auth", "sys" or
/// "identity", without the ending. Empty where there is no such folder.
std::string pathFromName(std::string_view fileName);

} // namespace countersign::vault
