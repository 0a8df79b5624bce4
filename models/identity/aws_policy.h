// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign {

/// How a source spells names that the normal form lower-cases: {"s3:getobject", "s3:GetObject"}.
using Spellings = std::vector<std::pair<std::string, std::string>>;

/// The normal form of an AWS policy document (docs/formats/documents.md, "AWS policy"), so that two documents
/// with the same meaning by the IAM JSON policy grammar have the same canonical bytes.
/// Takes the document as an object, as JSON text, or as URL-encoded JSON text (RFC 3986, as the IAM Query API
/// returns it). `spellings`, where given, gets an entry for every action that had to be lower-cased.
/// Element names that AWS does not know stay under their own name.
/// Errors: Malformed, Truncated, Encoding, DuplicateKey, Limit; the place holds the pointer in the document.
Result<Json> normalisePolicy(const Json& policyOrText, Spellings* spellings = nullptr);
/// The same, reusing what `policyOrText` holds.
Result<Json> normalisePolicy(Json&& policyOrText, Spellings* spellings = nullptr);

/// The same for an object without repeated member names, as parsers guarantee it: saves looking for them.
Result<Json> normaliseParsedPolicy(Json&& policy, Spellings* spellings = nullptr);

/// What stands in for a policy that cannot be read: {"unparsed": text}; an object gives its canonical JSON.
Json unparsedPolicy(const Json& policyOrText);

/// Percent-decoding by RFC 3986; '+' stays '+'. Error: Malformed (a '%' without two hexadecimal digits).
Result<std::string> decodePercent(std::string_view text);

} // namespace countersign
