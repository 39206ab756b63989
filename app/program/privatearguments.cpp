#include "program/privatearguments.h"

#include "base/settingtable.h"
#include "base/settingvalues.h"

#include <algorithm>
#include <cstring>

namespace aria::program {

namespace {

bool isSecret(const SettingSpec &spec, const char *value)
{
    return spec.isSecret || settingvalue::hasPassword(QString::fromLocal8Bit(value));
}

// Hides the value of this option if it is secret; `next` is the argument that follows, or null.
void cover(char *argument, char *next)
{
    if (std::strncmp(argument, "--", 2) != 0)
        return;
    char *equals = std::strchr(argument, '=');
    const auto length =
        static_cast<qsizetype>(equals ? equals - argument : std::ptrdiff_t(std::strlen(argument)));
    const QString name = QString::fromLocal8Bit(argument + 2, length - 2);
    char *value = equals ? equals + 1 : next;
    for (const SettingSpec &spec : settingTable()) {
        if (value && spec.optionName() == name && isSecret(spec, value))
            std::memset(value, '*', std::strlen(value));
    }
}

} // namespace

PrivateArguments::PrivateArguments(int count, char **given)
    : m_count(count)
    , m_texts(given, given + count)
{
    for (std::string &text : m_texts)
        m_values.push_back(text.data());
    m_values.push_back(nullptr);
    for (int i = 1; i < count; ++i)
        cover(given[i], i + 1 < count ? given[i + 1] : nullptr);
}

} // namespace aria::program
