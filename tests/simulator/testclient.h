// A signed-in client that talks to a simulator in the same process, without sockets.
#pragma once

#include "credentialfiles.h"
#include "simulator.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"

#include <QJsonDocument>

struct Answer
{
    int status = 0;
    QJsonObject json;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;

    QString reason() const
    {
        return json[QLatin1String("error")][QLatin1String("errors")][0][QLatin1String("reason")].toString();
    }
    QString message() const { return json[QLatin1String("error")][QLatin1String("message")].toString(); }
    QString text(const char *name) const { return json[QLatin1String(name)].toString(); }
    QJsonArray items() const { return json[QLatin1String("items")].toArray(); }
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
};

class TestClient
{
public:
    explicit TestClient(
        const QStringList &scopes = { QStringLiteral("https://www.googleapis.com/auth/calendar") })
        : google(clock, random)
    {
        google.oauth().addClient(simulator::desktopClient());
        token = google.oauth()
                    .signIn(simulator::desktopClient().id, scopes)[QLatin1String("access_token")]
                    .toString()
                    .toLatin1();
    }

    // `target` is path and query. JSON text with ' for " is easier to read.
    Answer send(const QByteArray &method, const QByteArray &target, const QByteArray &json = {},
        const QHash<QByteArray, QByteArray> &headers = {})
    {
        simulator::Request request;
        request.method = method;
        request.path = target.split('?').first();
        request.rawQuery = target.contains('?') ? target.mid(target.indexOf('?') + 1) : QByteArray();
        request.headers = headers;
        if (!request.headers.contains("authorization") && !token.isEmpty())
            request.headers.insert("authorization", "Bearer " + token);
        if (!json.isEmpty() && !request.headers.contains("content-type"))
            request.headers.insert("content-type", "application/json");
        request.body = request.headers.value("content-type") == "application/json"
            ? QByteArray(json).replace('\'', '"')
            : json;
        const simulator::Outcome outcome = google.handle(request);
        lastDelivery = outcome.delivery;
        return { outcome.response.status, QJsonDocument::fromJson(outcome.response.body).object(),
            outcome.response.body, outcome.response.headers };
    }

    Answer events(const QByteArray &method, const QByteArray &below = {}, const QByteArray &json = {},
        const QHash<QByteArray, QByteArray> &headers = {})
    {
        return send(method, "/calendar/v3/calendars/primary/events" + below, json, headers);
    }

    // A timed event; `more` is text such as ",'id':'abcde'".
    Answer insert(const QByteArray &summary, const QByteArray &more = {}, const QByteArray &query = {})
    {
        return events("POST", query,
            "{'summary':'" + summary
                + "','start':{'dateTime':'2026-03-02T09:00:00+01:00','timeZone':'Europe/Berlin'},"
                  "'end':{'dateTime':'2026-03-02T10:00:00+01:00','timeZone':'Europe/Berlin'}"
                + more + "}");
    }

    aria::test::ManualClock clock;
    aria::test::SeededRandom random{ 1 };
    simulator::Simulator google;
    simulator::Delivery lastDelivery;
    QByteArray token;
};
