// Keeps the program's arguments out of sight: everybody on the machine can read /proc/PID/cmdline.
#pragma once

#include <string>
#include <vector>

namespace aria::program {

// Copies the arguments, and overwrites the secrets among the originals with asterisks.
// Outlives the application object.
class PrivateArguments
{
public:
    PrivateArguments(int count, char **given);

    // In the form that QCoreApplication wants.
    int &count() { return m_count; }
    char **values() { return m_values.data(); }

private:
    int m_count;
    std::vector<std::string> m_texts;
    std::vector<char *> m_values; // ends with a null pointer
};

} // namespace aria::program
