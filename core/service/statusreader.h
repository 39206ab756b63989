// Completes what the board says with the part of the status that is in the database.
#pragma once

#include "service/calendarservice.h"
#include "service/statusboard.h"
#include "store/store.h"

namespace aria::service {

// Inside Store::read. Returns `posted` with counts, times and held deletions added; in a service that stands by, also
// with what the leader reports.
Expected<StatusView> readStatus(store::Session &session, StatusView posted, const QStringList &calendarIds);

// Thread-safe; the references outlive it. The more events there are, the more counting costs, so what was read is kept
// until the database or the board changes.
class StatusReader
{
public:
    StatusReader(store::Store &store, const StatusBoard &board, QStringList calendarIds);

    Reply<StatusView> status();

private:
    struct Kept
    {
        QByteArray mark;
        quint64 posts = 0;
        StatusView view;
    };

    store::Store &m_store;
    const StatusBoard &m_board;
    const QStringList m_calendarIds;
    // Touched by the store's reading thread alone.
    const std::shared_ptr<Kept> m_kept = std::make_shared<Kept>();
};

} // namespace aria::service
