#include "api/mcpcontroller.h"

#include "api/errors.h"
#include "base/exacttext.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

// JSON-RPC 2.0, 5.1.
enum RpcError {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602
};

const QStringList &revisions()
{
    static const QStringList known{ u"2025-06-18"_s, u"2025-11-25"_s }; // the newest last
    return known;
}

// What the client reads; nullopt: nothing that we write.
enum class Form { Json, Stream };
std::optional<Form> formFor(const QByteArray &accept)
{
    const auto allows = [&accept](const QByteArray &wanted) {
        for (const QByteArray &range : accept.split(',')) {
            const QByteArray type = range.split(';').first().trimmed().toLower();
            if (type == wanted || type == "*/*" || type == wanted.left(wanted.indexOf('/')) + "/*")
                return true;
        }
        return false;
    };
    if (accept.trimmed().isEmpty() || allows("application/json"))
        return Form::Json;
    if (allows("text/event-stream"))
        return Form::Stream;
    return std::nullopt;
}

// Not even a message: an error of the API, and one of JSON-RPC for clients that look for that.
Response unreadable(RpcError code, const QString &sentence)
{
    return Response::json(
        { { u"detail"_s, sentence }, { u"jsonrpc"_s, u"2.0"_s }, { u"id"_s, QJsonValue(QJsonValue::Null) },
            { u"error"_s, QJsonObject{ { u"code"_s, code }, { u"message"_s, sentence } } } },
        400);
}

Response rpcError(const QJsonValue &id, RpcError code, const QString &sentence)
{
    return Response::json({ { u"jsonrpc"_s, u"2.0"_s }, { u"id"_s, id },
        { u"error"_s, QJsonObject{ { u"code"_s, code }, { u"message"_s, sentence } } } });
}

Response rpcResult(const QJsonValue &id, const QJsonObject &result)
{
    return Response::json({ { u"jsonrpc"_s, u"2.0"_s }, { u"id"_s, id }, { u"result"_s, result } });
}

// A notification needs no answer.
Response taken()
{
    return { .status = 202, .body = {}, .contentType = {} };
}

Response inForm(Response response, Form form)
{
    if (form == Form::Json || response.status != 200)
        return response;
    response.body = "event: message\ndata: " + response.body + "\n\n"; // compact JSON has no line ends
    response.contentType = "text/event-stream";
    return response;
}

// Every fault of a refused call, as a model can make use of it.
QString sentencesOf(const QJsonObject &answer)
{
    const QJsonValue detail = answer.value("detail"_L1);
    if (detail.isString())
        return detail.toString();
    QStringList sentences;
    for (const QJsonValue fault : detail.toArray()) {
        QStringList place;
        for (const QJsonValue part : fault["loc"_L1].toArray())
            place.append(part.toVariant().toString());
        sentences.append(u"%1: %2"_s.arg(place.mid(1).join(u'.'), fault["msg"_L1].toString()));
    }
    return sentences.join(u"; "_s);
}

// An error of a tool is a result that says so, so that the model sees it.
QJsonObject toolResult(const Response &response)
{
    const QJsonObject answer = parseJson(response.body).object();
    const bool isError = response.status >= 300;
    const QString text = isError ? sentencesOf(answer) : QString::fromUtf8(response.body);
    QJsonObject result{ { u"content"_s,
                            QJsonArray{ QJsonObject{ { u"type"_s, u"text"_s }, { u"text"_s, text } } } },
        { u"isError"_s, isError } };
    if (!isError)
        result.insert(u"structuredContent"_s, answer);
    return result;
}

QJsonObject initialized(const QString &wanted, const QString &instructions)
{
    const QString revision = revisions().contains(wanted) ? wanted : revisions().constLast();
    return { { u"protocolVersion"_s, revision },
        { u"capabilities"_s, QJsonObject{ { u"tools"_s, QJsonObject{ { u"listChanged"_s, false } } } } },
        { u"serverInfo"_s,
            QJsonObject{ { u"name"_s, u"aria-calendar-sync"_s }, { u"title"_s, u"ARIA calendar"_s },
                { u"version"_s, QStringLiteral(ARIA_VERSION) } } },
        { u"instructions"_s, instructions } };
}

} // namespace

