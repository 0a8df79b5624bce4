// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/sieve.h"

#include <utility>

namespace countersign::iam {
namespace {

std::string joined(const std::vector<std::string>& texts, const char* between) {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "" : between) + text;
  return out;
}

/// Allowed by a limit under conditions: any one of the statements will do.
void depends(const std::string& layer, Piece& piece) {
  std::vector<std::string> any, missing;
  for (const Prepared* allow : piece.mayAllow) {
    if (allow->truth == Truth::If) any.push_back(joined(allow->conditions, " and "));
    if (allow->truth == Truth::Undecided) missing.push_back(joined(allow->missing, ", "));
    piece.limits.push_back(stepOf(layer, *allow, "may allow it"));
  }
  if (any.empty())
    piece.missing.push_back(layer + ": " + joined(missing, ", "));
  else
    piece.conditions.push_back(joined(any, ", or "));
  piece.mayAllow.clear();
}

} // namespace

WhyStep stepOf(const std::string& layer, const Prepared& p, const char* verb) {
  const std::string& sid = p.statement->sid;
  return {layer, p.policy->name + " " + verb + (sid.empty() ? "" : " (" + sid + ")"),
          p.policy->document.empty() ? p.policy->name : p.policy->document, p.statement->pointer};
}

/// Splits pieces into what a statement is about and what it is not.
template <class Inside>
void Sieve::divide(const Prepared& statement, const Inside& inside) {
  Pieces out;
  for (Piece& piece : live) {
    const auto parts = [&](const std::vector<Region>& regions, const auto& take) {
      for (const Region& region : regions) {
        Piece part = piece;
        part.region = region;
        take(std::move(part));
      }
    };
    const auto in = split_.within(piece.region, statement.area);
    if (in.empty()) {
      out.push_back(std::move(piece));
      continue;
    }
    parts(in, [&](Piece part) { inside(std::move(part), out); });
    parts(split_.without(piece.region, statement.area), [&](Piece part) { out.push_back(std::move(part)); });
    if (out.size() > split_.limit) split_.tooMany = true;
    if (split_.tooMany) return;
  }
  live = std::move(out);
}

void Sieve::deny(const std::string& layer, const Prepared& deny) {
  divide(deny, [&](Piece part, Pieces& out) {
    part.limits.push_back(stepOf(layer, deny, "denies it"));
    if (deny.truth == Truth::Yes) return denied.push_back(std::move(part));
    if (deny.truth == Truth::If) part.conditions.push_back("unless " + joined(deny.conditions, " and "));
    if (deny.truth == Truth::Undecided)
      part.missing.push_back(layer + " " + deny.policy->name + ": " + joined(deny.missing, ", "));
    out.push_back(std::move(part));
  });
}

void Sieve::allow(const Limit& limit) {
  Pieces sure;
  for (const Prepared& statement : limit.allows)
    if (statement.truth == Truth::Yes)
      divide(statement, [&](Piece part, Pieces&) { sure.push_back(std::move(part)); });
  for (const Prepared& statement : limit.allows)
    if (statement.truth != Truth::Yes)
      divide(statement, [&](Piece part, Pieces& out) {
        part.mayAllow.push_back(&statement);
        out.push_back(std::move(part));
      });
  for (Piece& piece : live) {
    if (piece.mayAllow.empty()) {
      piece.limits = {{limit.name, "no statement allows it", {}, {}}};
      denied.push_back(std::move(piece));
      continue;
    }
    depends(limit.name, piece);
    sure.push_back(std::move(piece));
  }
  live = std::move(sure);
}

} // namespace countersign::iam
