// Bodies of create, update, respond and move: read or refused with faults, never anything else.
#include "api/eventinput.h"
#include "bytes.h"

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    api::Request request;
    request.method = "POST";
    request.headers.insert("content-type", "application/json");
    request.body = fuzz::bytesOf(data, size);
    const auto created = api::readCreate(request);
    if (created) {
        fuzz::require(
            created->content.title && !created->content.title->isEmpty(), "a new event has a title");
        fuzz::require(created->content.start && created->content.end, "a new event has its times");
    } else {
        fuzz::require(
            !created.error().message.isEmpty() || !created.error().faults.isEmpty(), "a refusal says why");
    }
    const auto saysWhy = [](const auto &read) {
        fuzz::require(
            read || !read.error().message.isEmpty() || !read.error().faults.isEmpty(), "a refusal says why");
    };
    saysWhy(api::readUpdate(request));
    const auto response = api::readResponse(request);
    saysWhy(response);
    const auto move = api::readMove(request);
    saysWhy(move);
    fuzz::require((!response || !response->key.id.isEmpty()) && (!move || !move->toCalendarId.isEmpty()),
        "an answer and a move name what they are about");
    return 0;
}
