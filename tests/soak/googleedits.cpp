// What a person does at Google.
#include "soak/player.h"

#include "soak/content.h"

namespace aria::soak {

using namespace Qt::StringLiterals;

void Player::googleCreate(const Step &step)
{
    const QString key = newKey();
    const Shape shape = shapeOf(step);
    const auto [status, made] = m_bed.person("POST", u"/events"_s, googleJsonFor(shape, key));
    if (status != 200)
        return;
    Tracked &event = m_ledger.add(key);
    event.id = made[u"id"_s].toString();
    event.isSeries = shape.isSeries;
    event.isMade = true;
    event.googleEdit = m_step;
}

void Player::googleUpdate(const Step &step, const QString &id)
{
    Tracked *event = m_ledger.byId(id);
    const bool isOccurrence = id != event->id;
    const auto [found, json] = m_bed.person("GET", u"/events/"_s + id);
    if (found != 200 || json[u"status"_s] == "cancelled"_L1)
        return; // nobody sees what is deleted
    Mark mark{ {}, id, u"title"_s, Side::Google };
    QJsonObject change;
    switch (step.b % 4) {
    case 0:
        change[u"summary"_s] = mark.text = newText(mark.field, event->key);
        break;
    case 1:
        mark.field = u"location"_s;
        change[u"location"_s] = mark.text = newText(mark.field, event->key);
        break;
    case 2:
        mark.field = u"description"_s;
        change[u"description"_s] = mark.text = newText(mark.field, event->key);
        break;
    default:
        change = movedTimes(json, step);
        break;
    }
    const auto [status, changed] = m_bed.person("PATCH", u"/events/"_s + id, change);
    if (status != 200)
        return;
    event->googleEdit = m_step;
    // Google carries a change of the series over to its exceptions; what it overwrites there nobody else has seen.
    if (!isOccurrence)
        m_ledger.forgetOccurrences(id, Side::Google);
    if (!mark.text.isEmpty())
        m_ledger.mark(mark);
}

void Player::googleDelete(const QString &id, bool isOccurrence)
{
    const auto [status, gone] = m_bed.person("DELETE", u"/events/"_s + id);
    if (status != 200)
        return;
    if (Tracked *event = m_ledger.byId(id)) {
        event->googleEdit = m_step;
        event->mayBeGone = event->mayBeGone || !isOccurrence;
    }
    m_ledger.forget(id, Side::Google);
}

void Player::googleSplit(const Step &step)
{
    const QString id = occurrence(step, 1); // from the first one on it is no split
    if (id.isEmpty())
        return;
    const QString key = newKey();
    const auto [status, made] =
        m_bed.person("POST", u"/events/"_s + id + u"/split"_s, { { u"summary"_s, key } });
    if (status != 200)
        return;
    Tracked *series = m_ledger.byId(id);
    series->googleEdit = m_step;
    m_ledger.forgetOccurrences(series->id, Side::Google);
    Tracked &event = m_ledger.add(key);
    event.id = made[u"id"_s].toString();
    event.isSeries = true;
    event.isMade = true;
    event.googleEdit = m_step;
}

} // namespace aria::soak
