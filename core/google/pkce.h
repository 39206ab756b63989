// Proof Key for Code Exchange (RFC 7636): proves that whoever redeems the code is the one who asked for it.
#pragma once

#include "base/random.h"

namespace aria::google {

// 86 characters of base64url from 512 random bits (RFC 7636 4.1 requires 43 to 128).
QString newCodeVerifier(RandomSource &random);

// S256: base64url(SHA-256(verifier)) without padding (RFC 7636 4.2).
QString codeChallenge(const QString &verifier);

// A state of 256 random bits, base64url.
QString newState(RandomSource &random);

} // namespace aria::google
