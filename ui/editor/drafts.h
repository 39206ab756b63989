// What stood in open editors when the program ended, so that nothing that was typed is lost.
#pragma once

#include "editor/eventdraft.h"

namespace aria::editor {

// An editor that was not saved.
struct KeptDraft
{
    EventDraft draft;
    service::EventView view; // that was being changed, as it was shown; empty: a new event
    bool isFollowing = false; // with all that follow it in its series
    QString idempotencyKey; // of a new event: should it have been saved after all, it is not made twice

    QString title() const; // for a person
};

// A file of this user alone. Without a draft there is no file.
class Drafts
{
public:
    explicit Drafts(QString path)
        : m_path(std::move(path))
    {
    }

    QList<KeptDraft> read() const; // what cannot be read counts as none
    bool write(const QList<KeptDraft> &drafts) const; // false: it could not be written; the log says why

private:
    QString m_path;
};

} // namespace aria::editor
