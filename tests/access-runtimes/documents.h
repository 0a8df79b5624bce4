// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/runtimes/runtimes.h"
#include "models/correlate/describe.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace countersign::test {

/// Documents in memory, written as docs/formats/documents.md has them, found by the keys that the product
/// gives them.
class Documents : public DocumentReader {
public:
  explicit Documents(std::string source, std::set<std::string> shown = {})
      : parts(std::move(shown)), source_(std::move(source)) {}

  /// `content`: JSON with ' for ". The object's name is its content's, else the end of the uid.
  HeldDocumentPtr add(const std::string& kind, const std::string& uid, std::string content,
                      SourceRole role = SourceRole::Live) {
    std::replace(content.begin(), content.end(), '\'', '"');
    auto read = parseJson(content);
    if (!read) qFatal("%s: %s", content.c_str(), read.error().text().c_str());
    auto held = std::make_shared<HeldDocument>();
    held->document = {kind + "/1", source_, {kind, uid, (*read)["name"].asString(), {}}, {}, *read};
    if (held->document.object.name.empty()) held->document.object.name = uid.substr(uid.rfind('/') + 1);
    held->digest = sha256(*held->document.canonical());
    held->object = static_cast<std::int64_t>(all_.size()) + 1;
    held->role = role;
    all_.emplace_back(held, describe(held->document));
    return held;
  }

  DocumentReader::Documents withKey(const std::string& key, const Kinds& kinds) override {
    return find(key, kinds, &Description::selfKeys);
  }
  DocumentReader::Documents naming(const std::string& key, const Kinds& kinds) override {
    return find(key, kinds, &Description::namingKeys);
  }
  bool partImported(const std::string&, const std::string&, const std::string& part,
                    SourceRole role) override {
    return role == SourceRole::Live && parts.count(part) != 0;
  }
  std::string spelling(const std::string& lower) override { return lower; }
  void absent(const std::string& what) override { absences.insert(what); }

  std::set<std::string> parts, absences;

private:
  DocumentReader::Documents find(const std::string& key, const Kinds& kinds,
                                 std::vector<std::string> Description::*keys) const {
    DocumentReader::Documents out;
    for (const auto& [held, description] : all_)
      if (std::find(kinds.begin(), kinds.end(), held->document.object.kind) != kinds.end() &&
          hasKey(description.*keys, key))
        out.push_back(held);
    return out;
  }
  std::string source_;
  std::vector<std::pair<HeldDocumentPtr, Description>> all_;
};

inline const Instant tenOClock = *parseRfc3339("2026-11-21T10:00:00Z");

inline Question ask(std::string action, std::string resource,
                    std::map<std::string, std::vector<std::string>> context = {}) {
  return {{}, std::move(action), std::move(resource), std::move(context), false, tenOClock};
}
inline Answer answerOf(DocumentReader& reader, const HeldDocumentPtr& who, const Question& question) {
  RuntimeCaches caches;
  return runtimeOf(who->document.object.kind)->answer(reader, who, question, caches);
}
inline PlaneGrants planeOf(DocumentReader& reader, const HeldDocumentPtr& who, Instant now = tenOClock) {
  RuntimeCaches caches;
  PlaneGrants out;
  const Runtime* runtime = runtimeOf(who->document.object.kind);
  out.system = std::string(runtime->system);
  runtime->give(reader, who, now, caches, out);
  return out;
}
inline bool mentions(const std::vector<std::string>& texts, const std::string& word) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& t) { return t.find(word) != std::string::npos; });
}
inline std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& t : texts)
    out += (out.empty() ? "" : "; ") + t;
  return out;
}
/// What is wrong with the places that a chain names; empty: nothing. `withDocument`: how many steps at least
/// show the document that they were read from.
inline std::string wrongSteps(const std::vector<WhyStep>& steps, std::size_t withDocument) {
  std::string out;
  std::size_t held = 0;
  for (const WhyStep& step : steps) {
    if (!step.held) continue;
    ++held;
    if (step.held->document.content.find(step.pointer) == nullptr)
      out += step.layer + ": " + step.document + " has no '" + step.pointer + "'; ";
    if (step.document != step.held->document.object.uid)
      out += step.layer + ": '" + step.document + "' is not the uid; ";
  }
  if (held < withDocument)
    out += std::to_string(held) + " of " + std::to_string(steps.size()) + " steps have a document";
  return out;
}

} // namespace countersign::test
