// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/archive_reader.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <memory>
#include <zlib.h>

namespace countersign {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t ratioFrom = 64ULL << 20;
constexpr std::size_t readSize = 256U << 10;

struct Closer {
  void operator()(struct archive* a) const { archive_read_free(a); }
};
/// libarchive reads names by the locale of the thread: makes that UTF-8 for its lifetime.
class Utf8Names {
public:
  Utf8Names() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) before_ = ::uselocale(locale_);
  }
  ~Utf8Names() {
    if (locale_ != nullptr) {
      ::uselocale(before_);
      ::freelocale(locale_);
    }
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

private:
  locale_t locale_;
  locale_t before_ = nullptr;
};
using Handle = std::unique_ptr<struct archive, Closer>;

Place placeOf(std::string file) {
  return Place{std::move(file), {}, {}, {}, {}};
}

std::uint32_t littleEndian(std::string_view bytes) {
  std::uint32_t out = 0;
  for (std::size_t i = 4; i-- > 0;)
    out = out << 8 | static_cast<unsigned char>(bytes[i]);
  return out;
}

/// libarchive does not compare the checksum behind gzip data (RFC 1952, section 2.3.1). False where it is
/// wrong; data of several gzip members (whose last length differs) pass.
bool gzipIntact(std::string_view packed, std::string_view content) {
  if (packed.substr(0, 2) != "\x1F\x8B"sv || packed.size() < 18) return true;
  const std::string_view trailer = packed.substr(packed.size() - 8);
  if (littleEndian(trailer.substr(4)) != static_cast<std::uint32_t>(content.size())) return true;
  return littleEndian(trailer) ==
         ::crc32_z(0, reinterpret_cast<const unsigned char*>(content.data()), content.size());
}

/// Why a member's path is refused; nullptr where it is not.
const char* refusedPath(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return "a member without a name";
  if (path[0] == '/' || path[0] == '\\' || (path.size() > 1 && path[1] == ':'))
    return "a member with an absolute path";
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find_first_of("/\\", at), path.size());
    if (path.substr(at, end - at) == "..") return "a member whose path leads out of the archive";
    at = end + 1;
  }
  return nullptr;
}

class Reader {
public:
  Reader(const std::string& name, std::string_view packed, const ImportLimits& limits,
         const std::function<bool()>& cancelled)
      : name_(name), packed_(packed), limits_(limits), cancelled_(cancelled), archive_(archive_read_new()),
        single_(packingOf(packed) == Packing::Compressed) {}

  /// Unpacks all of an archive and keeps nothing: one that is refused is refused before its first member is
  /// used. Damage is left to `run`, which uses what is whole.
  Result<void> trial() {
    trial_ = true;
    const auto done = run([](const ArchiveMember&) -> Result<void> { return {}; },
                          [](const std::string&, const Error&) -> Result<void> { return {}; });
    const bool passes =
        done || done.error().code == ErrorCode::Malformed || done.error().code == ErrorCode::Truncated;
    return passes ? Result<void>() : done;
  }

  Result<void> run(const MemberVisitor& visit, const MemberRefused& refused) {
    COUNTERSIGN_TRY(open());
    while (!ended_) {
      struct archive_entry* entry = nullptr;
      const int status = archive_read_next_header(archive_.get(), &entry);
      if (status == ARCHIVE_EOF) return {};
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
        const auto error = broken(placeOf(name_));
        return members_ > 0 && refused ? refused(name_, error.value()) : Result<void>(error);
      }
      if (trial_ && single_ && !tarInside()) return {}; // one member only
      if (++members_ > limits_.maxArchiveMembers)
        return failure(ErrorCode::Limit,
                       "more than " + std::to_string(limits_.maxArchiveMembers) + " members",
                       "Import its parts one by one", placeOf(name_));
      COUNTERSIGN_TRY(member(entry, visit, refused));
    }
    return {};
  }

