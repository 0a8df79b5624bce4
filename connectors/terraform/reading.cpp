// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/reading.h"

#include "connectors/common/sinks.h"

#include <algorithm>
#include <simdjson.h>

namespace countersign::terraform {
namespace {

bool names(const std::vector<std::string>& list, std::string_view part) {
  return std::find(list.begin(), list.end(), part) != list.end();
}

} // namespace

void ElementScope::seal(Batch& batch) {
  std::unordered_set<const Json*> wanted = wanted_;
  wanted.insert(marks.all().begin(), marks.all().end());
  locateValues(element_.text, root_, wanted, [&](const Json& value, JsonSpan span) {
    if (wanted_.contains(&value)) places_.emplace(&value, span);
    if (!marks.contains(value)) return;
    const std::size_t quote = value.isString() ? 1 : 0;
    if (span.length > 2 * quote)
      batch.secrets.push_back(
          {element_.offset + span.offset + quote, span.length - 2 * quote, {}, element_.line});
  });
  takeOut(root_, marks);
}

Locator ElementScope::where(const Json& value, std::string_view pointer) const {
  const auto at = places_.find(&value);
  const JsonSpan span = at == places_.end() ? JsonSpan{0, element_.text.size()} : at->second;
  return {element_.offset + span.offset, span.length, element_.pointer + std::string(pointer), element_.line};
}

Reading::Reading(const Input& input, const ReadOptions& options, BatchSink& sink)
    : input_(input), options_(options), sink_(sink, input.name), context_(accounts_), quiet_(accounts_) {
  for (Context* context : {&context_, &quiet_}) {
    context->file = input.name;
    context->cluster = options.cluster;
    if (options.scope && isAccountId(*options.scope)) context->account = options.scope;
  }
}

Result<SplitReport> Reading::run(const std::vector<std::string>& arrays, const ElementHandler& learn,
                                 const ElementHandler& handle) {
  const auto bare = [](tl::unexpected<Error> error) {
    error.value().place.excerpt.clear(); // no excerpt of a state is safe to show
    return error;
  };
  NoSink nothing(&sink_); // what is wrong with the input is said by the second pass
  if (auto first = forEachElement(input_, arrays, options_.limits, nothing, learn); !first)
    return bare(tl::unexpected<Error>(std::move(first).error()));
  auto report = forEachElement(input_, arrays, options_.limits, sink_, handle);
  if (!report) return bare(tl::unexpected<Error>(std::move(report).error()));
  return report;
}

Result<void> Reading::finish() {
  Batch last;
  last.secrets = secretsOutside(input_.bytes, std::move(done_));
  last.gaps = context_.notes.gaps(input_.name);
  return sink_.finish(std::move(last));
}

ReadResult Reading::result(const SplitReport& report, std::string why) const {
  PartState state{"resources", false, {}};
  if (report.truncated || input_.truncatedInput)
    state.why = "the file ends early";
  else if (report.anyFailed() || sink_.lost() > 0)
    state.why = "a resource could not be read";
  else if (names(options_.partialParts, state.part) || names(options_.partialParts, "*"))
    state.why = "said to be partial by who imported it";
  else if (!names(options_.completeParts, state.part))
    state.why = std::move(why);
  state.complete = state.why.empty();
  return {{std::move(state)}};
}

Result<Json> Reading::tree(const simdjson::dom::element& value) const {
  return toJson(value, options_.limits.maxDepth);
}

void Reading::complete(ElementScope& scope, std::vector<FoundResource>& found, Batch& batch) const {
  for (FoundResource& one : found) {
    scope.remember(*one.owner);
    one.resource.redacted = redactedNames(*one.values, scope.marks);
  }
  scope.seal(batch);
  for (FoundResource& one : found) {
    one.resource.where = scope.where(*one.owner, one.pointer);
    one.resource.values = *one.values;
  }
}

void Reading::emit(ElementScope& scope, std::vector<FoundResource>& found, Batch& batch) {
  complete(scope, found, batch);
  for (const FoundResource& one : found)
    mapResource(one.resource, context_, batch);
}

void Reading::done(const Element& element) {
  const std::lock_guard lock(mutex_);
  done_.push_back({element.offset, element.text.size()});
}

std::vector<std::string> redactedNames(const Json& values, const SecretMarks& marks) {
  const auto any = [&](const auto& self, const Json& value) -> bool {
    return marks.contains(value) ||
           std::any_of(value.items().begin(), value.items().end(),
                       [&](const Json& v) { return self(self, v); }) ||
           std::any_of(value.members().begin(), value.members().end(),
                       [&](const auto& v) { return self(self, v.second); });
  };
  std::vector<std::string> result;
  if (marks.empty()) return result;
  for (const auto& [name, value] : values.members())
    if (!secretName(name) && any(any, value)) result.push_back(name);
  return result;
}

const Mapping* mappingOf(const Json& resource) {
  return resource["mode"].asString() == "managed" ? findMapping(resource["type"].asString()) : nullptr;
}

void markValues(const Json& values, const Mapping* mapping, SecretMarks& marks) {
  if (mapping == nullptr)
    marks.markAll(values);
  else
    marks.markNames(values, mapping->references);
}

} // namespace countersign::terraform
