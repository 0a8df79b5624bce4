// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/sinks.h"
#include "connectors/vault/answer_content.h"
#include "connectors/vault/top.h"
#include "connectors/vault/vault.h"
#include "models/access/vault/hcl.h"

#include <algorithm>

namespace countersign {
namespace {

using namespace vault;

constexpr std::size_t maxPolicyBytes = 4U << 20;

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The text behind comments and blanks.
std::string_view afterComments(std::string_view text) {
  for (;;) {
    while (!text.empty() && isBlank(text.front()))
      text.remove_prefix(1);
    if (text.starts_with("#") || text.starts_with("//"))
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    else if (text.starts_with("/*"))
      text.remove_prefix(std::min(text.find("*/"), text.size() - 2) + 2);
    else
      return text;
  }
}

/// `path "…" {`, with a `name = "…"` before it perhaps.
bool looksLikeHcl(std::string_view head) {
  std::string_view text = afterComments(head);
  if (text.starts_with("name")) {
    text.remove_prefix(std::min(text.find('\n'), text.size()));
    text = afterComments(text);
  }
  if (!text.starts_with("path")) return false;
  text.remove_prefix(4);
  if (text.empty() || (!isBlank(text.front()) && text.front() != '"')) return false;
  while (!text.empty() && isBlank(text.front()))
    text.remove_prefix(1);
  if (!text.starts_with('"')) return false;
  const std::size_t close = text.find('"', 1);
  if (close == std::string_view::npos) return false;
  text.remove_prefix(close + 1);
  while (!text.empty() && isBlank(text.front()))
    text.remove_prefix(1);
  return text.starts_with('{') || text.starts_with("={") || text.starts_with("= {");
}

/// {"path": {"secret/*": {"capabilities": …}}}.
bool looksLikeJson(std::string_view head) {
  const auto top = topOf(head);
  const auto path = top.find("path");
  if (path == top.end() || !(path->second.starts_with('{') || path->second.starts_with('['))) return false;
  const bool own = std::all_of(top.begin(), top.end(),
                               [](const auto& m) { return m.first == "path" || m.first == "name"; });
  return own && (path->second.find("\"capabilities\"") != std::string_view::npos ||
                 path->second.find("\"policy\"") != std::string_view::npos);
}

/// A policy has the name under which it is stored, which its text does not say: it is that of the file.
std::string nameOf(const std::string& file) {
  std::string name = file.substr(file.find_last_of("/\\") + 1);
  const auto dot = name.rfind('.');
  if (dot != std::string::npos && dot > 0) name.resize(dot);
  return name;
}

class PolicyConnector final : public Connector {
public:
  std::string_view id() const override { return "vault.policy-text"; }
  std::string_view title() const override { return "Vault or OpenBao policy (HCL or JSON)"; }
  std::string_view exportCommand() const override { return "vault policy read NAME > NAME.hcl"; }

  Match recognises(std::string_view head) const override {
    return looksLikeHcl(head) || looksLikeJson(head) ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input&, const ReadOptions& options) const override {
    Facts facts;
    facts.system = "vault";
    facts.scopeTitle = "cluster";
    facts.role = options.role.value_or(SourceRole::Live);
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions&,
                          BatchSink& sink) const override {
    if (input.bytes.size() > maxPolicyBytes)
      return failure(ErrorCode::Limit, "a policy of " + std::to_string(input.bytes.size()) + " bytes");
    if (!validUtf8(input.bytes)) return failure(ErrorCode::Encoding, "a policy that is not UTF-8");
    const std::string name = nameOf(input.name);
    Document document = policyDocument(facts.scope.value_or(""), name, input.bytes);
    Batch batch;
    const bool whole = !input.truncatedInput && hcl::parse(input.bytes).has_value();
    if (!whole) {
      // A policy that was cut off would lack rules: it is no policy of the server's.
      Error error{ErrorCode::Malformed, "policy " + name + " cannot be read", {}, {}};
      if (auto parsed = hcl::parse(input.bytes); !parsed) {
        error = parsed.error();
        error.message = "policy " + name + ": " + error.message;
        error.place.excerpt.clear();
      }
      return failure(std::move(error));
    }
    if (document.content.has("text"))
      batch.gaps.push_back({{ErrorCode::Unsupported,
                             "policy " + name + " is kept as it is written: not every engine reads it alike",
                             {},
                             {}},
                            "policies",
                            true});
    batch.documents.emplace_back(std::move(document), Locator{0, input.bytes.size(), {}, 0});
    COUNTERSIGN_TRY(deliver(std::move(batch), sink, input.name));
    sink.progress(input.bytes.size());
    return ReadResult{{{"policies", false, "the text of one policy says nothing of others"}}};
  }
};

} // namespace

std::unique_ptr<Connector> makeVaultPolicyConnector() {
  return std::make_unique<PolicyConnector>();
}

} // namespace countersign
