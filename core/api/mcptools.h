// What an assistant can do here: the tools of resources/mcp.json. Each calls a route of this same API, or asks the
// service what a route asks it, so nothing is decided twice.
#pragma once

#include "api/jsonschema.h"
#include "api/mcpagenda.h"
#include "api/router.h"

namespace aria::api {

// Belongs to the server's thread. The references outlive it.
class McpTools : public QObject
{
    Q_OBJECT
public:
    McpTools(const Router &router, service::CalendarService &service, const Clock &clock);

    // As tools/list answers it, every schema whole.
    const QJsonArray &list() const { return m_tools; }
    // How to use them, for the model.
    const QString &instructions() const { return m_instructions; }
    bool has(const QString &name) const;

    // Carries a tool out; `request` is the one that asked for it. 422 in a sentence if the arguments do not fit.
    Answer call(const QString &name, const QJsonObject &arguments, const Request &request);

private:
    Answer callRoute(const QString &name, QJsonObject arguments, const Request &request);
    Answer deleteEvent(QJsonObject arguments, const Request &request);

    const Router &m_router;
    McpAgenda m_agenda;
    QJsonArray m_tools;
    QString m_instructions;
    JsonSchema m_schemas; // of the tools' arguments, which refer to nothing else
};

} // namespace aria::api
