// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/aws/principal.h"
#include "models/access/aws/text_pattern.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace countersign::iam {

/// What is known of one key of the request context.
enum class Knowledge {
  Value,    ///< its value, or that it is absent
  Presence, ///< whether it is there, but not with which value
  Nothing,  ///< not even whether it is there
  Sample    ///< an example: good for an Allow that it satisfies and against a Deny that it does not
};

/// The request context (IAM User Guide, "Components of a request"). Keys are lower case.
struct Context {
  std::map<std::string, std::vector<std::string>> values;
  bool complete = false; ///< a key that has no value is absent; else nothing is known of it
  /// Where more or less is known of a key than `complete` says.
  std::function<Knowledge(const std::string& lowerKey)> knowledge;
  std::set<std::string> absent; ///< keys that the request cannot have, even where it is known only in part
  Instant now{}; ///< aws:CurrentTime and aws:EpochTime where the context has none; zero: not known

  Knowledge knows(const std::string& lowerKey) const;
  const std::vector<std::string>* find(const std::string& lowerKey) const;
};

struct Request;
Request requestOf(Principal principal, std::string action, std::string resource, std::string resourceAccount,
                  bool resourceIsPattern, Context context);

/// One request to AWS, prepared.
struct Request {
  Principal principal;
  std::string action; ///< lower case, "service:operation"
  std::string resource;
  std::string resourceAccount; ///< empty: not known
  /// `resource` is a pattern: may the action be done on some of what it stands for? (Allow: overlaps, Deny:
  /// covers.) Otherwise it is one resource, whose name may well have a `*` in it.
  bool resourceIsPattern = false;
  Context context;

  std::string_view service() const { return std::string_view(action).substr(0, serviceSize_); }
  /// The resource part of its ARN: "key/1234"; empty where that is of another service, or is no ARN.
  std::string_view resourceOf(std::string_view service) const;
  Symbols symbols() const; ///< of the resource
  Shape resourceShape() const { return shape_; }
  /// Asks something else in the same context, of which what AWS sets from who asks follows the caller. The
  /// memory of the last request is used again.
  void ask(std::string_view who, std::string_view what, std::string_view on, std::string_view account,
           bool isPattern);
  void within(Context asked); ///< the same in another context

private:
  friend Request requestOf(Principal, std::string, std::string, std::string, bool, Context);
  void followPrincipal();
  void setResource(std::string_view on, std::string_view account, bool isPattern);
  void setAction(std::string_view what);
  Shape shape_; ///< of the resource
  std::size_t serviceSize_ = 0;
  unsigned own_ = 0;                         ///< keys of the context that are set here, one bit each
  Principal::Part arnService_, arnResource_; ///< of the resource
};

/// Keys whose value tells one user or role of an account from another (where the request is known only in
/// part, requestOf() sets them).
bool saysWhoAsks(const std::string& lowerKey);

/// Tags of a general purpose bucket count for authorization only where attribute-based access control is
/// enabled for the bucket, which it is not by default (Amazon S3 User Guide, "Using tags with S3 general
/// purpose buckets"): without it the request about the bucket has no aws:ResourceTag and no s3:BucketTag.
void dropBucketTags(Request& request);

/// `resourceAccount` empty: that of the ARN, or not known.
Request requestOf(const Question& question, std::string resourceAccount = {});
} // namespace countersign::iam
