// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "models/identity/document.h"
#include "models/identity/vocabulary.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

/// Limits that every reader keeps before it looks at meaning.
struct ImportLimits {
  std::uint64_t maxFileBytes = 16ULL << 30;    ///< one decoded file
  std::uint64_t maxArchiveBytes = 32ULL << 30; ///< all members of one archive, decoded
  std::uint64_t maxArchiveMembers = 100'000;
  double maxRatio = 200;                   ///< decoded : packed, beyond the first 64 MiB
  std::size_t maxElementBytes = 64U << 20; ///< one element of a top-level array, one line, one row
  std::size_t maxDepth = 64;
  std::size_t maxString = 16U << 20;
  std::size_t maxElements = 50'000'000;
};

/// What the person who imports says about a file; all of it optional.
struct ReadOptions {
  std::optional<std::string> scope;   ///< account, cluster, lineage … for exports that do not say it
  std::optional<std::string> cluster; ///< which cluster a Terraform state's Kubernetes objects are in
  std::optional<SourceRole> role;
  std::vector<std::string> completeParts; ///< parts that the person vouches to be complete
  std::vector<std::string> partialParts;  ///< parts that the person knows to be partial; "*" for all
  /// What the person says; from reading on, what the importer takes for the time of capture.
  std::optional<Instant> capturedAt;
  std::optional<Instant> now; ///< the clock's time: what is later is in the future
  ImportLimits limits;
};

/// A file of a folder that is read together with others.
struct InputFile {
  std::string name;                 ///< path inside the folder
  std::string shown;                ///< as messages name it
  std::uint64_t offset = 0;         ///< of its text in Input::bytes
  std::uint64_t length = 0;         ///< 0: nothing of it is there
  std::optional<Error> unread = {}; ///< why nothing of it is there
};

/// One input as it lies in memory: mapped, decoded to UTF-8 without BOM (formats are text).
struct Input {
  std::string name;       ///< as the user gave it; "archive.zip!/inner.json" inside an archive
  std::string_view bytes; ///< the whole decoded file
  std::optional<Instant> fileTime;
  std::string rawSha256;       ///< 64 hexadecimal digits: the file as it lies on disk, packed if it is packed
  std::uint64_t rawSize = 0;   ///< bytes of that file
  bool truncatedInput = false; ///< a compressed input ended early: what is there is imported as partial
  std::vector<InputFile> files; ///< not empty: a folder, its files one behind the other in `bytes`
  std::string gatheredBy;       ///< id of the connector that wants them together
};

/// What an input says about itself, found out by a short look.
struct Facts {
  std::string system;               ///< "aws", "kubernetes", "terraform", or what a neutral file names
  std::optional<std::string> scope; ///< account id, cluster, lineage …; nullopt: the person has to say it
  std::string scopeTitle;           ///< for messages: "account", "cluster", "state"
  SourceRole role = SourceRole::Live;
  bool roleKnown = true;             ///< false: the export does not say its role, the person has to
  std::optional<Instant> capturedAt; ///< nullopt: the person has to say it
  CaptureBasis capturedBasis = CaptureBasis::Export; ///< what the export says `capturedAt` rests on
  std::string tool;                                  ///< what made it, with version where it says so
  std::string sourceName; ///< a name for people that the input suggests, may be empty
  std::string serial;     ///< version the source gives itself (Terraform serial), may be empty
};

/// Completeness of one part of a snapshot.
struct PartState {
  std::string part;
  bool complete = false;
  std::string why; ///< what makes it partial, in words; empty where it is complete
};

/// What reading gave, besides the batches.
struct ReadResult {
  std::vector<PartState> parts;
};

/// How sure a connector is that an input is its own.
enum class Match { No, Maybe, Yes };

/// One format of one system. Stateless; all functions may be called from several threads.
class Connector {
public:
  virtual ~Connector() = default;
  /// "aws.account-authorization-details"
  virtual std::string_view id() const = 0;
  /// "AWS account authorization details"
  virtual std::string_view title() const = 0;
  /// The command that makes this export, for help texts; may be empty.
  virtual std::string_view exportCommand() const = 0;
  /// Looks at the first bytes (at most 64 KiB of decoded text) and never at the name.
  virtual Match recognises(std::string_view head) const = 0;
  /// True where the files of a folder say together what none says alone: they are read as one input.
  virtual bool gathers() const { return false; }
  /// For those: a file of this name that cannot be read is missing from the folder.
  virtual bool expects(std::string_view /*name*/) const { return false; }
  /// A short look for scope and capture time. Errors: Malformed, Unsupported (with the export to use
  /// instead).
  virtual Result<Facts> survey(const Input& input, const ReadOptions& options) const = 0;
  /// Reads it all. A fault inside one element is a gap and the part becomes partial; a file that ends early
  /// gives what was whole and partial parts. Errors: only where nothing at all can be used, and Cancelled.
  /// `facts.scope` is set here, by the export or by the person.
  virtual Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                                  BatchSink& sink) const = 0;
};

} // namespace countersign
