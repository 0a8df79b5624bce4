// SPDX-License-Identifier: Apache-2.0
// Decisions of the AWS evaluator in a loop, to hold beside another simulator: iam_decisions FOLDER [SECONDS
// [prepared|text]]. FOLDER has core/ and simulation/ with cases. Prints "prepared N", "explained N" (with all
// that a verdict is made of) and "text N", decisions a second, the same for a second of processor time, and
// how many are allowed.
#include "app/conformance/aws_cases.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <utility>

namespace {

using namespace countersign;
using Clock = std::chrono::steady_clock;

struct Case {
  std::string text; ///< JSON of its layers
  conformance::AwsPolicies policies;
  iam::Principal who;
  std::string action, resource, account;
  bool pattern = false;
  iam::Context context;
};

/// Cases do not move: their layers point into their policies.
using Cases = std::deque<Case>;

/// The request is made anew from its texts each time: that is part of asking. Its memory is used again.
class Asking {
public:
  const iam::Request& operator()(const Case& c) {
    iam::Context& context = request_.context;
    context.values.clear();
    for (const auto& [key, values] : c.context.values)
      context.values.emplace(iam::lowered(key), values);
    context.complete = c.context.complete;
    context.knowledge = nullptr;
    if (c.context.knowledge)
      context.knowledge = [&c](const std::string& key) { return c.context.knowledge(key); };
    request_.ask(c.who.text, c.action, c.resource, c.account, c.pattern);
    return request_;
  }

private:
  iam::Request request_;
};

Case caseOf(const Json& layers, const Json& request, const Json& options) {
  Case out;
  Json text = Json::object();
  for (const auto& [name, value] : layers.members())
    if (name != "expected" && name != "name" && name != "request" && name != "simulation")
      text.set(name, value);
  out.text = canonicalJsonOrThrow(text);
  out.policies.read(text);
  const iam::Request made = conformance::requestOf(request, options);
  out.who = made.principal;
  out.action = request["action"].asString();
  out.resource = made.resource;
  out.account = made.resourceAccount;
  out.pattern = made.resourceIsPattern;
  out.context = made.context;
  return out;
}

Cases casesOf(const std::filesystem::path& folder) {
  Cases out;
  const auto read = [&](const char* name, const auto& each) {
    if (const auto done = conformance::forEachCase(folder / name, each); !done) {
      std::fprintf(stderr, "%s\n", done.error().text().c_str());
      std::exit(1);
    }
  };
  read("core",
       [&](const std::string&, const Json& c) { out.push_back(caseOf(c, c["request"], c["simulation"])); });
  read("simulation", [&](const std::string&, const Json& c) {
    out.push_back(caseOf(c["simulation"], c["simulation"]["request"], c["simulationOptions"]));
  });
  return out;
}

template <class Each>
void measure(const char* what, const Cases& cases, double seconds, const Each& each) {
  std::size_t allowed = 0, asked = 0;
  for (const Case& c : cases) // warm, and counted
    if (const auto verdict = each(c); verdict == Verdict::Allowed || verdict == Verdict::Conditional)
      ++allowed;
  const auto start = Clock::now();
  const std::clock_t processor = std::clock();
  double spent = 0;
  do {
    for (const Case& c : cases)
      each(c);
    asked += cases.size();
    spent = std::chrono::duration<double>(Clock::now() - start).count();
  } while (spent < seconds);
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::printf("%s %.0f\n%s-processor %.0f\n%s-allowed %zu of %zu\n", what, static_cast<double>(asked) / spent,
              what, static_cast<double>(asked) / used, what, allowed, cases.size());
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 1;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
  const Cases cases = casesOf(argv[1]);
  Asking ask;
  JsonTape tape;
  conformance::AwsPolicies policies;
  const std::string_view only = argc > 3 ? argv[3] : "";
  if (only != "text")
    measure("prepared", cases, seconds,
            [&ask](const Case& c) { return iam::decide(ask(c), c.policies.set).verdict; });
  if (only != "text")
    measure("explained", cases, seconds,
            [&ask](const Case& c) { return iam::evaluate(ask(c), c.policies.set).answer.verdict; });
  if (only != "prepared")
    measure("text", cases, seconds, [&](const Case& c) {
      policies.clear();
      if (tape.read(c.text)) policies.read(tape.root());
      return iam::decide(ask(c), policies.set).verdict;
    });
  return 0;
}
