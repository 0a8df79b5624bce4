// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/json.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace countersign::terraform {

/// True for an attribute name under which providers keep secrets ("secret", "db_password", "privateKeyPem"),
/// whether or not the provider marks it as sensitive. Errs on the side of secrecy.
bool secretName(std::string_view name);
/// The same for keys that people choose (tags, labels, annotations): only the last word counts, so that
/// "secret-rotation" is no secret and "db-password" is one.
bool secretLabel(std::string_view key);
/// True for members whose scalars describe structure and never hold a value from a configuration: "mode",
/// "address", "serial" …
bool structuralMember(std::string_view name);

/// The values of one parsed element that are secret, by address. Valid as long as the element is not moved.
class SecretMarks {
public:
  /// Every string, number and boolean in `value`.
  void markAll(const Json& value);
  /// What Terraform's state calls `sensitive_attributes`: a list of paths of get_attr and index steps.
  void markPaths(const Json& attributes, const Json& paths);
  /// What `show -json` calls `sensitive_values`, `before_sensitive`, `after_sensitive`: the shape of the
  /// value with `true` at what is sensitive.
  void markMirror(const Json& value, const Json& mirror);
  /// What is secret by its name. Booleans are not. `known` are names that hold references, not secrets.
  void markNames(const Json& value, std::span<const std::string_view> known);
  /// Members of `object` that are neither structure nor in `handled`: of them nothing is known, all is
  /// secret.
  void markUnknown(const Json& object, std::span<const std::string_view> handled);

  bool contains(const Json& value) const { return marked_.contains(&value); }
  const std::unordered_set<const Json*>& all() const { return marked_; }
  bool empty() const { return marked_.empty(); }

private:
  void markMembers(const Json& value, const Json& mirror);

  std::unordered_set<const Json*> marked_;
  std::unordered_set<const Json*> swept_; ///< objects and arrays that are marked whole
};

/// Sets the marked values in `value` to null. True where there were any.
bool takeOut(Json& value, const SecretMarks& marks);

/// Calls `found` with the place of each value in `wanted`. `root` was parsed from `text` and not changed
/// since.
void locateValues(std::string_view text, const Json& root, const std::unordered_set<const Json*>& wanted,
                  const std::function<void(const Json&, JsonSpan)>& found);

/// A stretch of bytes.
struct Stretch {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// The secrets in the parts of a state or plan that are not in `done` (elements that were read and masked by
/// themselves): outputs that are sensitive, variables, constants of the configuration, and elements that
/// could not be read. Understands text that ends early or is broken, and takes for secret whatever it does
/// not know.
std::vector<Locator> secretsOutside(std::string_view text, std::vector<Stretch> done);

} // namespace countersign::terraform
