// The program's arguments, out of the sight of others: what /proc/PID/cmdline shows is for everybody on the machine.
#pragma once

#include <string>
#include <vector>

namespace aria::common {

// Copies the arguments, and covers the secrets among the originals with asterisks. Outlives the application object.
class PrivateArguments
{
public:
    PrivateArguments(int count, char **given);

    // As QCoreApplication wants them.
    int &count() { return m_count; }
    char **values() { return m_values.data(); }

private:
    int m_count;
    std::vector<std::string> m_texts;
    std::vector<char *> m_values; // ends with a null pointer
};

} // namespace aria::common
