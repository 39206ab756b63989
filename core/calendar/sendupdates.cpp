#include "calendar/sendupdates.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

QString toString(SendUpdates value)
{
    switch (value) {
    case SendUpdates::All:
        return u"all"_s;
    case SendUpdates::ExternalOnly:
        return u"externalOnly"_s;
    case SendUpdates::None:
        break;
    }
    return u"none"_s;
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
