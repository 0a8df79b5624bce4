// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/elements.h"

#include "models/identity/json_text.h"

#include <algorithm>
#include <simdjson.h>

namespace countersign {
namespace {

constexpr std::int64_t exact = 9'007'199'254'740'991; // 2^53 - 1

/// Builds the tree; `pointer_` is where it is.
class Converter {
public:
  explicit Converter(std::size_t maxDepth) : maxDepth_(maxDepth) {}

  Result<Json> value(const simdjson::dom::element& from, std::size_t depth) {
    using simdjson::dom::element_type;
    switch (from.type()) {
    case element_type::NULL_VALUE:
      return Json();
    case element_type::BOOL:
      return Json(from.get_bool().value_unsafe());
    case element_type::STRING:
      return Json(from.get_string().value_unsafe());
    case element_type::INT64: {
      const std::int64_t n = from.get_int64().value_unsafe();
      return n > exact || n < -exact ? Json(std::to_string(n)) : Json(n);
    }
    case element_type::UINT64:
      return Json(std::to_string(from.get_uint64().value_unsafe()));
    case element_type::DOUBLE:
      return Json(ecmaNumber(from.get_double().value_unsafe()));
    case element_type::ARRAY:
      return array(from.get_array().value_unsafe(), depth);
    case element_type::OBJECT:
      return object(from.get_object().value_unsafe(), depth);
    }
    return error(ErrorCode::Internal, "a JSON value of no known type");
  }

private:
  tl::unexpected<Error> error(ErrorCode code, std::string message) const {
    Place place;
    place.pointer = pointer_;
    return failure(code, std::move(message), {}, std::move(place));
  }
  Result<void> enter(std::size_t depth) const {
    if (depth >= maxDepth_)
      return error(ErrorCode::Limit, "nested deeper than " + std::to_string(maxDepth_) + " levels");
    return {};
  }

  Result<Json> array(const simdjson::dom::array& from, std::size_t depth) {
    COUNTERSIGN_TRY(enter(depth));
    Json::Array items;
    items.reserve(from.size());
    const std::size_t base = pointer_.size();
    for (const simdjson::dom::element item : from) {
      pointer_ += '/' + std::to_string(items.size());
      COUNTERSIGN_ASSIGN(Json made, value(item, depth + 1));
      pointer_.resize(base);
      items.push_back(std::move(made));
    }
    return Json(std::move(items));
  }

  Result<Json> object(const simdjson::dom::object& from, std::size_t depth) {
    COUNTERSIGN_TRY(enter(depth));
    Json::Object members;
    members.reserve(from.size());
    const std::size_t base = pointer_.size();
    for (const simdjson::dom::key_value_pair member : from) {
      appendPointer(pointer_, member.key);
      COUNTERSIGN_ASSIGN(Json made, value(member.value, depth + 1));
      pointer_.resize(base);
      members.emplace_back(std::string(member.key), std::move(made));
    }
    COUNTERSIGN_TRY(noDuplicates(members));
    return Json(std::move(members));
  }

  Result<void> noDuplicates(const Json::Object& members) {
    const std::string* twice = nullptr;
    if (members.size() <= 12) {
      for (std::size_t i = 1; i < members.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
          if (members[i].first == members[k].first) twice = &members[i].first;
    } else {
      std::vector<const std::string*> names;
      names.reserve(members.size());
      for (const auto& member : members)
        names.push_back(&member.first);
      const auto less = [](const std::string* a, const std::string* b) { return *a < *b; };
      std::sort(names.begin(), names.end(), less);
      const auto same = std::adjacent_find(
          names.begin(), names.end(), [](const std::string* a, const std::string* b) { return *a == *b; });
      twice = same == names.end() ? nullptr : *same;
    }
    if (twice == nullptr) return {};
    appendPointer(pointer_, *twice);
    return error(ErrorCode::DuplicateKey, "member '" + twice->substr(0, 80) + "' stands twice in one object");
  }

  std::size_t maxDepth_;
  std::string pointer_;
};

} // namespace

Result<Json> toJson(const simdjson::dom::element& value, std::size_t maxDepth) {
  return Converter(maxDepth).value(value, 0);
}

} // namespace countersign
