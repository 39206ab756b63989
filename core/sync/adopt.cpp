#include "sync/adopt.h"

#include "sync/versions.h"

namespace aria::sync {

using store::EventRecord;
using store::SyncStatus;

namespace {

constexpr int rowsAtOnce = 500;

void adopt(EventRecord &record, RandomSource &random, const QDateTime &now)
{
    if (record.googleEventId.isEmpty())
        record.googleEventId = newGoogleEventId(random);
    record.syncCreatedAt = now;
    record.status = SyncStatus::PendingToGoogle;
    const auto version = ariaVersion(record);
    if (!version) {
        record.status = SyncStatus::Error;
        record.errorMessage = version.error().message;
    } else if (version->isPresent()) {
        const QDateTime updatedAt = record.updatedAt;
        setAriaContent(record, version->event, now);
        record.updatedAt = updatedAt; // reading it is no edit
    }
}

} // namespace

Expected<int> adoptRows(store::Session &session, const QString &calendarId, RandomSource &random, const QDateTime &now)
{
    int adopted = 0;
    while (true) {
        auto rows = session.unadopted(calendarId, rowsAtOnce);
        if (!rows)
            return tl::unexpected(rows.error());
        if (rows->isEmpty())
            return adopted;
        for (EventRecord &record : *rows)
            adopt(record, random, now);
        if (auto saved = session.save(*rows); !saved)
            return tl::unexpected(saved.error());
        adopted += static_cast<int>(rows->size());
    }
}

} // namespace aria::sync
