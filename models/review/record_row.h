// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "models/review/refresh.h"

namespace countersign {

/// Writes the list row of a record from its evaluation. True where an existing record's content moved.
Result<bool> writeRecordRow(RecordStore& records, EvaluationPass& pass, RecordId id, const Evaluation& e,
                            bool created);

/// "p<part>" and "@<micros>:<part>": how the live documents of a closure were last seen.
Result<std::vector<std::string>> freshnessElements(DocumentStore& documents, const Closure& closure);

/// [{system, kind, uid, uniqueId, source, role, present}] of a record's principals.
std::vector<PrincipalRow> principalRows(StoreReader& reader, const Evaluation& e);
Json principalsJson(const std::vector<PrincipalRow>& rows);
/// What the list says of a record's permissions, and how it is kept.
AccessSummary accessOf(const Evaluation& e);
Json accessJson(const AccessSummary& access);
AccessSummary accessFromJson(const std::string& json);
Json attentionJson(const std::vector<Attention>& attention);
std::vector<Attention> attentionFromJson(const std::string& json);
/// The owner to show and on what grounds: agreeing claims are named together.
std::pair<std::string, std::string> shownOwner(const Evaluation& e);
/// "AWS role, Kubernetes service account"
std::string knownAs(StoreReader& reader, const Evaluation& e);

} // namespace countersign
