#include "calendar/sendupdates.h"

namespace aria::calendar {

QString toString(SendUpdates value)
{
    switch (value) {
    case SendUpdates::All:
        return QStringLiteral("all");
    case SendUpdates::ExternalOnly:
        return QStringLiteral("externalOnly");
    case SendUpdates::None:
        break;
    }
    return QStringLiteral("none");
}

std::optional<SendUpdates> sendUpdatesFromString(QStringView text)
{
    for (const SendUpdates value : { SendUpdates::None, SendUpdates::All, SendUpdates::ExternalOnly }) {
        if (text == toString(value))
            return value;
    }
    return std::nullopt;
}

} // namespace aria::calendar
