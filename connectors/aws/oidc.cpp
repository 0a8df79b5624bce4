// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/oidc.h"

#include "connectors/aws/answers.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/sinks.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign::aws {
namespace {

constexpr const char* command =
    "for a in $(aws iam list-open-id-connect-providers --query 'OpenIDConnectProviderList[].Arn' --output "
    "text); do aws iam "
    "get-open-id-connect-provider --open-id-connect-provider-arn $a; done > oidc-providers.json";

/// The issuer without its scheme, as the provider's ARN holds it.
std::string withoutScheme(std::string url) {
  if (url.compare(0, 8, "https://") == 0) url.erase(0, 8);
  while (!url.empty() && url.back() == '/')
    url.pop_back();
  return url;
}

/// Issuers of Amazon EKS name their region; others do not tell the partition.
const char* partitionOf(const std::string& url) {
  if (url.find(".amazonaws.com.cn") != std::string::npos) return "aws-cn";
  return url.find(".us-gov-") != std::string::npos ? "aws-us-gov" : "aws";
}

class Reader {
public:
  explicit Reader(std::string account) : account_(std::move(account)) {}
  Batch batch;
  bool listed = false, described = false, whole = true;

  void take(const Answer& answer) {
    if (answer.json.has("OpenIDConnectProviderList"))
      takeList(answer);
    else if (answer.json.has("Url"))
      takeProvider(answer);
    else
      fault(ErrorCode::Unsupported, "this is no answer about OpenID Connect providers", answer.where);
  }

private:
  void fault(ErrorCode code, std::string message, const Locator& where) {
    whole = false;
    batch.gaps.push_back(
        gapAt(code, std::move(message), std::string("Export again: ") + command, where, "oidc-providers"));
  }

  Json base(const std::string& arn, std::string url) {
    const auto own = accountOfArn(arn);
    Json content = Json::object().set("arn", arn).set("url", std::move(url));
    return content.setUnlessEmpty("account", own.empty() ? std::string_view(account_) : own);
  }

  void takeList(const Answer& answer) {
    listed = true;
    std::size_t index = 0;
    for (const Json& item : answer.json["OpenIDConnectProviderList"].items()) {
      const Locator where = answer.inside("/OpenIDConnectProviderList/" + std::to_string(index++));
      const std::string& arn = item["Arn"].asString();
      const auto slash = arn.find(":oidc-provider/");
      if (slash == std::string::npos)
        fault(ErrorCode::Malformed, "an entry names no provider", where);
      else if (list_.insert(arn).second)
        batch.documents.emplace_back(document("aws.oidc-provider-listed", "oidc-provider-list", arn,
                                              arn.substr(slash + 15), {}, base(arn, arn.substr(slash + 15))),
                                     where);
    }
  }

  void takeProvider(const Answer& answer) {
    described = true;
    const Json& json = answer.json;
    const std::string url = withoutScheme(json["Url"].asString());
    std::string arn = json["OpenIDConnectProviderArn"].asString();
    if (arn.empty() && !account_.empty())
      arn = std::string("arn:") + partitionOf(url) + ":iam::" + account_ + ":oidc-provider/" + url;
    if (url.empty() || arn.empty())
      return fault(ErrorCode::Malformed, "the answer names no URL and account", answer.where);
    Json content = base(arn, url);
    content.setUnlessEmpty("clientIds", Json::stringSet(json["ClientIDList"].strings()));
    std::vector<std::string> thumbprints = json["ThumbprintList"].strings();
    for (std::string& print : thumbprints)
      std::transform(print.begin(), print.end(), print.begin(),
                     [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    content.setUnlessEmpty("thumbprints", Json::stringSet(std::move(thumbprints)));
    if (json.has("CreateDate")) {
      const auto created = timeOf(json["CreateDate"]);
      if (!created) return fault(ErrorCode::Malformed, "CreateDate is no time", answer.where);
      content.set("created", formatRfc3339(*created));
    }
    content.setUnlessEmpty("tags", tagsOf(json["Tags"]));
    const auto [before, fresh] = providers_.emplace(arn, content);
    if (fresh)
      batch.documents.emplace_back(
          document("aws.oidc-provider", "oidc-providers", arn, url, {}, std::move(content)), answer.where);
    else if (before->second != content)
      fault(ErrorCode::DuplicateKey, arn + " is in the file in two different forms", answer.where);
  }

  std::string account_;
  std::set<std::string> list_;
  std::map<std::string, Json> providers_;
};

class OidcProviders final : public Connector {
public:
  std::string_view id() const override { return "aws.oidc-providers"; }
  std::string_view title() const override { return "AWS OpenID Connect providers"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    const Sniff form = sniff(head);
    return form.has("OpenIDConnectProviderList") || form.hasAll({"Url", "ClientIDList"}) ||
                   form.hasAll({"Url", "ThumbprintList"})
               ? Match::Yes
               : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    std::string_view account = accountBehind(input.bytes, "Arn");
    if (account.empty()) account = accountBehind(input.bytes, "OpenIDConnectProviderArn");
    return accountFacts(account, options, "aws iam get-open-id-connect-provider");
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    Reader reader(facts.scope.value_or(std::string()));
    COUNTERSIGN_TRY(takeAll(reader, input, options, sink));
    COUNTERSIGN_TRY(deliver(std::move(reader.batch), sink, input.name));
    ReadResult result;
    // list-open-id-connect-providers has no pages: it always names all of the account.
    if (reader.listed)
      result.parts.push_back(PartState{"oidc-provider-list", reader.whole,
                                       reader.whole ? "" : "the file ends early or has unusable answers"});
    if (reader.described)
      result.parts.push_back(
          PartState{"oidc-providers", false,
                    "the file shows the providers that were asked for, not that there are no others"});
    return result;
  }
};

} // namespace

const Connector& oidcProviders() {
  static const OidcProviders connector;
  return connector;
}

} // namespace countersign::aws
