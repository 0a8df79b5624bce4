// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/constraints.h"

namespace countersign::vault {
namespace {

constexpr std::size_t mostValues = 5; // more are counted

std::string duration(Duration d) {
  return formatDuration(std::chrono::duration_cast<Seconds>(d));
}

std::string valueText(const ParameterValue& value) {
  if (value.value.isString()) return '"' + value.value.asString() + '"';
  return value.comparable ? canonicalJson(value.value).value_or("?") : "an object";
}

/// `mode ("a", "b"), size (any value)`.
std::string parameterTexts(const Parameters& parameters) {
  std::string out;
  for (const auto& [name, values] : parameters) {
    out += (out.empty() ? "" : ", ") + name + " (";
    for (std::size_t i = 0; i < values.size() && i < mostValues; ++i)
      out += (i == 0 ? "" : ", ") + valueText(values[i]);
    if (values.empty()) out += "any value";
    if (values.size() > mostValues) out += ", " + std::to_string(values.size() - mostValues) + " more";
    out += ')';
  }
  return out;
}

} // namespace

std::vector<std::string> constraintTexts(const Permissions& p, bool writes, bool lists) {
  std::vector<std::string> out;
  if (p.maxWrappingTtl > Duration(0))
    out.push_back("response wrapped for at most " + duration(p.maxWrappingTtl));
  if (p.minWrappingTtl > Duration(0))
    out.push_back("response wrapped for at least " + duration(p.minWrappingTtl));
  if (writes && !p.required.empty()) {
    std::string text = "with the parameters";
    for (const std::string& name : p.required)
      text += ' ' + name;
    out.push_back(text);
  }
  if (writes && p.denied.count("*") != 0)
    out.emplace_back("without any parameter");
  else if (writes && !p.denied.empty())
    out.push_back("without the parameters " + parameterTexts(p.denied));
  if (writes && !p.allowed.empty() && !(p.allowed.size() == 1 && p.allowed.count("*") != 0))
    out.push_back("only with the parameters " + parameterTexts(p.allowed));
  if (lists && p.paginationLimit > 0)
    out.push_back("at most " + std::to_string(p.paginationLimit) + " keys at once");
  if (lists && !p.listKeysFilter.empty()) out.push_back("only keys that can be read at " + p.listKeysFilter);
  return out;
}

std::vector<std::string> approvalTexts(const Permissions& p) {
  std::vector<std::string> out;
  if (p.controlGroup) out.emplace_back("approval by a control group");
  for (const std::string& method : p.mfaMethods)
    out.push_back("multi-factor authentication by " + method);
  return out;
}

} // namespace countersign::vault
