#include "api/agendacache.h"

#include "api/errors.h"
#include "api/etag.h"
#include "api/eventjson.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace aria::api {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keptBytes = 4LL * 1024 * 1024;
constexpr qsizetype entryOverhead = 256; // of an entry, besides its JSON
constexpr calendar::Extent always{ std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max() };
constexpr int mostDaysAhead = 90; // what a request may ask for
constexpr int mostKeptEvents = 400; // twice what a request may ask for: some of them will be over

} // namespace

AgendaCache::AgendaCache(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_agendas(keptBytes)
{
}

// -- entries and what is made of them -----------------------------------------------------------------------------------

AgendaCache::Entries AgendaCache::entriesOf(const service::AgendaView &events)
{
    Entries entries;
    entries.reserve(events.size());
    for (const service::EventView &view : events) {
        const QByteArray json = QJsonDocument(eventJson(view)).toJson(QJsonDocument::Compact);
        entries.append({ calendar::extentOf(view.event, events.zone).value_or(always), json,
            QCryptographicHash::hash(json, QCryptographicHash::Sha256) });
    }
    return entries;
}

// As QJsonDocument writes it.
Response AgendaCache::joined(const QList<const Entry *> &entries, int days, bool isTruncated)
{
    const QByteArray head = "{\"count\":" + QByteArray::number(entries.size())
        + ",\"days_ahead\":" + QByteArray::number(days) + ",\"events\":[";
    const QByteArray tail = isTruncated ? "],\"success\":true,\"truncated\":true}" : "],\"success\":true}";
    qsizetype size = head.size() + tail.size();
    for (const Entry *entry : entries)
        size += entry->json.size() + 1;

    Response response;
    response.body.reserve(size);
    response.body += head;
    QByteArray digest = head + tail;
    for (const Entry *entry : entries) {
        if (entry != entries.first())
            response.body += ',';
        response.body += entry->json;
        digest += entry->digest;
    }
    response.body += tail;
    return withTag(std::move(response), digest);
}

bool AgendaCache::isTruncated(const service::AgendaView &events)
{
    return events.truncated
        || std::any_of(
            events.cbegin(), events.cend(), [](const service::EventView &view) { return view.truncated; });
}

std::optional<Response> AgendaCache::Agenda::answer(const Window &window, const QDateTime &now) const
{
    const QDateTime end = now.toTimeZone(zone).addDays(window.days);
    const qint64 from = now.toMSecsSinceEpoch();
    const qint64 to = end.toMSecsSinceEpoch();
    QList<const Entry *> chosen;
    for (const Entry &entry : entries) {
        if (chosen.size() == window.maxResults || entry.extent.start >= to)
            break;
        if (entry.extent.overlaps(from, to))
            chosen.append(&entry);
    }
    const bool isWhole =
        until.isValid() ? end <= until : !entries.isEmpty() && entries.last().extent.start >= to;
    if (chosen.size() < window.maxResults && !isWhole)
        return std::nullopt;
    return joined(chosen, window.days, false);
}

qsizetype AgendaCache::Agenda::bytes() const
{
    qsizetype sum = entryOverhead;
    for (const Entry &entry : entries)
        sum += entry.json.size() + entryOverhead;
    return sum;
}

// -- reading and keeping --------------------------------------------------------------------------------------------------

Answer AgendaCache::read(const Window &window)
{
    return answerAside(m_service.eventsUpcoming(window.days, window.maxResults, window.zone), this,
        [days = window.days](const service::AgendaView &events) {
            const Entries entries = entriesOf(events);
            QList<const Entry *> all;
            for (const Entry &entry : entries)
                all.append(&entry);
            return joined(all, days, events.truncated);
        });
}

const AgendaCache::Agenda *AgendaCache::current(const QByteArray &zone, const service::Mark &now) const
{
    const Agenda *kept = m_agendas.object(zone);
    return kept && kept->mark == now.content && kept->from <= now.at ? kept : nullptr;
}

Answer AgendaCache::answer(const Window &window, const service::Mark &now)
{
    if (const Agenda *kept = current(window.zone, now)) {
        if (auto response = kept->answer(window, now.at))
            return ready(std::move(*response));
        if (!kept->mayGrow)
            return read(window);
    }
    const Asking asking{ {}, window, now, CallScope::current() };
    std::vector<Asking> &all = m_asking[window.zone];
    all.push_back(asking);
    if (all.size() == 1)
        fill(asking);
    return asking.answer;
}

// Reads what is asked for, so that nobody waits for more. Who then asks for another window will probably ask for further
// ones, so more is read.
void AgendaCache::fill(const Asking &asking)
{
    Window wanted = asking.window;
    if (const Agenda *kept = current(wanted.zone, asking.now)) {
        wanted.days = mostDaysAhead;
        wanted.maxResults =
            std::min(mostKeptEvents, std::max(2 * wanted.maxResults, 2 * int(kept->entries.size())));
    }
    whenFinished(m_service.eventsUpcoming(wanted.days, wanted.maxResults, wanted.zone), this,
        [this, asking, wanted](const QFuture<Expected<service::AgendaView>> &reply) {
            const CallScope scope(asking.call);
            if (reply.resultCount() == 0)
                return finish(asking, ready(stoppingResponse()));
            const auto events = reply.result();
            if (!events)
                return finish(asking, ready(errorResponse(events.error())));
            whenFinished(QtConcurrent::run(QThreadPool::globalInstance(), entriesOf, *events), this,
                [this, asking, wanted, events = *events](const QFuture<Entries> &made) {
                    const CallScope scope(asking.call);
                    take(asking, wanted, events, made.result());
                });
        });
}

void AgendaCache::take(
    const Asking &asking, const Window &read, const service::AgendaView &events, Entries entries)
{
    auto agenda = std::make_unique<Agenda>(Agenda{ asking.now.content, asking.now.at, events.zone });
    if (isTruncated(events)) {
        agenda->mayGrow = false;
    } else {
        agenda->entries = std::move(entries);
        if (events.size() < read.maxResults)
            agenda->until = asking.now.at.toTimeZone(events.zone).addDays(read.days);
    }
    const auto response = agenda->answer(asking.window, asking.now.at);
    const qsizetype cost = agenda->bytes();
    m_agendas.insert(asking.window.zone, agenda.release(), cost);
    finish(asking, response ? ready(*response) : this->read(asking.window));
}

void AgendaCache::finish(const Asking &asking, const Answer &answer)
{
    const std::vector<Asking> all = m_asking.take(asking.window.zone);
    passOn(asking.answer, answer, this);
    for (std::size_t i = 1; i < all.size(); ++i) {
        const CallScope scope(all[i].call);
        passOn(all[i].answer, this->answer(all[i].window, all[i].now), this);
    }
}

} // namespace aria::api
