// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"
#include "models/identity/digest.h"

#include <map>
#include <set>

namespace countersign {

/// The closure: what was read to say what a record is and can do, and what was looked for in vain. Its
/// SHA-256 is the record's digest.
struct Closure {
  std::map<Digest, HeldDocumentPtr> documents;
  std::set<std::string> absences;

  /// {"absences":[…],"documents":[digests…],"schema":"countersign.closure/1"} as RFC 8785 bytes.
  std::string canonical() const;
  Digest digest() const;
};

/// Passes questions on and writes down what was read: the closure makes itself.
class RecordingReader final : public DocumentReader {
public:
  explicit RecordingReader(DocumentReader& from) : from_(from) {}
  Documents withKey(const std::string& key, const Kinds& kinds) override;
  Documents naming(const std::string& key, const Kinds& kinds) override;
  bool partImported(const std::string& system, const std::string& scope, const std::string& part,
                    SourceRole role) override;
  std::string spelling(const std::string& lower) override { return from_.spelling(lower); }
  void absent(const std::string& what) override { closure_.absences.insert(what); }
  /// A document that was read by other means.
  void read(const HeldDocumentPtr& document) { closure_.documents.emplace(document->digest, document); }

  const Closure& closure() const { return closure_; }
  /// Every key that was asked for: a document that gets one of them later changes the answer.
  const std::set<std::string>& asked() const { return asked_; }

private:
  DocumentReader& from_;
  Closure closure_;
  std::set<std::string> asked_;
};

} // namespace countersign
