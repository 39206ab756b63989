// The calendars that are synced: an engine for each, in the settings' order.
#pragma once

#include "base/settings.h"
#include "sync/engine/engine.h"

#include <QTimer>

namespace aria::service {

// Where Google reaches this service; empty: nowhere, so that calendars are polled.
QUrl webhookAddress(const Settings &settings);

// Lives on the service's thread. The references outlive it.
class Engines final : public QObject
{
    Q_OBJECT
public:
    Engines(const Settings &settings, store::Store &store, google::CalendarApi &api, const Clock &clock,
        RandomSource &random);
    ~Engines() override;

    auto begin() const { return m_engines.cbegin(); }
    auto end() const { return m_engines.cend(); }
    sync::Engine *of(const QString &calendarId) const; // null: this calendar is not synced

    bool leads() const; // any calendar
    bool isBusy() const;
    void pushNow();
    void setPaused(bool paused);
    void setSignedIn(bool signedIn);
    void accountChanged();
    void networkReturned();

Q_SIGNALS:
    void stateChanged();
    void leadChanged();
    // Empty: another service changed some, and only that one knows which; whoever shows events reads them again.
    void eventsChanged(const QList<aria::sync::EventChange> &changes);
    void signInNeeded(const QString &reason);

private:
    void lookOutside(const store::Store &store);

    std::vector<std::unique_ptr<sync::Engine>> m_engines;
    QTimer m_changesOfOthers; // folds what another service's sync changed
};

} // namespace aria::service
