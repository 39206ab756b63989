// Finds out why a server accepts no connection, which Qt's driver does not report.
#pragma once

#include "store/postgresurl.h"

namespace aria::store {

// Whether trying again later may help: the server is not there yet, its name is not known yet, it is
// starting, has no connection to spare or does not answer. False if it refuses the role, the password or the
// database, or if the parameters make no sense. Blocks for as long as a connection attempt may take; true
// also if the attempt now succeeds.
bool connectionMayPass(const PostgresParameters &parameters);

} // namespace aria::store
