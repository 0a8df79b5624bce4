// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/json.h"
#include "models/identity/time.h"
#include "models/identity/wish.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// Which object of a source a document is about. Unique inside a source together with the part.
struct ObjectName {
  std::string kind;     ///< "aws.role", "k8s.rolebinding" …; docs/formats/documents.md lists them
  std::string uid;      ///< the platform's own name: ARN, "ns/name", …
  std::string name;     ///< for people
  std::string uniqueId; ///< id that the platform never gives twice (AROA…, metadata.uid); may be empty
  bool operator==(const ObjectName&) const = default;
};

/// One native object as one source shows it: only what governs access, ownership or credentials, in a
/// normal form that keeps its meaning, without secrets and without what changes by itself.
struct Document {
  std::string schema; ///< "aws.role/1": kind and version of the content's form
  std::string source; ///< key of the source, "aws/123456789012/live"
  ObjectName object;
  std::string part; ///< "roles", "policies" …: what completeness is recorded for
  Json content;

  /// RFC 8785 bytes of {schema, source, object{kind, uid, name, unique_id}, part, content}.
  /// Error: Malformed (text that is no UTF-8).
  Result<std::string> canonical() const;
  static Result<Document> fromJson(const Json& json);
};

/// Where in a source's bytes something was read.
struct Locator {
  std::uint64_t offset = 0; ///< byte offset in the decoded file
  std::uint64_t length = 0; ///< 0: unknown
  std::string pointer;      ///< JSON pointer (JSON, YAML) or empty (lines)
  std::uint64_t line = 0;   ///< 1-based, 0 where it does not apply
};

/// What changes by itself and is no part of a document: last used, resource version, running pods.
struct Observation {
  std::string kind, uid; ///< the object it is about, in the same source
  std::string name;      ///< "last-used", "pod/web-0", "terraform-address" …
  Json value;
  Locator where;
};

/// Something that happened, from an audit source.
struct Event {
  std::string id;      ///< the platform's id (CloudTrail eventID, Kubernetes auditID+stage)
  Instant at;          ///< when it happened
  std::string action;  ///< "iam:PutRolePolicy", "create rolebindings"
  std::string actor;   ///< who, in the platform's words
  std::string outcome; ///< "success", "denied", "error: …"
  std::string from;    ///< source address or "console", may be empty
  std::string summary; ///< one line for people, plain text
  bool stateChanging = false;
  std::vector<std::string> actorKeys;      ///< keys (models/correlate/keys.h) of the principal that acted
  std::vector<std::string> aboutKeys;      ///< keys of the objects that it is about or that it changed
  std::vector<std::string> credentialKeys; ///< keys of the credential that was used
  Json details;                            ///< what else is worth showing; no secrets
  Locator where;
};

/// Something that was asked to become different: a planned change, a ticket.
struct Change {
  std::string id;            ///< unique inside the source, for example "plan:<address>"
  std::optional<Instant> at; ///< when it was asked for
  std::string by, ref, summary;
  std::vector<std::string> actions;   ///< "create", "update", "delete", "replace"
  std::vector<std::string> aboutKeys; ///< keys of the objects that it is about
  Json details;
  Locator where;
  ChangeOrigin origin = ChangeOrigin::Ticket;
  Wish wish;
  std::string about;                 ///< the identity or object in the source's words
  std::optional<Instant> approvedAt; ///< when it was approved, where the source says so
  std::string approvedBy;
  std::optional<Instant> closedAt; ///< when the source calls it done: counts for nothing, and is shown
};

/// What could not be read, and why: an import error that is data. Nothing is silently left out.
struct Gap {
  Error error;          ///< code, message, remedy and place
  std::string part;     ///< the part it makes incomplete, may be empty
  bool warning = false; ///< true: nothing was lost, only worth saying
};

} // namespace countersign
