// Why a server takes no connection, which Qt's driver does not tell.
#pragma once

#include "store/postgresurl.h"

namespace aria::store {

// Whether trying again later may help: the server is not there yet, its name is not known yet, it starts, has no
// connection to spare or does not answer. Not where it refuses the role, the password or the database, nor where the
// parameters make no sense. Blocks for as long as connecting may; true also where it succeeds by now.
bool connectionMayPass(const PostgresParameters &parameters);

} // namespace aria::store
