// A CalendarService that answers what a test tells it to, when the test tells it to, and remembers what it was asked.
#pragma once

#include "service/calendarservice.h"

#include <QPromise>
#include <QSet>

namespace aria::test {

using namespace aria::service;

class FakeService final : public CalendarService
{
public:
    // What is answered.
    HealthView healthView = [] {
        HealthView view{ true, true, {} };
        view.auth.clientSecretsConfigured = true;
        view.auth.tokenExists = true;
        view.auth.credentialsValid = true;
        return view;
    }();
    Expected<WriteOutcome> written{ WriteOutcome{} };
    Expected<FollowingView> followingView{ FollowingView{} };
    Expected<EventView> one{ EventView{} };
    Expected<QList<EventView>> many{ QList<EventView>{} };
    bool manyAreCutShort = false;
    QString nextCursor; // of what eventsIn() answers
    std::function<Expected<QList<EventView>>(QDateTime from, QDateTime to, int limit)>
        between; // set: not many
    std::function<Expected<AgendaView>(int days, int limit, QByteArray zone)> upcoming; // set: not many
    Expected<SyncRun> run{ SyncRun{} };
    Expected<google::Channel> channel{ google::Channel{} };
    Expected<StatusView> statusView{ [] {
        StatusView view;
        view.role = QStringLiteral("leader");
        return view;
    }() };
    Expected<Diagnosis> diagnosis{ Diagnosis{} };
    Expected<QList<ConflictView>> conflictViews{ QList<ConflictView>{} };
    Expected<google::Authorization> authorization{ google::Authorization{} };
    Expected<QStringList> scopes{ QStringList{} };
    Expected<bool> done{ true };
    QStringList leftToGoogle;
    Expected<HistoryPage> historyPage{ HistoryPage{} };
    Expected<int> undone{ 0 };
    Expected<Plan> planned{ Plan{} };
    Expected<qint64> decided{ 0 };
    QList<store::EventMessage> messages; // the event log
    qint64 firstMessage = 1; // what is older is not kept
    Expected<QList<google::CalendarInfo>> calendarInfos{ QList<google::CalendarInfo>{} };
    Expected<QList<google::BusyTimes>> busyTimes{ QList<google::BusyTimes>{} };

    std::optional<Mark> fixedMark;
    int marksAsked = 0; // how often mark() was called

    // What was asked: "name argument …", and the last requests whole.
    QStringList calls;
    CreateRequest lastCreate;
    WindowRequest lastWindow;
    UpdateRequest lastUpdate;
    RespondRequest lastResponse;
    Resolution lastResolution;
    WebhookNotification lastNotification;
    EventKey lastHistory;
    google::BusyQuery lastBusy;

    // Calls by these names are answered only by release(), or given up by dropHeld().
    QSet<QString> held;
    void release()
    {
        for (const auto &finish : std::exchange(m_held, {}))
            finish();
    }
    void dropHeld() { m_held.clear(); }
    qsizetype heldCount() const { return m_held.size(); }

