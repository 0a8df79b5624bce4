// SPDX-License-Identifier: Apache-2.0
#include "models/review/certificates.h"
#include "models/review/record_build.h"

namespace countersign {

void addCertificateFact(ViewContext& x, const HeldDocumentPtr& d, RecordView& v) {
  const Json& c = d->document.content;
  const auto words = wordsOn(x.pass.reader, d);
  const CertificateState state = stateOf(c, words, x.now);
  const Tone tone = state.revoked ? Tone::Bad : state.outside || !words.empty() ? Tone::Warning : Tone::Plain;
  const std::string note = "serial " + c["serial"].asString() + ", " + c["key"]["type"].asString() +
                           ", issued by " + c["issuer"]["text"].asString();
  v.credentialFacts.push_back(
      {"Certificate", state.text, note, tone,
       words.empty() ? x.trace(d, "/notAfter") : x.trace(words.front().document, "/revoked")});
  for (std::size_t i = 0; i < c["privateKeys"].size(); ++i) {
    const Json& key = c["privateKeys"].at(i);
    v.credentialFacts.push_back({"Private key", "lay in the export, in the " + key["place"].asString(),
                                 key["label"].asString() + "; not read", Tone::Warning,
                                 x.trace(d, "/privateKeys/" + std::to_string(i))});
  }
}

} // namespace countersign
