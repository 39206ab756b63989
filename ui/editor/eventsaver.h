// Brings what an editor holds to the service: saved first, then moved to the calendar that was chosen.
#pragma once

#include "uicommon/servicelink.h"

namespace aria::editor {

struct Saving
{
    service::EventView view; // the version that was edited; empty: a new event
    service::EventInput input; // what differs; of an event that is only moved nothing
    bool isFollowing = false; // the later part of a series
    bool isContentChanged = true;
    QString etag; // empty: over any version
    QString idempotencyKey; // of a new event: the same for every try, so that it is made once
    QString calendarId; // where it is to be; empty: of a new event the first, else where it is
};

// Lives on the UI thread; the link outlives it. One at a time.
class EventSaver : public QObject
{
    Q_OBJECT
public:
    explicit EventSaver(uicommon::ServiceLink &link, QObject *parent = nullptr);

    void save(const Saving &saving); // there is a service
    bool isSaving() const { return m_isSaving; }
    // Of what the person did with one press of the button, over all tries.
    bool isContentSaved() const { return m_isContentSaved; } // not only moved
    QString movedFrom() const { return m_movedFrom; } // the calendar it was in; empty: it stays where it is

Q_SIGNALS:
    void savingChanged();
    void saved(const aria::service::WriteOutcome &outcome);
    void stale(const QString &text); // another version is there by now
    void refused(const QString &text);
    void notMoved(const aria::service::EventView &view, const QString &text); // but saved as this version

private:
    service::Reply<service::WriteOutcome> send() const;
    void take(const Expected<service::WriteOutcome> &outcome);
    void moveThen(const service::WriteOutcome &written);
    void setSaving(bool isSaving);

    uicommon::ServiceLink &m_link;
    Saving m_saving;
    bool m_isSaving = false;
    bool m_isContentSaved = false;
    QString m_movedFrom;
};

} // namespace aria::editor
