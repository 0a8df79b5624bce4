// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/contents.h"

#include "connectors/x509/look.h"

namespace countersign::x509 {
namespace {

constexpr std::size_t largestBlock = 44U << 20; ///< as text; 33 MB of DER
constexpr const char* again = "Export it again, unchanged as its system writes it";

void fault(Holdings& holdings, ErrorCode code, std::string message, std::string remedy = again,
           bool warning = false) {
  holdings.fault({code, std::move(message), std::move(remedy), {}}, warning);
}

Result<void> behind(std::string_view rest, Holdings& holdings) {
  if (!rest.empty())
    fault(holdings, ErrorCode::Malformed,
          std::to_string(rest.size()) + " bytes stand behind the end of what was read");
  return {};
}

/// A certificate; OpenSSL's "TRUSTED CERTIFICATE" has what this computer trusts it for behind it.
Result<void> readCertificate(std::string_view der, bool mayHaveMore, Holdings& holdings) {
  std::string_view rest = der;
  const auto one = readDer<CertificatePtr>(rest, d2i_X509);
  if (!one) {
    fault(holdings, ErrorCode::Malformed, "a certificate that cannot be read");
    return {};
  }
  COUNTERSIGN_TRY(holdings.certificate(one.get(), der.substr(0, der.size() - rest.size())));
  return mayHaveMore ? Result<void>{} : behind(rest, holdings);
}

Result<void> readList(std::string_view der, Holdings& holdings) {
  std::string_view rest = der;
  const auto one = readDer<CrlPtr>(rest, d2i_X509_CRL);
  if (!one) {
    fault(holdings, ErrorCode::Malformed, "a revocation list that cannot be read");
    return {};
  }
  COUNTERSIGN_TRY(holdings.revocationList(one.get(), der.substr(0, der.size() - rest.size())));
  return behind(rest, holdings);
}

/// A file that is no text says nothing about what it is: one thing behind the other.
Result<void> readBinary(std::string_view der, Holdings& holdings) {
  while (!der.empty()) {
    const std::string_view all = der;
    const auto used = [&] { return all.substr(0, all.size() - der.size()); };
    if (const auto certificate = readDer<CertificatePtr>(der, d2i_X509)) {
      COUNTERSIGN_TRY(holdings.certificate(certificate.get(), used()));
    } else if (const auto list = readDer<CrlPtr>(der, d2i_X509_CRL)) {
      COUNTERSIGN_TRY(holdings.revocationList(list.get(), used()));
    } else if (const auto signedData = readDer<Pkcs7Ptr>(der, d2i_PKCS7)) {
      COUNTERSIGN_TRY(readPkcs7(signedData.get(), holdings));
    } else if (const auto store = readDer<Pkcs12Ptr>(der, d2i_PKCS12)) {
      COUNTERSIGN_TRY(readPkcs12(store.get(), holdings));
    } else {
      fault(holdings, ErrorCode::Malformed,
            "neither a certificate, nor a revocation list, PKCS#7 or PKCS#12, or one that ends early",
            "Export it again; a private key does not belong into the folder");
      return {};
    }
  }
  return {};
}

template <class Pointer, class Read, class Use>
Result<void> readContainer(std::string_view der, const char* what, Read read, Use use, Holdings& holdings) {
  const auto container = readDer<Pointer>(der, read);
  if (!container) {
    fault(holdings, ErrorCode::Malformed, std::string(what) + " that cannot be read");
    return {};
  }
  COUNTERSIGN_TRY(use(container.get(), holdings));
  return behind(der, holdings);
}

Result<void> readBytes(BlockKind kind, const PemBlock& block, Holdings& holdings) {
  const auto der = pemBytes(block.body);
  if (!der) {
    fault(holdings, ErrorCode::Malformed, "what stands between BEGIN and END is no base64");
    return {};
  }
  switch (kind) {
  case BlockKind::Certificate:
    return readCertificate(*der, block.label.starts_with("TRUSTED"), holdings);
  case BlockKind::RevocationList:
    return readList(*der, holdings);
  case BlockKind::Pkcs7:
    return readContainer<Pkcs7Ptr>(*der, "PKCS#7", d2i_PKCS7, readPkcs7, holdings);
  case BlockKind::Pkcs12:
    return readContainer<Pkcs12Ptr>(*der, "PKCS#12", d2i_PKCS12, readPkcs12, holdings);
  default:
    return readBinary(*der, holdings);
  }
}

} // namespace

Result<void> readBlock(const PemBlock& block, Holdings& holdings) {
  const BlockKind kind = blockKind(block.label);
  switch (kind) {
  case BlockKind::PrivateKey:
    holdings.privateKey(block.label);
    return {};
  case BlockKind::Harmless:
    return {};
  case BlockKind::Request:
    fault(holdings, ErrorCode::Unsupported, "a request for a certificate is none yet",
          "Nothing has to be done: it gives no access", true);
    return {};
  case BlockKind::Unknown:
    fault(holdings, ErrorCode::Unsupported, "a block '" + std::string(block.label) + "' is not read",
          "Nothing has to be done unless it holds certificates", true);
    return {};
  default:
    break;
  }
  if (block.form == PemBlock::Form::NoEnd)
    fault(holdings, ErrorCode::Truncated, "a block has no END line", "Copy the file again, it ends early");
  else if (block.form == PemBlock::Form::OtherEnd)
    fault(holdings, ErrorCode::Malformed, "a block is closed by the END line of another kind");
  else if (block.body.size() > largestBlock)
    fault(holdings, ErrorCode::Limit, "a block larger than 44 MiB", "Import it in smaller parts");
  else
    return readBytes(kind, block, holdings);
  return {};
}

} // namespace countersign::x509
