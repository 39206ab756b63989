// Makes one of SQLite's statements fail, at any chosen position. Works by replacing sqlite3_step in this program;
// only what the store's threads do counts.
#pragma once

#include <QtGlobal>

namespace aria::soak {

enum class SqliteFault {
    Busy, // once
    Full, // once: no room on the disk
    Broken, // once: the disk cannot be read or written
    Death, // this statement and every later one
};

// Starts counting again; `at` < 0: nothing fails.
void breakSqlite(qint64 at, SqliteFault fault);
qint64 sqliteSteps(); // since breakSqlite()

} // namespace aria::soak
