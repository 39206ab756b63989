// What the crash test did to each event, and therefore what must be left of it.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>

namespace aria::e2e {

// Versions of one text that one side wrote, in order. `acknowledged` is the newest one that was confirmed; later ones
// were in flight when the service was killed, so they may or may not have happened.
struct Versions
{
    QStringList sent;
    qsizetype acknowledged = -1;

    qsizetype send(const QString &text);
    void acknowledge(qsizetype version) { acknowledged = std::max(acknowledged, version); }
    void refuse(qsizetype version) { sent[version].clear(); } // it must not be found anywhere
    // The newest confirmed version, or one sent after it.
    bool mayEndAs(const QString &text) const;
    QString confirmed() const { return acknowledged < 0 ? QString() : sent[acknowledged]; }
};

struct TrackedEvent
{
    QString key; // first word of its titles: unique
    QString id; // Google's; empty until somebody told
    bool isSeries = false;
    bool exists = false; // its creation was confirmed by whoever made it
    Versions ariaTitles;
    Versions googleTitles;
    Versions ariaLocations; // only ARIA writes them, so they never conflict
    Versions googleDescriptions; // only a person at Google writes them
    bool deletionSent = false;
    bool deleted = false; // confirmed, on either side
};

// What is wrong with the end state, one sentence each. `google`: everything that is not cancelled, without
// occurrences of series. `history`: all texts of the history.
QStringList violations(
    const QList<TrackedEvent> &events, const QList<QJsonObject> &google, const QByteArray &history);

} // namespace aria::e2e
