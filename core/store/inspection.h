// Looks at a database without changing it: for --doctor, which may run while a service uses the database.
#pragma once

#include "base/error.h"

namespace aria::store {

// The version of the schema that this program brings a database to.
Expected<int> newestSchema(const QString &databaseUrl);

// The version of the schema that is there; 0: there is no database yet, or nothing in it. Blocks. Errors as
// Store::open(), also where there is no database and none can be made.
Expected<int> inspectSchema(const QString &databaseUrl);

} // namespace aria::store
