// The two kinds of connection: one that writes, one that reads.
#pragma once

namespace aria::store {

enum class Access { ReadWrite, ReadOnly };

} // namespace aria::store
