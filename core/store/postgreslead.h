// PostgreSQL's way of agreeing who leads: advisory locks, NOTIFY, and what the server knows of its connections.
#pragma once

#include "store/leadstatements.h"

namespace aria::store {

LeadStatements postgresLeadStatements();

} // namespace aria::store
