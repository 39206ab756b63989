#include "card/googlepage.h"

#include "calendar/instanceid.h"

#include <QRegularExpression>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace aria::card {

using calendar::Event;

namespace {

const QString eidItem = u"eid"_s;

// Google writes either alphabet, and leaves out what would only fill up the length.
QByteArray decoded(const QString &eid)
{
    const QByteArray text = eid.toLatin1().replace('-', '+').replace('_', '/');
    const auto read = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return read ? *read : QByteArray();
}

// Of the part that was split off from a series ("this and following") Google names the occurrences as of the series.
QString withoutSplit(const QString &seriesId)
{
    static const QRegularExpression split(u"_R[0-9]{8}(T[0-9]{6}Z?)?\\z"_s);
    return QString(seriesId).remove(split);
}

// The same calendar's page of this occurrence. Unchanged if it names no part of the series: Google has a name of its own
// for the occurrence, and that is it.
QString eidOf(const QString &eid, const Event &occurrence)
{
    const QByteArray named = decoded(eid);
    const qsizetype space = named.indexOf(' ');
    if (space < 0)
        return eid;
    const QString id = QString::fromUtf8(named.left(space));
    const auto instance = calendar::parseInstanceId(id);
    const QString series = withoutSplit(instance ? instance->masterId : id);
    if (series != withoutSplit(occurrence.recurringEventId()))
        return eid;
    const QByteArray own =
        calendar::instanceIdOf(series, occurrence.originalStart()).toUtf8() + named.mid(space);
    return QString::fromLatin1(own.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

QUrl pageOf(const Event &event)
{
    QUrl url(event.json().value("htmlLink"_L1).toString(), QUrl::StrictMode);
    const bool isWebPage =
        url.isValid() && !url.host().isEmpty() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
    if (!isWebPage)
        return {};
    if (!event.isException() || event.originalStart().isNull())
        return url;
    QUrlQuery query(url);
    auto items = query.queryItems(QUrl::FullyEncoded);
    for (auto &[name, value] : items) {
        if (name == eidItem)
            value = eidOf(QUrl::fromPercentEncoding(value.toLatin1()), event);
    }
    query.setQueryItems(items);
    url.setQuery(query);
    return url;
}

} // namespace aria::card