private:
  Result<void> open() {
    struct archive* a = archive_.get();
    if (a == nullptr) return failure(ErrorCode::Internal, "libarchive cannot be started", {}, placeOf(name_));
    archive_read_support_filter_gzip(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_zip(a);
    if (single_) archive_read_support_format_raw(a);
    if (archive_read_open_memory(a, packed_.data(), packed_.size()) != ARCHIVE_OK)
      return broken(placeOf(name_));
    return {};
  }

  std::string why() const {
    const char* text = archive_error_string(archive_.get());
    return text == nullptr ? "damaged" : text;
  }
  /// libarchive has one code for damage of all kinds; its words tell an early end.
  bool endsEarly() const {
    const std::string text = why();
    return text.find("runcated") != std::string::npos || text.find("nexpected end") != std::string::npos ||
           text.find("end of file") != std::string::npos ||
           text.find("No progress") != std::string::npos; // xz
  }
  tl::unexpected<Error> broken(Place place) const {
    if (endsEarly())
      return failure(ErrorCode::Truncated, "the archive ends in the middle (" + why() + ")", "Copy it again",
                     std::move(place));
    return failure(ErrorCode::Malformed, "the archive is damaged (" + why() + ")", "Copy it again",
                   std::move(place));
  }

  bool tarInside() const { return archive_format(archive_.get()) != ARCHIVE_FORMAT_RAW; }

  Result<void> member(struct archive_entry* entry, const MemberVisitor& visit, const MemberRefused& refused) {
    ArchiveMember out;
    if (!single_ || tarInside()) {
      const char* path = archive_entry_pathname_utf8(entry);
      if (path == nullptr) path = archive_entry_pathname(entry);
      out.name = path != nullptr ? path : "";
      COUNTERSIGN_TRY(checkEntry(entry, out.name));
      if (archive_entry_filetype(entry) == AE_IFDIR) return {};
    }
    if (archive_entry_mtime_is_set(entry) != 0)
      out.modified = fromMicros(static_cast<std::int64_t>(archive_entry_mtime(entry)) * 1'000'000);
    auto read = content(out);
    if (!read) {
      const ErrorCode code = read.error().code;
      if (code != ErrorCode::Malformed || !refused || single_) return read;
      return refused(place(out).file, read.error());
    }
    return visit(out);
  }

  Place place(const ArchiveMember& m) const {
    return placeOf(m.name.empty() ? name_ : name_ + "!/" + m.name);
  }

  Result<void> checkEntry(struct archive_entry* entry, const std::string& path) const {
    const char* why = refusedPath(path);
    const auto type = archive_entry_filetype(entry);
    if (archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr ||
        type == AE_IFLNK)
      why = "a link instead of a file";
    else if (type != AE_IFREG && type != AE_IFDIR && type != 0)
      why = "a device instead of a file";
    else if (archive_entry_is_data_encrypted(entry) != 0)
      why = "an encrypted member";
    if (why == nullptr) return {};
    return failure(ErrorCode::Unsupported, std::string("the archive holds ") + why,
                   "Look at where it comes from, unpack it yourself and import the files",
                   placeOf(name_ + "!/" + path));
  }

  Result<void> content(ArchiveMember& out) {
    Spill spill;
    std::uint64_t size = 0;
    std::string buffer(readSize, '\0');
    for (;;) {
      if (cancelled_ && cancelled_()) return failure(ErrorCode::Cancelled, "reading was cancelled");
      const la_ssize_t n = archive_read_data(archive_.get(), buffer.data(), buffer.size());
      if (n == 0) break;
      if (n < 0 && endsEarly() && size > 0) {
        out.truncated = true;
        ended_ = true;
        break;
      }
      if (n < 0) return broken(place(out));
      total_ += static_cast<std::uint64_t>(n);
      size += static_cast<std::uint64_t>(n);
      COUNTERSIGN_TRY(withinLimits(out, size));
      if (!trial_)
        COUNTERSIGN_TRY(spill.append(std::string_view(buffer).substr(0, static_cast<std::size_t>(n))));
    }
    COUNTERSIGN_ASSIGN(out.bytes, spill.finish());
    if (single_ && !tarInside() && !out.truncated && !gzipIntact(packed_, out.bytes.view()))
      return failure(ErrorCode::Malformed, "the compressed file is damaged: its checksum is wrong",
                     "Copy it again", place(out));
    return {};
  }

  Result<void> withinLimits(const ArchiveMember& m, std::uint64_t size) const {
    const char* remedy = "Unpack it yourself and import the files";
    if (size > limits_.maxFileBytes)
      return failure(ErrorCode::Limit,
                     "unpacks to more than " + std::to_string(limits_.maxFileBytes) + " bytes", remedy,
                     place(m));
    if (total_ > limits_.maxArchiveBytes)
      return failure(ErrorCode::Limit,
                     "the archive unpacks to more than " + std::to_string(limits_.maxArchiveBytes) + " bytes",
                     remedy, placeOf(name_));
    if (total_ > ratioFrom &&
        static_cast<double>(total_) > limits_.maxRatio * static_cast<double>(packed_.size()))
      return failure(ErrorCode::Limit,
                     "unpacks to more than " + std::to_string(static_cast<int>(limits_.maxRatio)) +
                         " times its size",
                     remedy, placeOf(name_));
    return {};
  }

  const std::string& name_;
  std::string_view packed_;
  const ImportLimits& limits_;
  const std::function<bool()>& cancelled_;
  Handle archive_;
  bool single_;
  bool trial_ = false;
  bool ended_ = false; ///< the last member was cut: there is no next one
  std::uint64_t members_ = 0;
  std::uint64_t total_ = 0;
};

} // namespace

Packing packingOf(std::string_view bytes) {
  const auto starts = [&](std::string_view magic) { return bytes.substr(0, magic.size()) == magic; };
  if (starts("\x1F\x8B\x08"sv) || starts("\x28\xB5\x2F\xFD"sv) || starts("\xFD\x37\x7A\x58\x5A\x00"sv))
    return Packing::Compressed;
  if (starts("PK\x03\x04"sv) || starts("PK\x05\x06"sv) ||
      (bytes.size() > 262 && bytes.substr(257, 5) == "ustar"sv))
    return Packing::Archive;
  return Packing::None;
}

Result<void> forEachMember(const std::string& name, std::string_view packed, const ImportLimits& limits,
                           const std::function<bool()>& cancelled, const MemberVisitor& visit,
                           const MemberRefused& refused) {
  const Utf8Names names;
  COUNTERSIGN_TRY(Reader(name, packed, limits, cancelled).trial());
  return Reader(name, packed, limits, cancelled).run(visit, refused);
}

} // namespace countersign
