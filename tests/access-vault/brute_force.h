// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

/// The rules of the documentation, written down once more without any index: slow, for small universes.
namespace brute {

struct Rule {
  std::string path; ///< as a policy writes it
  std::set<std::string> capabilities;
  std::set<std::string> required, denied, allowed; ///< names of parameters, any value
  int minWrap = 0, maxWrap = 0;                    ///< seconds, 0: none
};
using Policy = std::vector<Rule>;

struct Request {
  std::string operation, path;
  std::set<std::string> parameters;
  int wrap = -1; ///< -1: not wrapped
};

std::string toHcl(const Policy& policy);
/// As sys/capabilities answers.
std::vector<std::string> capabilities(const std::vector<Policy>& policies, const std::string& path);
bool allows(const std::vector<Policy>& policies, const Request& request);

} // namespace brute
