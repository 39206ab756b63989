#include "soak/brokensqlite.h"

#include <QCoreApplication>
#include <QThread>

#include <atomic>
#include <cstring>

#include <dlfcn.h>

struct sqlite3_stmt;

namespace {

constexpr int sqliteBusy = 5;
constexpr int sqliteBroken = 10;
constexpr int sqliteFull = 13;

std::atomic<qint64> steps = 0;
std::atomic<qint64> breakAt = -1;
std::atomic<aria::soak::SqliteFault> brokenBy = aria::soak::SqliteFault::Busy;

int codeOf(aria::soak::SqliteFault fault)
{
    switch (fault) {
    case aria::soak::SqliteFault::Busy:
        return sqliteBusy;
    case aria::soak::SqliteFault::Full:
        return sqliteFull;
    default:
        return sqliteBroken;
    }
}

// SQLite's own statements, such as those of its full-text index, are none of ours: it takes their outcome from
// sqlite3_reset(), which says nothing of a failure that was made up here.
bool isCalledBySqlite(const void *caller)
{
    Dl_info info;
    return dladdr(caller, &info) != 0 && std::strstr(info.dli_fname, "libsqlite3") != nullptr;
}

} // namespace

extern "C" int sqlite3_step(sqlite3_stmt *statement)
{
    using Function = int (*)(sqlite3_stmt *);
    static const auto real =
        reinterpret_cast<Function>(dlsym(dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_NOLOAD), "sqlite3_step"));
    if (QThread::currentThread() != QCoreApplication::instance()->thread()
        && !isCalledBySqlite(__builtin_return_address(0))) {
        const qint64 step = steps++;
        const bool dead = brokenBy == aria::soak::SqliteFault::Death && breakAt >= 0 && step > breakAt;
        if (step == breakAt || dead)
            return codeOf(brokenBy);
    }
    return real(statement);
}

namespace aria::soak {

void breakSqlite(qint64 at, SqliteFault fault)
{
    breakAt = -1;
    brokenBy = fault;
    steps = 0;
    breakAt = at;
}

qint64 sqliteSteps()
{
    return steps;
}

} // namespace aria::soak
