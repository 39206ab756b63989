// One service per SQLite file: a second one would push the same events again.
#pragma once

#include "base/error.h"

#include <memory>

namespace aria::store {

// Held as long as this object lives; the kernel releases it however the process ends. Commands that only read or
// clean up do not need it.
class ServiceLock
{
public:
    // Of an existing database. A server may have any number of services, so there it is always granted. Precondition
    // "database_in_use", naming the file, if another process holds it.
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
