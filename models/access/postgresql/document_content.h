// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/postgresql/catalogue.h"
#include "models/identity/json.h"

#include <string>

/// What the content of documents (docs/formats/documents.md) says, as rows of the catalogues.
namespace countersign::postgresql {

StoredAcl aclOf(const Json& content);
Object objectOf(const Json& content);
Role roleOf(const Json& content);
/// The kind of objects that default privileges are for, by its letter.
ObjectKind defaultKind(const std::string& letter);

} // namespace countersign::postgresql