McpController::McpController(const Router &router, service::CalendarService &service, const Clock &clock)
    : m_tools(router, service, clock)
{
}

void McpController::addRoutes(Router &router)
{
    router.add(
        "POST", u"/mcp"_s, Router::Body::Json, [this](const Request &request) { return take(request); });
}

Answer McpController::take(const Request &request)
{
    const auto form = formFor(request.header("accept"));
    if (!form)
        return ready(Response::detail(406, u"Accept must allow application/json or text/event-stream."_s));
    const QString revision = QString::fromLatin1(request.header("mcp-protocol-version"));
    if (!revision.isEmpty() && !revisions().contains(revision)) {
        return ready(unreadable(InvalidRequest,
            u"MCP-Protocol-Version is \"%1\", but should be one of: %2."_s.arg(
                revision.left(40), revisions().join(u", "_s))));
    }
    QJsonParseError error;
    const QJsonDocument document = parseJson(request.body, &error);
    if (error.error != QJsonParseError::NoError)
        return ready(unreadable(ParseError, u"The body is not JSON: %1."_s.arg(error.errorString())));
    const QJsonObject message = document.object();
    if (!document.isObject() || message.value("jsonrpc"_L1) != "2.0"_L1)
        return ready(unreadable(InvalidRequest, u"The body should be one message of JSON-RPC 2.0."_s));
    if (!message.contains("method"_L1)) {
        const bool isAnswer = message.contains("result"_L1) || message.contains("error"_L1);
        return ready(isAnswer ? taken() : unreadable(InvalidRequest, u"The message has no method."_s));
    }
    if (!message.contains("id"_L1))
        return ready(taken());
    const QJsonValue id = message.value("id"_L1);
    if (!id.isString() && !(id.isDouble() && id.toVariant().typeId() == QMetaType::LongLong))
        return ready(
            unreadable(InvalidRequest, u"The id of a request should be a text or a whole number."_s));
    Answer answer = carryOut(message, request);
    if (*form == Form::Json)
        return answer;
    return changed(answer, this, [form = *form](const Response &response) { return inForm(response, form); });
}

Answer McpController::carryOut(const QJsonObject &message, const Request &request)
{
    const QJsonValue id = message.value("id"_L1);
    const QString method = message.value("method"_L1).toString();
    const QJsonObject parameters = message.value("params"_L1).toObject();
    if (method == "initialize"_L1) {
        const QJsonValue wanted = parameters.value("protocolVersion"_L1);
        if (!wanted.isString())
            return ready(rpcError(id, InvalidParams, u"protocolVersion is missing."_s));
        return ready(rpcResult(id, initialized(wanted.toString(), m_tools.instructions())));
    }
    if (method == "ping"_L1)
        return ready(rpcResult(id, {}));
    if (method == "tools/list"_L1)
        return ready(rpcResult(id, { { u"tools"_s, m_tools.list() } }));
    if (method == "tools/call"_L1)
        return callTool(id, parameters, request);
    return ready(rpcError(id, MethodNotFound,
        u"There is no method \"%1\" here; there are initialize, ping, tools/list and tools/call."_s.arg(
            method.left(80))));
}

Answer McpController::callTool(const QJsonValue &id, const QJsonObject &parameters, const Request &request)
{
    const QString name = parameters.value("name"_L1).toString();
    if (!m_tools.has(name)) {
        return ready(rpcError(
            id, InvalidParams, u"There is no tool \"%1\"; tools/list names them."_s.arg(name.left(80))));
    }
    const QJsonValue arguments = parameters.value("arguments"_L1);
    if (!arguments.isUndefined() && !arguments.isObject())
        return ready(rpcError(id, InvalidParams, u"arguments should be an object."_s));
    return changed(m_tools.call(name, arguments.toObject(), request), this,
        [id](const Response &response) { return rpcResult(id, toolResult(response)); });
}

} // namespace aria::api
