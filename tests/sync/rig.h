// A real database, a Google in memory, a clock that stands still: what the sync's tests are made on.
#pragma once

#include "calendar/instanceid.h"
#include "calendar/recurrence.h"
#include "merge/eventversions.h"
#include "store/testdatabase.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"
#include "sync/fakecalendarapi.h"
#include "sync/pull/cycle.h"
#include "sync/push/push.h"
#include "sync/sqledits/adoptrows.h"
#include "sync/sqledits/takeup.h"

#include <QCoro/QCoroTask>

namespace aria::test {

// A Google event of an hour; further members are laid over it.
inline QJsonObject meeting(
    const QString &id, const QString &summary = QStringLiteral("Meeting"), const QJsonObject &more = {})
{
    const auto time = [](const QString &text) {
        return QJsonObject{ { QStringLiteral("dateTime"), text },
            { QStringLiteral("timeZone"), QStringLiteral("Europe/Berlin") } };
    };
    QJsonObject json{ { QStringLiteral("id"), id }, { QStringLiteral("summary"), summary },
        { QStringLiteral("start"), time(QStringLiteral("2024-01-16T10:00:00+01:00")) },
        { QStringLiteral("end"), time(QStringLiteral("2024-01-16T11:00:00+01:00")) } };
    for (auto it = more.begin(); it != more.end(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

inline QJsonObject series(const QString &id, const QString &rule = QStringLiteral("RRULE:FREQ=DAILY;COUNT=5"))
{
    return meeting(id, QStringLiteral("Series"), { { QStringLiteral("recurrence"), QJsonArray{ rule } } });
}

inline QJsonObject titled(const QString &summary)
{
    return { { QStringLiteral("summary"), summary } };
}

class SyncRig
{
public:
    // `left`: fills the database before it is opened for the first time.
    explicit SyncRig(ConflictStrategy strategy = ConflictStrategy::GoogleWins,
        const std::function<void(TestDatabase &)> &left = nullptr)
        : database(left ? Content::Nothing : Content::Tables)
        , google(clock)
    {
        if (left)
            left(database);
        store = must(store::Store::open(database.url()));
        restart(strategy);
    }

    // As after kill -9: what is in memory is gone.
    void restart(ConflictStrategy strategy)
    {
        push.reset();
        pull = std::make_unique<sync::Pull>(google, *store, clock, QStringLiteral("primary"));
        pull->setStrategy(strategy);
        push = std::make_unique<sync::Push>(google, *store, clock, random, *pull, QStringLiteral("primary"));
        QObject::connect(
            pull.get(), &sync::Pull::changed, pull.get(), [this](const auto &list) { changes += list; });
        QObject::connect(
            push.get(), &sync::Push::changed, push.get(), [this](const auto &list) { changes += list; });
    }

    Expected<sync::PullOutcome> runPull() { return QCoro::waitFor(pull->run()); }
    // The steps of the engine, in its order.
    void takeUpEdits()
    {
        const auto context = pull->context();
        auto taken = store->write([this, context](store::Session &session) {
            return sync::takeUpEdits(session, QStringLiteral("primary"), context, random);
        });
        changes += must(taken);
    }
    Expected<void> runPush()
    {
        takeUpEdits();
        return QCoro::waitFor(push->run());
    }
    Expected<void> runSync()
    {
        takeUpEdits();
        auto pulled = runPull();
        if (!pulled)
            return Unexpected(pulled.error());
        return QCoro::waitFor(push->run());
    }

    std::optional<store::EventRecord> record(const QString &googleId)
    {
        auto found = store->read([googleId](store::Session &session) {
            return session.events().byGoogleId(QStringLiteral("primary"), googleId);
        });
        return must(found);
    }
    QString status(const QString &googleId)
    {
        const auto found = record(googleId);
        return found ? toString(found->status) : QStringLiteral("unknown");
    }
    QString title(const QString &googleId)
    {
        const auto found = record(googleId);
        return found && !found->isDeletedInAria() ? found->columns.title : QString();
    }

    // ARIA's own SQL.
    void sql(const QString &text) { database.sql(text); }
    QVariant one(const QString &text) { return database.one(text); }
    void setTitle(const QString &googleId, const QString &title)
    {
        sql(QStringLiteral("UPDATE aria_calendar_events SET title = '%1' WHERE google_event_id = '%2'")
                .arg(title, googleId));
    }
    void setInAria(const QString &googleId, const QString &column, const QString &value)
    {
        sql(QStringLiteral("UPDATE aria_calendar_events SET %1 = '%2' WHERE google_event_id = '%3'")
                .arg(column, value, googleId));
    }
    void deleteInAria(const QString &googleId)
    {
        sql(QStringLiteral("UPDATE aria_calendar_events SET deleted_at = '2024-01-15T12:00:00.000Z'"
                           " WHERE google_event_id = '%1'")
                .arg(googleId));
    }
    // The google id it got.
    QString createInAria(const QString &title, const QString &more = {}, const QString &values = {})
    {
        sql(QStringLiteral(
            "INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone%2) VALUES"
            " ('%1', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC'%3)")
                .arg(title, more, values));
        auto adopted = store->write([this](store::Session &session) {
            return sync::adoptRows(session, QStringLiteral("primary"), random, clock.nowUtc());
        });
        must(adopted);
        return one(QStringLiteral("SELECT google_event_id FROM aria_calendar_sync ORDER BY id DESC LIMIT 1"))
            .toString();
    }

    int historyCount()
    {
        return one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history")).toInt();
    }
    // Whether a version with this title is kept as overwritten or deleted.
    bool historyKeeps(const QString &title)
    {
        return one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE "
                                  "'%\"summary\":\"%1\"%'")
                       .arg(title))
                   .toInt()
            > 0;
    }
    // All content of both tables as one text.
    QString contents()
    {
        QString text;
        for (const auto *table : { "aria_calendar_events", "aria_calendar_sync" }) {
            QSqlQuery query(database.plain());
            if (!query.exec(QStringLiteral("SELECT * FROM %1 ORDER BY id").arg(QString::fromLatin1(table))))
                qFatal("%s", qPrintable(query.lastError().text()));
            while (query.next()) {
                for (int i = 0; i < query.record().count(); ++i) {
                    if (query.record().fieldName(i).startsWith(QStringLiteral("edit_")))
                        continue; // when an edit was made is noted as soon as it is seen
                    text += query.record().fieldName(i) + QLatin1Char('=') + query.value(i).toString()
                        + QLatin1Char(';');
                }
                text += QLatin1Char('\n');
            }
        }
        return text;
    }

    TestDatabase database;
    ManualClock clock;
    SeededRandom random{ 7 };
    FakeCalendarApi google;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<sync::Pull> pull;
    std::unique_ptr<sync::Push> push;
    QList<sync::EventChange> changes;
};

} // namespace aria::test
