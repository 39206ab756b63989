// A series, its changed occurrences, and what the agenda makes of them.
#pragma once

#include "service/servicerig.h"

namespace aria::test {

inline QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

// 10:00 in Berlin, which is 09:00 UTC all January.
inline QJsonObject clockTime(int day, int hour = 10)
{
    return { { text("dateTime"),
                 QStringLiteral("2024-01-%1T%2:00:00+01:00").arg(day).arg(hour, 2, 10, QLatin1Char('0')) },
        { text("timeZone"), text("Europe/Berlin") } };
}

inline QJsonObject daily(
    const QString &id, int firstDay, const QString &rule, const QString &title = QStringLiteral("Series"))
{
    return { { text("id"), id }, { text("summary"), title }, { text("start"), clockTime(firstDay) },
        { text("end"), clockTime(firstDay, 11) }, { text("recurrence"), QJsonArray{ rule } } };
}

inline QString occurrenceId(const QString &master, int day)
{
    return QStringLiteral("%1_202401%2T090000Z").arg(master).arg(day);
}

inline QJsonObject changed(const QString &master, int day, const QString &title, const QString &id = {})
{
    return { { text("id"), id.isEmpty() ? occurrenceId(master, day) : id }, { text("summary"), title },
        { text("recurringEventId"), master }, { text("originalStartTime"), clockTime(day) },
        { text("start"), clockTime(day, 15) }, { text("end"), clockTime(day, 16) } };
}

inline QJsonObject cancelled()
{
    return { { text("status"), text("cancelled") } };
}

inline QJsonObject ruled(const QStringList &lines)
{
    return { { text("recurrence"), QJsonArray::fromStringList(lines) } };
}

inline service::UpdateRequest rerule(const QString &id, const QStringList &lines)
{
    service::UpdateRequest request;
    request.googleEventId = id;
    request.content.recurrence = lines;
    return request;
}

inline const QString master = QStringLiteral("series1");

class SeriesRig : public ServiceRig
{
public:
    using ServiceRig::ServiceRig;

    // "13 Series": the days on which something starts, and what.
    QStringList shown(const QList<service::EventView> &views)
    {
        QStringList list;
        for (const auto &view : views)
            list.append(view.event.start().toText().mid(8, 2) + u' ' + view.event.summary());
        return list;
    }
    QStringList agenda()
    {
        const auto views = wait(live->eventsBetween(test::at(QStringLiteral("2024-01-01T00:00:00Z")),
            test::at(QStringLiteral("2024-02-01T00:00:00Z")), 100));
        return views ? shown(*views) : QStringList{ views.error().message };
    }
    // What follows from an edit is done as well.
    Expected<service::WriteOutcome> edit(const service::UpdateRequest &request)
    {
        auto outcome = wait(live->updateEvent(request));
        settle();
        return outcome;
    }
    Expected<service::WriteOutcome> remove(const QString &id)
    {
        auto outcome = wait(live->deleteEvent(id));
        settle();
        return outcome;
    }
    bool sync()
    {
        const auto run = wait(live->syncNow());
        settle();
        return run && run->finished && run->changes.errors == 0;
    }
    // A further sync finds nothing to do, a full list neither, and Google was asked for nothing odd.
    void verifyAtRest()
    {
        for (const bool full : { false, true }) {
            const QString before = settledContents();
            if (full)
                google.expireTokens();
            google.forgetCalls();
            QVERIFY(sync());
            QCOMPARE(google.writes().size(), 0);
            QCOMPARE(settledContents(), before);
        }
        QVERIFY2(google.violations.isEmpty(), qPrintable(google.violations.join(u'\n')));
        const auto status = wait(live->status());
        QVERIFY(status);
        QCOMPARE(status->statistics.errors, 0);
        QCOMPARE(status->statistics.pendingToGoogle, 0);
        QCOMPARE(status->statistics.conflicts, 0);
    }
    // "This and following" on Google's page, from 09:00 UTC of that day on. Google drops what it changed there before
    // and makes it anew in the second series, under other ids or the same.
    QString splitAtGoogle(int day, const QString &firstRule, const QString &secondRule, bool keepsIds = false)
    {
        const QString second = QStringLiteral("series1_R202401%1T090000").arg(day);
        google.edit(master, ruled({ firstRule }));
        google.put(daily(second, day, secondRule, QStringLiteral("Later")));
        for (int later = day; later <= 25; ++later) {
            const calendar::Event old = google.at(occurrenceId(master, later));
            if (old.isEmpty())
                continue;
            QJsonObject moved = old.json();
            moved.insert(text("recurringEventId"), second);
            if (!keepsIds) {
                google.edit(old.id(), cancelled());
                moved.insert(text("id"), occurrenceId(second, later));
            }
            google.put(moved);
        }
        return second;
    }

private:
    QString settledContents()
    {
        return one(QStringLiteral("SELECT group_concat(coalesce(google_event_id, '') || title || status || "
                                  "coalesce(deleted_at, ''), ' ') FROM aria_calendar_events"))
            .toString();
    }
};

} // namespace aria::test
