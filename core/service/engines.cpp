#include "service/engines.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using sync::Engine;

namespace {
constexpr std::chrono::milliseconds foldingTime{ 300 };
}

QUrl webhookAddress(const Settings &settings)
{
    if (settings.webhookBaseUrl.isEmpty())
        return {};
    QUrl address = settings.webhookBaseUrl;
    QString path = address.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    address.setPath(path + u"/webhook"_s);
    return address;
}

Engines::Engines(const Settings &settings, store::Store &store, google::CalendarApi &api, const Clock &clock,
    RandomSource &random)
{
    for (const QString &calendarId : settings.calendarIds) {
        QStringList others = settings.calendarIds;
        others.removeAll(calendarId);
        auto engine = std::make_unique<Engine>(api, store, clock, random,
            Engine::Options{ calendarId, settings.conflictStrategy, settings.interval,
                webhookAddress(settings), sync::inheritsPrimary(settings.calendarIds, calendarId), others });
        connect(engine.get(), &Engine::stateChanged, this, &Engines::stateChanged);
        connect(engine.get(), &Engine::leadChanged, this, &Engines::leadChanged);
        connect(engine.get(), &Engine::changed, this, &Engines::eventsChanged);
        connect(engine.get(), &Engine::signInNeeded, this, &Engines::signInNeeded);
        connect(engine.get(), &Engine::otherConcerned, this, [this](const QString &other) {
            if (Engine *concerned = of(other); concerned && concerned->leads())
                concerned->requestSync();
        });
        m_engines.push_back(std::move(engine));
    }
    m_changesOfOthers.setSingleShot(true);
    m_changesOfOthers.setInterval(foldingTime);
    connect(&m_changesOfOthers, &QTimer::timeout, this, [this] { Q_EMIT eventsChanged({}); });
    connect(&store, &store::Store::changedOutside, this, [this, &store] { lookOutside(store); });
}

Engines::~Engines() = default;

void Engines::lookOutside(const store::Store &store)
{
    for (const auto &engine : m_engines)
        engine->pushSoon();
    if (store.isShared() && !leads() && !m_changesOfOthers.isActive())
        m_changesOfOthers.start();
}

Engine *Engines::of(const QString &calendarId) const
{
    const auto it = std::find_if(m_engines.begin(), m_engines.end(),
        [&](const auto &engine) { return engine->calendarId() == calendarId; });
    return it == m_engines.end() ? nullptr : it->get();
}

bool Engines::leads() const
{
    return std::any_of(
        m_engines.begin(), m_engines.end(), [](const auto &engine) { return engine->leads(); });
}

bool Engines::isBusy() const
{
    return std::any_of(
        m_engines.begin(), m_engines.end(), [](const auto &engine) { return engine->isBusy(); });
}

void Engines::pushNow()
{
    for (const auto &engine : m_engines)
        engine->pushNow();
}

void Engines::setPaused(bool paused)
{
    for (const auto &engine : m_engines)
        engine->setPaused(paused);
}

void Engines::setSignedIn(bool signedIn)
{
    for (const auto &engine : m_engines)
        engine->setSignedIn(signedIn);
}

void Engines::accountChanged()
{
    for (const auto &engine : m_engines)
        engine->accountChanged();
}

void Engines::networkReturned()
{
    for (const auto &engine : m_engines)
        engine->networkReturned();
}

} // namespace aria::service
