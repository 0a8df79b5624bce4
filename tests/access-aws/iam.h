// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/evaluate.h"

#include <QByteArray>
#include <deque>
#include <stdexcept>

/// Short words for requests and policies of tests.
namespace testiam {

using namespace countersign;
using namespace countersign::iam;

inline const char* const user = "arn:aws:iam::111111111111:user/ci";
inline const char* const role = "arn:aws:iam::111111111111:role/app/ci";
inline const char* const session = "arn:aws:sts::111111111111:assumed-role/ci/build-7";
inline const char* const bucket = "arn:aws:s3:::reports";

inline Json json(const QByteArray& text) {
  auto parsed = parseJson(text.toStdString());
  if (!parsed) throw std::invalid_argument(text.toStdString() + ": " + parsed.error().text());
  return std::move(*parsed);
}

/// Policies of one test, and what asks of them.
struct World {
  std::deque<Policy> owned;
  PolicySet set;
  std::string account = "111111111111";
  Context context;

  World() { context.complete = true; }
  /// `statements`: objects, separated by commas, in apostrophes instead of quotes.
  const Policy* policy(QByteArray statements) {
    statements.replace('\'', '"');
    owned.push_back(parsePolicy(json("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"),
                                "p" + std::to_string(owned.size())));
    return &owned.back();
  }
  World& identity(const QByteArray& statements) {
    set.identity.push_back(policy(statements));
    return *this;
  }
  World& resource(const QByteArray& statements) {
    set.resource = policy(statements);
    return *this;
  }
  Evaluation ask(const char* who, const char* action, const char* what) const {
    return evaluate(requestOf(principalOf(who), action, what, account, false, context), set);
  }
  /// "allowed", "denied", "denied by statement", "conditional" or "not evaluated".
  QByteArray answer(const char* who, const char* action, const char* what) const {
    const Evaluation e = ask(who, action, what);
    switch (e.answer.verdict) {
    case Verdict::Allowed:
      return "allowed";
    case Verdict::Denied:
      return e.answer.explicitDeny ? "denied by statement" : "denied";
    case Verdict::Conditional:
      return "conditional";
    case Verdict::NotEvaluated:
      break;
    }
    return "not evaluated";
  }
};

inline QByteArray allow(const QByteArray& action, const QByteArray& resource, const QByteArray& more = {}) {
  return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'" + more + "}";
}
inline QByteArray deny(const QByteArray& action, const QByteArray& resource, const QByteArray& more = {}) {
  return "{'Effect':'Deny','Action':'" + action + "','Resource':'" + resource + "'" + more + "}";
}
inline QByteArray named(const QByteArray& arn) {
  return ",'Principal':{'AWS':'" + arn + "'}";
}
inline QByteArray when(const QByteArray& op, const QByteArray& key, const QByteArray& value) {
  return ",'Condition':{'" + op + "':{'" + key + "':'" + value + "'}}";
}

} // namespace testiam
