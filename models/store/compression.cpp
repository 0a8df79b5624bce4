// SPDX-License-Identifier: Apache-2.0
#include "models/store/compression.h"

#include <memory>
#include <stdexcept>
#include <zstd.h>

namespace countersign::store {
namespace {
constexpr int level = 1;
struct FreeC {
  void operator()(ZSTD_CCtx* c) const { ZSTD_freeCCtx(c); }
};
struct FreeD {
  void operator()(ZSTD_DCtx* d) const { ZSTD_freeDCtx(d); }
};
} // namespace

std::string compress(std::string_view bytes) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeC> context(ZSTD_createCCtx());
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t n =
      ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), level);
  if (ZSTD_isError(n) != 0) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(n));
  return out.substr(0, n); // what is kept for long takes no more than it needs
}

Result<std::string> decompress(std::string_view frame, std::size_t size) {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeD> context(ZSTD_createDCtx());
  if (ZSTD_getFrameContentSize(frame.data(), frame.size()) != size)
    return failure(ErrorCode::Corrupt, "a stored text has another length than recorded",
                   "Restore the workspace from a backup");
  std::string out(size, '\0');
  const std::size_t n =
      ZSTD_decompressDCtx(context.get(), out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(n) != 0 || n != size)
    return failure(ErrorCode::Corrupt, "a stored text cannot be unpacked",
                   "Restore the workspace from a backup");
  return out;
}

} // namespace countersign::store
