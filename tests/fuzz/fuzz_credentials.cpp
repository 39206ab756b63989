// client_secrets.json and token.json: what is read can be written and read again, and sent.
#include "base/settingvalues.h"
#include "bytes.h"
#include "google/clientfilekind.h"
#include "google/clientsecrets.h"
#include "google/tokenfile.h"

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const google::ClientFileKind kind = google::clientFileKind(bytes);
    if (const auto secrets = google::ClientSecrets::parse(bytes)) {
        fuzz::require(!secrets->clientId.isEmpty(), "client secrets name the client");
        fuzz::require(kind == google::ClientFileKind::Client, "client secrets are known for what they are");
    }
    const auto token = google::StoredToken::parse(bytes);
    if (!token)
        return 0;
    fuzz::require(token->accessToken.isEmpty() || settingvalue::isToken(token->accessToken),
        "an access token fits into a header");
    const auto again = google::StoredToken::parse(token->toJson());
    fuzz::require(
        again && again->refreshToken == token->refreshToken && again->accessToken == token->accessToken,
        "a token survives being written");
    return 0;
}
