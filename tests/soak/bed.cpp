#include "soak/bed.h"

#include "simulator/credentialfiles.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>
#include <QJsonDocument>

namespace aria::soak {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

const QUrl server(u"http://127.0.0.1:1"_s); // nobody listens there; the network never gets so far
const QStringList scopes{ u"https://www.googleapis.com/auth/calendar.events"_s,
    u"https://www.googleapis.com/auth/calendar.calendarlist.readonly"_s };

} // namespace

Bed::Bed(quint64 seed, ConflictStrategy strategy)
    : m_random(seed)
    , m_google(m_trueClock, m_random)
    , m_receiver(seed)
{
    m_settings.calendarIds = QStringList{ u"primary"_s };
    m_settings.conflictStrategy = strategy;
    m_settings.credentialsDir = m_credentials.path();
    m_google.oauth().addClient(simulator::desktopClient());
    m_google.world().eventsChanged = [this](const QString &) { googleChanged(); };
    simulator::writeClientSecrets(m_credentials.path(), simulator::desktopClient(), server);
    signIn();
}

Bed::~Bed()
{
    stop();
    setClockError(milliseconds(0));
}

void Bed::signIn()
{
    const QJsonObject tokens = m_google.oauth().signIn(simulator::desktopClient().id, scopes);
    simulator::writeToken(
        m_credentials.path(), simulator::desktopClient(), server, tokens, scopes, m_trueClock.nowUtc());
}

void Bed::start()
{
    if (webhook)
        m_settings.webhookBaseUrl = QUrl(u"https://hooks.example.com"_s);
    m_store = m_database.open();
    m_network = std::make_unique<Network>(m_google, m_random);
    m_network->slowest = slowest;
    m_network->watch = watch;
    m_hookNetwork = std::make_unique<Network>(m_google, m_random);
    m_hookNetwork->slowest = slowest;
    m_hookNetwork->intercept = [this](const simulator::Request &request) { return m_receiver.take(request); };
    if (hook)
        m_settings.notifyUrl = QUrl(u"https://receiver.example.com/aria"_s);
    m_oauth = std::make_unique<google::OAuth>(
        google::OAuth::Endpoints{ m_credentials.path(), QUrl(), {} }, *m_network, m_clock, m_random);
    m_api = std::make_unique<google::HttpCalendarApi>(server, *m_oauth, *m_network, m_clock, m_random);
    m_live = std::make_unique<service::LiveService>(
        m_settings, *m_store, *m_oauth, *m_api, *m_hookNetwork, m_clock, m_random);
    m_live->start();
    if (!waitUntil([this] { return m_live->health().syncReady; }, std::chrono::minutes(1)))
        qFatal("the service does not start");
}

void Bed::destroyLife()
{
    m_api->stopAll();
    m_oauth->stop();
    m_live->stop();
    pump(); // commands that were posted begin, and end at once
    if (!waitUntil([this] { return !m_live->isBusy(); }, std::chrono::minutes(10)))
        qFatal("the service does not end");
    m_live.reset();
    m_api.reset();
    m_oauth.reset();
    m_network.reset();
    m_hookNetwork.reset();
    m_store.reset();
}

void Bed::stop()
{
    if (isAlive())
        destroyLife();
}

void Bed::kill()
{
    if (!isAlive())
        return;
    m_network->isDead = true;
    m_hookNetwork->isDead = true;
    m_database.killWith(*m_store);
    destroyLife();
    m_database.allowAgain();
}

void Bed::pump()
{
    auto *events = QAbstractEventDispatcher::instance();
    int idleRounds = 0;
    while (idleRounds < 2) {
        if (m_store) {
            auto written = m_store->write([](store::Session &) -> Expected<bool> { return true; });
            auto read = m_store->read([](store::Session &) -> Expected<bool> { return true; });
            written.waitForFinished();
            read.waitForFinished();
        }
        bool busy = false;
        while (events->processEvents(QEventLoop::AllEvents))
            busy = true;
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        idleRounds = busy ? 0 : idleRounds + 1;
    }
}

void Bed::wait(milliseconds time)
{
    pump();
    // In small steps where things happen close together; a long sleep is one step.
    while (time.count() > 0) {
        const milliseconds step = time > std::chrono::minutes(1) ? time : std::min(time, milliseconds(100));
        advance(step);
        time -= step;
        pump();
    }
}

bool Bed::waitUntil(const std::function<bool()> &holds, milliseconds limit)
{
    pump();
    milliseconds step(5);
    milliseconds waited(0);
    while (!holds()) {
        if (waited > limit)
            return false;
        advance(step);
        waited += step;
        step = std::min(step * 2, milliseconds(5000));
        pump();
    }
    return true;
}

std::optional<Expected<service::SyncRun>> Bed::sync()
{
    auto ran = answer(m_live->syncNow(), std::chrono::hours(1));
    waitUntil([this] { return !m_live->isBusy(); }, std::chrono::hours(1));
    return ran;
}

std::pair<int, QJsonObject> Bed::person(
    const QByteArray &method, const QString &path, const QJsonObject &body)
{
    simulator::Request request;
    request.method = method;
    request.path = "/control/calendars/primary" + QUrl::toPercentEncoding(path, "/");
    request.headers.insert("content-type", "application/json");
    if (!body.isEmpty())
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const simulator::Outcome outcome = m_google.handle(request);
    return { outcome.response.status, QJsonDocument::fromJson(outcome.response.body).object() };
}

QList<QJsonObject> Bed::googleEvents()
{
    QList<QJsonObject> events;
    const QJsonArray all = person("GET", {}).second["events"_L1].toArray();
    for (const QJsonValue event : all)
        events.append(event.toObject());
    return events;
}

void Bed::addFault(const QJsonObject &fault)
{
    const QString wrong = m_google.faults().add({ fault });
    if (!wrong.isEmpty())
        qFatal("%s", qPrintable(wrong));
}

int Bed::googleWrites()
{
    return m_google.log().counters()["eventWrites"_L1].toInt();
}

} // namespace aria::soak
