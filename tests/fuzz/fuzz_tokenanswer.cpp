// What the OAuth server says to a code or to a refresh token: the first byte picks the status.
#include "base/settingvalues.h"
#include "bytes.h"
#include "google/tokenrequest.h"

#include <array>

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr std::array statuses{ 200, 204, 302, 400, 401, 403, 408, 429, 500, 503 };
    if (size == 0)
        return 0;
    google::HttpAnswer answer;
    answer.status = statuses.at(data[0] % statuses.size());
    answer.contentType = "application/json";
    answer.body = fuzz::bytesOf(data + 1, size - 1);
    const QDateTime now({ 2026, 1, 1 }, { 0, 0 }, Qt::UTC);
    const auto token = google::parseTokenAnswer(answer, now);
    if (!token) {
        fuzz::require(!token.error().message.isEmpty(), "a refusal has a sentence");
        fuzz::require(token.error().category == ErrorCategory::Unauthorized || isTransient(token.error()),
            "without a token somebody signs in, or it is tried again");
        return 0;
    }
    fuzz::require(answer.isSuccess(), "only a success brings a token");
    fuzz::require(settingvalue::isToken(token->accessToken), "an access token fits into a header");
    fuzz::require(
        token->expiry >= now && token->expiry <= now.addDays(7), "a token ends within a week of its birth");
    google::StoredToken kept;
    kept.accessToken = token->accessToken;
    kept.refreshToken = token->refreshToken;
    kept.scopes = token->scopes;
    kept.expiry = token->expiry;
    const auto read = google::StoredToken::parse(kept.toJson());
    fuzz::require(read && read->accessToken == kept.accessToken && read->expiry == kept.expiry
            && read->scopes == kept.scopes,
        "a token that came can be kept");
    return 0;
}
