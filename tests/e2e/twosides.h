// What tests of the sync in both directions share: a fresh rig for each, edits on either side, and a final check that
// everything is at rest.
#pragma once

#include "e2e/rig.h"

#include <QTest>

#include <memory>

namespace aria::e2e {

// An event made by a person, and the answer of a sync that has nothing to do.
inline const char *const meeting = "{'summary':'Meeting','location':'Room "
                                   "1','start':{'dateTime':'2031-03-03T09:00:00','timeZone':'Europe/Berlin'},"
                                   "'end':{'dateTime':'2031-03-03T10:00:00','timeZone':'Europe/Berlin'}}";
inline const char *const nothing = "{'created':0,'updated':0,'deleted':0,'errors':0}";

class TwoSides : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

protected:
    void restart(const QString &name, const QString &value); // with another setting
    QJsonObject atGoogle(const char *json); // made by a person there, and known here
    bool edit(const QString &id, const QJsonObject &changes); // in ARIA
    bool editAtGoogle(const QString &id, const QJsonObject &changes);
    QJsonObject here(const QString &id)
    {
        return rig->api("GET", QStringLiteral("/events/") + id)["event"].toObject();
    }

    std::unique_ptr<Rig> rig;
};

} // namespace aria::e2e
