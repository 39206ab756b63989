#include "e2e/crashmodel.h"

namespace aria::e2e {

using namespace Qt::StringLiterals;

qsizetype Versions::send(const QString &text)
{
    sent.append(text);
    return sent.size() - 1;
}

bool Versions::mayEndAs(const QString &text) const
{
    return !text.isEmpty() && sent.lastIndexOf(text) >= std::max<qsizetype>(0, acknowledged);
}

namespace {

bool isIn(const QByteArray &history, const QString &title)
{
    return history.contains('"' + title.toUtf8() + '"');
}

QStringList contentViolations(const TrackedEvent &event, const QJsonObject &google, const QByteArray &history)
{
    QStringList wrong;
    const QString title = google[u"summary"_s].toString();
    if (!event.ariaTitles.mayEndAs(title) && !event.googleTitles.mayEndAs(title))
        wrong.append(u"%1 ended with an old or foreign title: %2"_s.arg(event.key, title));
    // Whoever lost must be found in the history.
    for (const QString &confirmed : { event.ariaTitles.confirmed(), event.googleTitles.confirmed() }) {
        if (!confirmed.isEmpty() && confirmed != title && !isIn(history, confirmed))
            wrong.append(u"%1 lost the edit '%2' without a trace"_s.arg(event.key, confirmed));
    }
    const QString location = google[u"location"_s].toString();
    if (event.ariaLocations.acknowledged >= 0 && !event.ariaLocations.mayEndAs(location))
        wrong.append(
            u"%1 lost its location '%2': %3"_s.arg(event.key, event.ariaLocations.confirmed(), location));
    const QString description = google[u"description"_s].toString();
    if (event.googleDescriptions.acknowledged >= 0 && !event.googleDescriptions.mayEndAs(description))
        wrong.append(u"%1 lost Google's description '%2': %3"_s.arg(
            event.key, event.googleDescriptions.confirmed(), description));
    return wrong;
}

} // namespace

QStringList violations(
    const QList<TrackedEvent> &events, const QList<QJsonObject> &google, const QByteArray &history)
{
    QStringList wrong;
    QHash<QString, QList<QJsonObject>> byKey;
    for (const QJsonObject &event : google)
        byKey[event[u"summary"_s].toString().section(u' ', 0, 0)].append(event);
    for (const TrackedEvent &event : events) {
        const QList<QJsonObject> found = byKey.take(event.key);
        if (found.size() > 1) {
            wrong.append(u"%1 exists %2 times"_s.arg(event.key).arg(found.size()));
        } else if (found.isEmpty()) {
            if (event.exists && !event.deleted && !event.deletionSent)
                wrong.append(u"%1 is lost"_s.arg(event.key));
        } else {
            wrong += contentViolations(event, found.first(), history);
        }
    }
    for (auto it = byKey.begin(); it != byKey.end(); ++it)
        wrong.append(u"nobody made %1"_s.arg(it.key()));
    return wrong;
}

} // namespace aria::e2e
