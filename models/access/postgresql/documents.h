// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/postgresql/catalogue.h"
#include "models/access/reader.h"

#include <string>
#include <vector>

namespace countersign::postgresql {

/// The part of a catalogue that decides what one role can do: the roles that it reaches, its memberships, the
/// objects on which they or PUBLIC hold something. One database of the cluster.
struct DocumentCatalogue {
  std::string database; ///< empty: not said, or only what lies in no database
  CatalogueRows rows;
  std::vector<HeldDocumentPtr> objects; ///< of rows.objects, in the same order
};

struct RoleDocuments {
  std::string role;
  std::vector<DocumentCatalogue> databases; ///< one at least
  std::vector<std::string> missing;         ///< tables that were not imported
};

/// Reads what decides about the role of the document, which is of kind "pg.role".
/// `resource`: an object that is asked about (answer(), privileges.h), which may give the role nothing.
RoleDocuments catalogueOf(DocumentReader& reader, const HeldDocumentPtr& role,
                          const std::string& resource = {});

} // namespace countersign::postgresql
