// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign::aws {

/// The 12-digit account of an ARN; empty where it names none ("aws" for what AWS manages, S3 buckets).
std::string_view accountOfArn(std::string_view arn);
bool isAccountId(std::string_view text);
/// What stands behind the last '/' or, where there is none, the last ':'.
std::string_view lastSegment(std::string_view arn);
/// The organization id "o-…" that an ARN of AWS Organizations holds, in the form of today
/// (arn:aws:organizations::111122223333:account/o-exampleorgid/…) or of old
/// (arn:aws:organizations::o-exampleorgid:…).
std::string_view organizationOfArn(std::string_view arn);

/// A time as the AWS command line writes it: RFC 3339, seconds since 1970 as number or decimal text (aws-cli
/// 1), or RFC 3339 without offset, which AWS means as UTC. Error: Malformed.
Result<Instant> parseTime(std::string_view text);
Result<Instant> timeOf(const Json& value);

/// A document of `kind` with schema "<kind>/1".
Document document(std::string kind, std::string part, std::string uid, std::string name, std::string uniqueId,
                  Json content);

/// A gap inside the element that a handler looks at; `pointer` is relative to it.
Gap gapInside(ErrorCode code, std::string message, std::string remedy, std::string pointer = {},
              std::string part = {});

/// [{"Key": …, "Value": …}] as an object, in the order of the keys; one that is there twice keeps its last
/// value.
Json tagsOf(const Json& list);

/// A gap at a place of the input.
Gap gapAt(ErrorCode code, std::string message, std::string remedy, const Locator& where,
          std::string part = {}, bool warning = false);

} // namespace countersign::aws
