#include "uicommon/syncnote.h"

#include <QCoreApplication>

namespace aria::uicommon {

namespace {

struct SyncNote
{
    Q_DECLARE_TR_FUNCTIONS(aria::uicommon::SyncNote)
};

} // namespace

QString syncNote(const service::EventView &view)
{
    switch (view.status) {
    case store::SyncStatus::PendingToGoogle:
        return SyncNote::tr("Waiting for Google");
    case store::SyncStatus::Error:
        return view.errorMessage.isEmpty()
            ? SyncNote::tr("Google refused this event")
            : SyncNote::tr("Google refused this event: %1").arg(view.errorMessage);
    case store::SyncStatus::Conflict:
        return SyncNote::tr("Changed in ARIA and in Google: review the conflict");
    default:
        return {};
    }
}

} // namespace aria::uicommon
