// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json_tape.h"

/// The tree of what is on a tape.
inline countersign::Json treeOf(countersign::JsonView view) {
  using countersign::Json;
  if (view.isBool()) return Json(view.asBool());
  if (view.isInt()) return Json(view.asInt());
  if (view.isDouble()) return Json(view.asDouble());
  if (view.isString()) return Json(view.asString());
  Json out = view.isArray() ? Json::array() : view.isObject() ? Json::object() : Json();
  if (view.isArray() || view.isObject())
    for (const countersign::JsonView part : view)
      view.isArray() ? out.push(treeOf(part)) : out.set(std::string(part.name()), treeOf(part));
  return out;
}
