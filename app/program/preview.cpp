#include "program/preview.h"

#include "base/random.h"
#include "google/httpcalendarapi.h"
#include "store/store.h"
#include "sync/plan/dryrun.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

using sync::Plan;
using sync::PlannedWrite;

void print(const QString &text)
{
    const QByteArray bytes = text.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
}

// A title may contain anything, but a line must stay one line.
QString oneLine(const QString &text)
{
    const QString simple = text.simplified();
    return simple.isEmpty() ? u"(no title)"_s : simple;
}

QString lineFor(const PlannedWrite &write)
{
    const calendar::Event &shown = write.after.isEmpty() ? write.before : write.after;
    const QString start = shown.start().isNull() ? u"-"_s : shown.start().toText();
    QString line =
        u"%1  %2  %3  %4  (%5)"_s.arg(write.side == PlannedWrite::Side::Aria ? u"ARIA  "_s : u"Google"_s,
            store::toString(write.operation).leftJustified(7), start, oneLine(shown.summary()), write.reason);
    if (write.calendarId != u"primary"_s)
        line += u"  in "_s + write.calendarId;
    if (!write.sendUpdates.isEmpty() && write.sendUpdates != u"none"_s)
        line += u"  with mails to guests: "_s + write.sendUpdates;
    if (write.held)
        line += u"  waits for a confirmation"_s;
    return line;
}

void show(const Plan &plan)
{
    qsizetype inAria = 0;
    qsizetype held = 0;
    for (const PlannedWrite &write : plan.writes) {
        print(lineFor(write));
        inAria += write.side == PlannedWrite::Side::Aria ? 1 : 0;
        held += write.held ? 1 : 0;
    }
    for (const calendar::EventKey &key : plan.conflicts)
        print(u"Conflict  %1 in calendar %2 waits for a decision"_s.arg(key.id, key.calendarId));
    print(u"Dry run, nothing was written: %1 writes in ARIA, %2 at Google, %3 conflicts."_s.arg(inAria)
              .arg(plan.writes.size() - inAria)
              .arg(plan.conflicts.size()));
    if (held > 0)
        print(
            u"%1 of them are so many deletions at once that they would wait for a confirmation."_s.arg(held));
    std::fflush(stdout);
}

// What a run needs; created on the thread it runs on.
class Preview
{
public:
    Preview(const Settings &settings, store::Store &store)
        : m_settings(settings)
        , m_store(store)
        , m_oauth({ settings.credentialsDir, settings.googleRevokeUrl }, m_network, m_clock, m_random)
        , m_google(settings.googleApiUrl, m_oauth, m_network, m_clock, m_random)
    {
    }

    QCoro::Task<void> run()
    {
        auto made = co_await makePlan();
        result = std::move(made);
        QCoreApplication::quit();
    }

    Expected<Plan> result = Plan{};

private:
    QCoro::Task<Expected<Plan>> makePlan()
    {
        const google::AuthStatus auth = m_oauth.status();
        if (!auth.credentialsValid) {
            co_return Expected<Plan>(makeError(ErrorCategory::Unauthorized, u"not_signed_in"_s,
                auth.problem.isEmpty() ? u"not signed in to Google"_s : auth.problem));
        }
        auto plan = co_await sync::dryRunAll(
            m_google, m_store, m_clock, m_random, m_settings.calendarIds, m_settings.conflictStrategy);
        co_return plan;
    }

    const Settings &m_settings;
    store::Store &m_store;
    SystemClock m_clock;
    SystemRandom m_random;
    QNetworkAccessManager m_network;
    google::OAuth m_oauth;
    google::HttpCalendarApi m_google;
};

} // namespace

Expected<void> showPlan(QCoreApplication &application, const Settings &settings)
{
    const auto store = store::Store::open(settings.databaseUrl);
    if (!store)
        return Unexpected(store.error());
    Preview preview(settings, **store);
    // In the event loop, so that quitting works from the start.
    QMetaObject::invokeMethod(
        &application, [&preview] { preview.run(); }, Qt::QueuedConnection);
    application.exec();
    if (!preview.result)
        return Unexpected(preview.result.error());
    show(*preview.result);
    return {};
}

} // namespace aria::program
