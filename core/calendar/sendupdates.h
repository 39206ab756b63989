// Who gets mail about a write (Google's parameter sendUpdates of events.insert, patch and delete).
#pragma once

#include <QString>

#include <optional>

namespace aria::calendar {

enum class SendUpdates { None, All, ExternalOnly };

QString toString(SendUpdates value); // none, all, externalOnly: Google's words
std::optional<SendUpdates> sendUpdatesFromString(QStringView text);

} // namespace aria::calendar
