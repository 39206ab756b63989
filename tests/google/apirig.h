// The calendar API over HTTP, and a server that answers as the test tells it to.
#pragma once

#include "google/httpcalendarapi.h"
#include "google/rig.h"

namespace aria::test {

using namespace Qt::StringLiterals;

inline const QString calendarId = u"en#holiday@group/x"_s;
inline const QByteArray events = "/calendar/v3/calendars/en%23holiday%40group%2Fx/events";

inline google::Write insertOf(const QString &id)
{
    google::Write write;
    write.kind = google::Write::Kind::Insert;
    write.calendarId = u"primary"_s;
    write.body = { { u"id"_s, id } };
    return write;
}

struct ApiRig : Rig
{
    ApiRig()
    {
        writeSecrets();
        writeToken(3600);
        oauth = makeOAuth();
        api = std::make_unique<google::HttpCalendarApi>(
            QUrl(QString::fromLatin1(google.url())), *oauth, network, clock, random, quickPolicy());
    }
    void answer(const QByteArray &body, int status = 200)
    {
        ScriptedAnswer scripted;
        scripted.body = body;
        scripted.status = status;
        google.script.append(scripted);
    }
    void fail(int status, const char *reason)
    {
        answer(q("{'error':{'errors':[{'reason':'") + QByteArray(reason) + q("'}],'code':")
                + QByteArray::number(status) + q(",'message':'m'}}"),
            status);
    }

    std::unique_ptr<google::OAuth> oauth;
    std::unique_ptr<google::HttpCalendarApi> api;
};

} // namespace aria::test
