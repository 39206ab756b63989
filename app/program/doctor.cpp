#include "program/doctor.h"

#include "base/logging.h"
#include "base/random.h"
#include "google/httpcalendarapi.h"
#include "service/examiner.h"
#include "service/relayjson.h"
#include "service/statusreader.h"
#include "store/inspection.h"
#include "store/metadatakeys.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QRegularExpression>
#include <QTcpSocket>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

using service::Diagnosis;
using service::DiagnosisFacts;

constexpr std::chrono::milliseconds portWait{ 1000 };

// The names of the settings that are wrong, and what is allowed; their values may be private.
QString namesIn(const Error &error)
{
    static const QRegularExpression name(u"CALENDAR_SYNC_[A-Z_]+"_s);
    QStringList names;
    for (auto found = name.globalMatch(error.message); found.hasNext();)
        names.append(found.next().captured());
    names.removeDuplicates();
    return names.isEmpty() ? u"a file of settings cannot be read"_s : names.join(u", "_s);
}

Expected<service::StatusView> statusIn(store::Session &session, const Settings &settings)
{
    service::StatusView posted;
    posted.conflictStrategy = settings.conflictStrategy;
    for (const QString &calendarId : settings.calendarIds) {
        service::CalendarStatus calendar;
        calendar.calendarId = calendarId;
        posted.calendars.append(calendar);
        const auto stored = session.metadata().value(store::metadata::channel, calendarId);
        if (!stored)
            return Unexpected(stored.error());
        if (!*stored)
            continue;
        const google::Channel channel =
            service::channelFromJson(QJsonDocument::fromJson((*stored)->toUtf8()).object());
        posted.webhookActive = true;
        if (!posted.webhookExpires.isValid() || channel.expiration < posted.webhookExpires)
            posted.webhookExpires = channel.expiration;
    }
    return service::readStatus(session, posted, settings.calendarIds);
}

// A database that is not of this version is not opened: that would change it.
void lookAtDatabase(const Settings &settings, DiagnosisFacts &facts)
{
    const auto newest = store::newestSchema(settings.databaseUrl);
    facts.newestSchema = newest.value_or(0);
    const auto version = store::inspectSchema(settings.databaseUrl);
    if (!version) {
        facts.databaseProblemCode = version.error().code;
        return;
    }
    facts.schemaVersion = *version;
    if (*version != facts.newestSchema) {
        facts.databaseReachable = *version > 0 && *version < facts.newestSchema;
        if (*version > facts.newestSchema)
            facts.databaseProblemCode = u"schema_newer"_s;
        return;
    }
    const auto store = store::Store::open(settings.databaseUrl);
    if (!store) {
        facts.databaseProblemCode = store.error().code;
        return;
    }
    auto reading =
        (*store)->read([&settings](store::Session &session) { return statusIn(session, settings); });
    const auto status = reading.result(); // blocks, as a command may
    facts.databaseReachable = status.has_value();
    if (status)
        facts.status = *status;
    else
        facts.databaseProblemCode = status.error().code;
}

// Waits: the doctor has nothing else to do, and serves nobody.
bool isPortUsed(const Settings &settings)
{
    QTcpSocket socket;
    const bool any = settings.host == QHostAddress(QHostAddress::AnyIPv4)
        || settings.host == QHostAddress(QHostAddress::AnyIPv6)
        || settings.host == QHostAddress(QHostAddress::Any);
    socket.connectToHost(any ? QHostAddress(QHostAddress::LocalHost) : settings.host, settings.port);
    return socket.waitForConnected(static_cast<int>(portWait.count()));
}

// What an examination needs; created on the thread it runs on.
class Examination
{
public:
    explicit Examination(const Settings &settings)
        : m_oauth({ settings.credentialsDir, settings.googleRevokeUrl }, m_network, m_clock, m_random)
        , m_google(settings.googleApiUrl, m_oauth, m_network, m_clock, m_random)
        , m_examiner(settings, m_google, m_thread)
    {
    }

    QCoro::Task<void> run(DiagnosisFacts facts)
    {
        facts.at = m_clock.nowUtc();
        facts.auth = m_oauth.status();
        auto looked = co_await m_examiner.look(facts);
        result = looked;
        QCoreApplication::quit();
    }

    DiagnosisFacts result;

private:
    SystemClock m_clock;
    SystemRandom m_random;
    QNetworkAccessManager m_network;
    google::OAuth m_oauth;
    google::HttpCalendarApi m_google;
    service::ServiceThread m_thread;
    service::Examiner m_examiner;
};

Diagnosis examine(QCoreApplication &application, const LoadedSettings &loaded)
{
    DiagnosisFacts facts;
    facts.settings = loaded;
    facts.isRunning = false;
    lookAtDatabase(loaded.settings, facts);
    if (loaded.settings.port != 0)
        facts.portIsUsed = isPortUsed(loaded.settings);
    Examination examination(loaded.settings);
    // In the event loop, so that quitting works from the start.
    QMetaObject::invokeMethod(
        &application, [&examination, facts] { examination.run(facts); }, Qt::QueuedConnection);
    application.exec();
    return service::diagnose(examination.result);
}

} // namespace

int runDoctor(QCoreApplication &application, const Expected<LoadedSettings> &loaded)
{
    installLogging(u"error"_s, u"text"_s); // what is wrong is said by the checks
    Diagnosis diagnosis;
    if (loaded) {
        diagnosis = examine(application, *loaded);
    } else {
        DiagnosisFacts facts;
        facts.at = SystemClock().nowUtc();
        facts.settingsProblem = namesIn(loaded.error());
        diagnosis = service::diagnose(facts);
    }
    const QByteArray text = textOf(diagnosis).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fflush(stdout);
    return diagnosis.worst() == service::Check::Level::Problem ? 1 : 0;
}

} // namespace aria::program
