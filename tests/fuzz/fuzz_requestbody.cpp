// Bodies of create and update: read or refused with faults, never anything else.
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
    const auto updated = api::readUpdate(request);
    fuzz::require(updated || !updated.error().message.isEmpty() || !updated.error().faults.isEmpty(),
        "a refusal says why");
    return 0;
}
