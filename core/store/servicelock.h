// One service per SQLite file: a second one would push the same events again.
#pragma once

#include "base/error.h"

#include <memory>

namespace aria::store {

// Held as long as it lives, and let go by the kernel however the process ends. Commands that only read or clean up
// don't need it.
class ServiceLock
{
public:
    // Of an existing database. On a server there may be any number of services: that is always granted. Precondition
    // "database_in_use" with the file where another process has it.
    static Expected<std::unique_ptr<ServiceLock>> take(const QString &databaseUrl);
    ~ServiceLock();
    Q_DISABLE_COPY_MOVE(ServiceLock)

private:
    explicit ServiceLock(int file)
        : m_file(file)
    {
    }

    const int m_file; // -1: none
};

} // namespace aria::store
