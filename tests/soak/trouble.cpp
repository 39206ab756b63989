// Notifications, and everything that goes wrong on the way to Google.
#include "soak/player.h"

namespace aria::soak {

using namespace Qt::StringLiterals;

void Player::notify(const Step &step)
{
    if (m_bed.network().channelId.isEmpty())
        return;
    const service::WebhookNotification notification{ m_bed.network().channelId, m_bed.network().channelToken,
        u"resource"_s, u"exists"_s };
    for (quint32 i = 0; i <= step.a % 2; ++i) // sometimes twice
        m_bed.live().notified(notification);
}

void Player::fault(const Step &step)
{
    const auto order = [&](const QString &method, const QString &path, QJsonObject rest) {
        rest[u"match"_s] = QJsonObject{ { u"method"_s, method }, { u"path"_s, path } };
        rest[u"after"_s] = static_cast<int>(step.b % 3);
        rest[u"times"_s] = static_cast<int>(step.b % 5 == 0 ? 6 : 1);
        m_bed.addFault(rest);
    };
    const auto status = [&](int code, const QString &reason, int retryAfter = -1) {
        QJsonObject fault{ { u"kind"_s, u"status"_s }, { u"status"_s, code }, { u"reason"_s, reason } };
        if (retryAfter >= 0)
            fault[u"retryAfter"_s] = retryAfter;
        return fault;
    };
    const QString any = u"/calendar/v3"_s;
    const QString event = u"/events/"_s;
    switch (step.a % 17) {
    case 0:
        return order({}, any, status(403, u"rateLimitExceeded"_s));
    case 1:
        return order({}, any, status(429, u"rateLimitExceeded"_s, static_cast<int>(step.b % 90)));
    case 2:
        return order({}, any, status(403, u"userRateLimitExceeded"_s, static_cast<int>(step.b % 30)));
    case 3:
        return order({}, any, status(500, u"backendError"_s));
    case 4:
        return order({}, any, status(503, u"backendError"_s, static_cast<int>(step.b % 40)));
    case 5:
        return order({}, any, { { u"kind"_s, u"drop_before"_s } });
    case 6:
    case 7:
        return order({}, any, { { u"kind"_s, u"drop_after"_s } });
    case 8:
        return order({}, any, { { u"kind"_s, u"truncate"_s } });
    case 9:
        return order({}, any, { { u"kind"_s, u"html"_s } });
    case 10:
        return order(
            {}, any, { { u"kind"_s, u"delay"_s }, { u"ms"_s, static_cast<int>(step.b * 5 % 45'000) } });
    case 11:
        return order({}, any, status(401, u"authError"_s));
    case 12:
        return order({}, u"/token"_s, status(503, u"backendError"_s));
    case 13:
        return order(u"GET"_s, u"syncToken="_s, status(410, u"fullSyncRequired"_s));
    case 14:
        return order(u"PATCH"_s, event, status(412, u"conditionNotMet"_s));
    case 15:
        return order(u"POST"_s, u"/events"_s, { { u"kind"_s, u"drop_after"_s } });
    default:
        return order(u"DELETE"_s, event, { { u"kind"_s, u"drop_after"_s } });
    }
}

} // namespace aria::soak