    HealthView health() const override { return healthView; }
    Reply<google::AuthStatus> authStatus() override
    {
        return give({ QStringLiteral("authStatus") }, Expected<google::AuthStatus>(healthView.auth));
    }
    Reply<Diagnosis> diagnose() override { return give({ QStringLiteral("diagnose") }, diagnosis); }
    Reply<google::Authorization> beginAuthorization(QString redirectUri, QString state) override
    {
        return give({ QStringLiteral("begin"), redirectUri, state }, authorization);
    }
    Reply<QStringList> completeAuthorization(QString code, QString state, QString redirectUri) override
    {
        return give({ QStringLiteral("complete"), code, state, redirectUri }, scopes);
    }
    Reply<void> abandonAuthorization(QString state) override
    {
        return give({ QStringLiteral("abandon"), state }, Expected<void>());
    }
    Reply<bool> revokeAuthorization() override { return give({ QStringLiteral("revoke") }, done); }
    Reply<WriteOutcome> createEvent(CreateRequest request) override
    {
        lastCreate = request;
        return give({ QStringLiteral("create") }, written);
    }
    Reply<WriteOutcome> updateEvent(UpdateRequest request) override
    {
        lastUpdate = request;
        return give(named(QStringLiteral("update"), request.key()), written);
    }
    Reply<WriteOutcome> deleteEvent(EventKey key) override
    {
        return give(named(QStringLiteral("delete"), key), written);
    }
    Reply<WriteOutcome> respondToEvent(RespondRequest request) override
    {
        lastResponse = request;
        return give(named(QStringLiteral("respond"), request.key), written);
    }
    Reply<WriteOutcome> moveEvent(MoveRequest request) override
    {
        return give(named(QStringLiteral("move to ") + request.toCalendarId + QLatin1Char(':'), request.key),
            written);
    }
    Reply<FollowingView> following(EventKey key) override
    {
        return give(named(QStringLiteral("following"), key), followingView);
    }
    Reply<WriteOutcome> updateFollowing(UpdateRequest request) override
    {
        lastUpdate = request;
        return give(named(QStringLiteral("updateFollowing"), request.key()), written);
    }
    Reply<WriteOutcome> deleteFollowing(EventKey key) override
    {
        return give(named(QStringLiteral("deleteFollowing"), key), written);
    }
    Reply<EventView> event(EventKey key) override { return give(named(QStringLiteral("event"), key), one); }
    Reply<AgendaView> eventsBetween(QDateTime from, QDateTime to, int limit) override
    {
        return give({ QStringLiteral("between") }, asAgenda(between ? between(from, to, limit) : many));
    }
    // As the service does: it answers with the faults that the reader has found.
    Reply<WindowPage> eventsIn(WindowRequest request) override
    {
        lastWindow = request;
        if (!request.faults.isEmpty()) {
            Error error{ ErrorCategory::InvalidInput, QStringLiteral("value_error"), {} };
            error.faults = request.faults;
            return give({ QStringLiteral("in") }, Expected<WindowPage>(Unexpected(error)));
        }
        return give({ QStringLiteral("in") }, asAgenda(many).map([this](const AgendaView &view) {
            return WindowPage{ view, nextCursor };
        }));
    }
    Reply<AgendaView> eventsToday(QByteArray zone) override
    {
        return give({ QStringLiteral("today"), QString::fromLatin1(zone) }, asAgenda(many));
    }
    Reply<AgendaView> eventsUpcoming(int days, int maxResults, QByteArray zone) override
    {
        return give({ QStringLiteral("upcoming"), QString::number(days), QString::number(maxResults),
                        QString::fromLatin1(zone) },
            upcoming ? upcoming(days, maxResults, zone) : asAgenda(many));
    }
    // Unless a test says otherwise, nobody knows whether anything changed.
    Reply<Mark> mark() override
    {
        ++marksAsked;
        return QtFuture::makeReadyFuture(fixedMark
                ? Expected<Mark>(*fixedMark)
                : Expected<Mark>(Mark{ QByteArray::number(marksAsked), QDateTime::currentDateTimeUtc() }));
    }
    Reply<SyncRun> notified(WebhookNotification notification) override
    {
        lastNotification = notification;
        return give({ QStringLiteral("notified"), notification.channelId }, run);
    }
    Reply<google::Channel> setupWebhook(QString url, int hours) override
    {
        return give({ QStringLiteral("setup"), url, QString::number(hours) }, channel);
    }
    Reply<bool> stopWebhook() override { return give({ QStringLiteral("stopWebhook") }, done); }
    Reply<StatusView> status() override { return give({ QStringLiteral("status") }, statusView); }
    Reply<QList<ConflictView>> conflicts() override
    {
        return give({ QStringLiteral("conflicts") }, conflictViews);
    }
    Reply<QStringList> resolveConflict(EventKey key, Resolution resolution) override
    {
        lastResolution = resolution;
        return give(named(QStringLiteral("resolve"), key),
            done ? Expected<QStringList>(leftToGoogle) : Expected<QStringList>(Unexpected(done.error())));
    }
    Reply<SyncRun> syncNow() override { return give({ QStringLiteral("syncNow") }, run); }
    Reply<bool> pause() override { return give({ QStringLiteral("pause") }, done); }
    Reply<bool> resume() override { return give({ QStringLiteral("resume") }, done); }
    Reply<store::EventLogBounds> messageBounds() override
    {
        const qint64 last = messages.isEmpty() ? 0 : messages.constLast().id;
        return give({ QStringLiteral("bounds") },
            Expected<store::EventLogBounds>(store::EventLogBounds{ firstMessage, last }));
    }
    Reply<store::EventMessages> messagesAfter(qint64 id, qint64 mostBytes) override
    {
        store::EventMessages page{ {}, std::max(id, messages.isEmpty() ? 0 : messages.constLast().id), true };
        qint64 bytes = 0;
        for (const auto &message : std::as_const(messages)) {
            if (message.id <= id)
                continue;
            if (bytes > 0 && bytes + message.data.size() > mostBytes) {
                page.isEnd = false;
                page.upTo = page.list.constLast().id;
                break;
            }
            bytes += message.data.size();
            page.list.append(message);
        }
        return give(
            { QStringLiteral("messages"), QString::number(id) }, Expected<store::EventMessages>(page));
    }
    Reply<Plan> dryRun() override { return give({ QStringLiteral("dryRun") }, planned); }
    Reply<Plan> plan() override { return give({ QStringLiteral("plan") }, planned); }
    Reply<qint64> approvePlan(QString planId) override
    {
        return give({ QStringLiteral("approvePlan"), planId }, decided);
    }
    Reply<qint64> rejectPlan(QString planId) override
    {
        return give({ QStringLiteral("rejectPlan"), planId }, decided);
    }
    Reply<bool> confirmDeletions() override { return give({ QStringLiteral("confirmDeletions") }, done); }
    Reply<HistoryPage> history(int limit, QString cursor, EventKey key) override
    {
        lastHistory = key;
        return give({ QStringLiteral("history"), QString::number(limit), cursor, key.id }, historyPage);
    }
    Reply<WriteOutcome> undo(qint64 id) override
    {
        return give({ QStringLiteral("undo"), QString::number(id) }, written);
    }
    Reply<int> undoSince(QDateTime since) override
    {
        return give({ QStringLiteral("undoSince"), since.toString(Qt::ISODate) }, undone);
    }
    Reply<QList<google::CalendarInfo>> calendars() override
    {
        return give({ QStringLiteral("calendars") }, calendarInfos);
    }
    Reply<QList<google::BusyTimes>> freeBusy(google::BusyQuery query) override
    {
        lastBusy = query;
        return give({ QStringLiteral("freeBusy"), query.ids.join(QLatin1Char(' ')) }, busyTimes);
    }

private:
    Expected<AgendaView> asAgenda(const Expected<QList<EventView>> &views) const
    {
        return views.map([this](const QList<EventView> &list) {
            return AgendaView{ { list }, manyAreCutShort };
        });
    }
    // "name id", and the calendar where the caller named it.
    static QStringList named(const QString &name, const EventKey &key)
    {
        return key.calendarId.isEmpty() ? QStringList{ name, key.id }
                                        : QStringList{ name, key.id, key.calendarId };
    }

    template <class T> Reply<T> give(const QStringList &call, const Expected<T> &value)
    {
        calls.append(call.join(QLatin1Char(' ')));
        if (!held.contains(call.first()))
            return QtFuture::makeReadyFuture(value);
        auto promise = std::make_shared<QPromise<Expected<T>>>();
        promise->start();
        m_held.append([promise, value] {
            promise->addResult(value);
            promise->finish();
        });
        return promise->future();
    }

    QList<std::function<void()>> m_held;
};

} // namespace aria::test
