// POST /mcp: the Model Context Protocol (Streamable HTTP, revisions 2025-06-18 and 2025-11-25), for assistants.
#pragma once

#include "api/mcptools.h"

namespace aria::api {

// Belongs to the server's thread. Keeps nothing between requests: there are no sessions, and nothing is sent unasked,
// so GET and DELETE are not taken.
class McpController : public QObject
{
    Q_OBJECT
public:
    McpController(const Router &router, service::CalendarService &service, const Clock &clock);
    void addRoutes(Router &router);

private:
    Answer take(const Request &request);
    Answer carryOut(const QJsonObject &message, const Request &request);
    Answer callTool(const QJsonValue &id, const QJsonObject &parameters, const Request &request);

    McpTools m_tools;
};

} // namespace aria::api
