// /control/: switches, faults, a person's edits and what was seen. Not part of Google.
#pragma once

#include "httpmessage.h"

#include <functional>

namespace simulator {

class CalendarData;
class Simulator;

class Control
{
public:
    explicit Control(Simulator &simulator);
    Response handle(const Request &request);

private:
    struct Route
    {
        QByteArray method;
        QStringList path; // segments below /control/; * matches one
        QString text; // for GET /control/
        std::function<Response(const QStringList &parameters, const Request &request)> run;
    };

    void addStateRoutes();
    void addCalendarRoutes();
    void addEventRoutes();
    Response list() const;
    QJsonObject state(bool withRequests) const;
    QJsonObject calendarState(const CalendarData &calendar) const;
    Response expire(const QJsonObject &order);
    Response bulk(CalendarData &calendar, const QJsonObject &order);

    Simulator &m_simulator;
    QList<Route> m_routes;
};

} // namespace simulator
