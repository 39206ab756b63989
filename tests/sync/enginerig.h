// A whole engine on the rig.
#pragma once

#include "sync/engine/engine.h"
#include "sync/rig.h"

#include "support/eventually.h"

#include <QCoro/QCoroFuture>

namespace aria::test {

class EngineRig : public SyncRig
{
public:
    explicit EngineRig(const QUrl &webhook = {}, ConflictStrategy strategy = ConflictStrategy::GoogleWins,
        const std::function<void(TestDatabase &)> &left = nullptr)
        : SyncRig(strategy, left)
        , options{ QStringLiteral("primary"), strategy, std::chrono::seconds(300), webhook }
    {
        restartEngine();
    }
    ~EngineRig() { settle(); }

    void restartEngine()
    {
        settle();
        engine = std::make_unique<sync::Engine>(google, *store, clock, random, options);
        QObject::connect(engine.get(), &sync::Engine::changed, engine.get(),
            [this](const auto &list) { changes += list; });
    }
    // Nothing is under way.
    void settle()
    {
        if (engine)
            QTRY_VERIFY(!engine->isBusy());
    }
    // Started, signed in, and the first sync done.
    void begin()
    {
        QCoro::waitFor(engine->start());
        engine->setSignedIn(true);
        settle();
    }
    Expected<sync::Changes> syncNow()
    {
        auto future = engine->requestSync();
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20000))
            qFatal("the sync does not end");
        settle();
        return future.takeResult();
    }
    qint64 secondsToNextSync() const { return clock.nowUtc().secsTo(engine->nextSync()); }

    sync::Engine::Options options;
    std::unique_ptr<sync::Engine> engine;
};

} // namespace aria::test
