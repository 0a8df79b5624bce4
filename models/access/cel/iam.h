// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/cel/program.h"

#include <optional>
#include <string_view>

namespace countersign::cel {

/// What a condition of Google IAM sees of a request at `now`. Keys of the context:
/// - "request.time", "resource.name", "destination.port", "request.auth.access_levels": an attribute. Without
///   the first two they are `now` and the resource of the question ("//service/name" or the bare name;
///   of the first form the name is taken for services where it is the same).
/// - "storage.googleapis.com/objectListPrefix", anything with a slash: what api.getAttribute() gives.
/// - "tag:123456789012/env", "tagId:tagKeys/281": the values of a tag of the resource.
Environment iamEnvironment(const Question& question, Instant now);

/// Whether a condition holds. Allowed: it does. Denied: it does not, or ends in an error, which grants
/// nothing. Conditional: that depends on attributes that the question does not give. NotEvaluated: it depends
/// on something else that cannot be told.
Answer answer(const Program& condition, const Question& question);
/// The same from its text. One that cannot be read is NotEvaluated.
Answer answer(std::string_view condition, const Question& question);

/// From when on the condition may have another outcome than at `question.now`; nothing: never, as far as time
/// is concerned. May be too early, never too late.
std::optional<Instant> nextChange(const Program& condition, const Question& question);

} // namespace countersign::cel
