// POST /mcp: the protocol, and each tool against what it promises.
#include "apiclient.h"

#include "support/testmain.h"

namespace tst_mcp {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

const Headers both{ { "Accept", "application/json, text/event-stream" } };

QByteArray message(const QString &method, const QJsonObject &parameters = {}, const QJsonValue &id = 1)
{
    QJsonObject json{ { u"jsonrpc"_s, u"2.0"_s }, { u"method"_s, method }, { u"params"_s, parameters } };
    if (!id.isUndefined())
        json.insert(u"id"_s, id);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

EventView series()
{
    EventView view = sampleEvent();
    view.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY"_s });
    return view;
}

} // namespace

class TestMcp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void negotiates_data();
    void negotiates();
    void protocol_data();
    void protocol();
    void streamsWhereTheClientInsists();
    void onlyPost();
    void listsTheTools();
    void tools_data();
    void tools();
    void nobodyIsMailedUnasked();
    void wholeSeriesOnlyWhenSaid();
    void errorsAreResults();
    void freeTime();
    void isGuarded();

private:
    QJsonObject call(ApiFixture &api, const QString &tool, const QJsonObject &arguments = {});
    QJsonObject schemaOf(ApiFixture &api, const QString &tool);
};

QJsonObject TestMcp::call(ApiFixture &api, const QString &tool, const QJsonObject &arguments)
{
    const HttpAnswer answer = api.send("POST", u"/mcp"_s,
        message(u"tools/call"_s, { { u"name"_s, tool }, { u"arguments"_s, arguments } }), both);
    if (answer.status != 200)
        qWarning("%d %s", answer.status, answer.body.constData());
    return answer.json()[u"result"_s].toObject();
}

QJsonObject TestMcp::schemaOf(ApiFixture &api, const QString &tool)
{
    const QJsonArray tools =
        api.send("POST", u"/mcp"_s, message(u"tools/list"_s), both).json()[u"result"_s][u"tools"_s].toArray();
    for (const QJsonValue one : tools) {
        if (one[u"name"_s] == tool)
            return one[u"outputSchema"_s].toObject();
    }
    return {};
}

void TestMcp::negotiates_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("agreed");
    QTest::newRow("2025-06-18") << u"2025-06-18"_s << u"2025-06-18"_s;
    QTest::newRow("2025-11-25") << u"2025-11-25"_s << u"2025-11-25"_s;
    QTest::newRow("older") << u"2024-11-05"_s << u"2025-11-25"_s;
    QTest::newRow("newer") << u"2031-01-01"_s << u"2025-11-25"_s;
}

void TestMcp::negotiates()
{
    QFETCH(QString, asked);
    ApiFixture api;
    const QJsonObject client{ { u"name"_s, u"t"_s }, { u"version"_s, u"1"_s } };
    const HttpAnswer answer = api.send("POST", u"/mcp"_s,
        message(u"initialize"_s,
            { { u"protocolVersion"_s, asked }, { u"capabilities"_s, QJsonObject() },
                { u"clientInfo"_s, client } }),
        both);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["content-type"], "application/json");
    QVERIFY(!answer.headers.contains("mcp-session-id"));
    const QJsonObject result = answer.json()[u"result"_s].toObject();
    QTEST(result[u"protocolVersion"_s].toString(), "agreed");
    QCOMPARE(result[u"serverInfo"_s][u"name"_s], u"aria-calendar-sync"_s);
    QVERIFY(result[u"capabilities"_s].toObject().contains(u"tools"_s));
    QVERIFY(result[u"instructions"_s].toString().contains(u"send_updates"_s));
}

void TestMcp::protocol_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code"); // of JSON-RPC; 0: none
    const auto row = [](const char *name, const QByteArray &body, int status, int code,
                         const Headers &headers = both) {
        QTest::newRow(name) << body << headers << status << code;
    };
    row("ping", message(u"ping"_s), 200, 0);
    row("text as id", message(u"ping"_s, {}, u"a"_s), 200, 0);
    row("no Accept", message(u"ping"_s), 200, 0, {});
    row("any Accept", message(u"ping"_s), 200, 0, { { "Accept", "*/*" } });
    row("Accept of a page", message(u"ping"_s), 406, 0, { { "Accept", "text/html" } });
    row("agreed revision", message(u"ping"_s), 200, 0, { { "MCP-Protocol-Version", "2025-06-18" } });
    row("unknown revision", message(u"ping"_s), 400, -32600, { { "MCP-Protocol-Version", "1999-01-01" } });
    row("notification", message(u"notifications/initialized"_s, {}, QJsonValue::Undefined), 202, 0);
    row("unknown notification", message(u"notifications/x"_s, {}, QJsonValue::Undefined), 202, 0);
    row("answer", R"({"jsonrpc":"2.0","id":1,"result":{}})", 202, 0);
    row("no JSON", "{", 400, -32700);
    row("batch", "[" + message(u"ping"_s) + "]", 400, -32600);
    row("no version", R"({"id":1,"method":"ping"})", 400, -32600);
    row("no method", R"({"jsonrpc":"2.0","id":1})", 400, -32600);
    row("id null", message(u"ping"_s, {}, QJsonValue::Null), 400, -32600);
    row("id with a fraction", message(u"ping"_s, {}, 1.5), 400, -32600);
    row("unknown method", message(u"resources/list"_s), 200, -32601);
    row("initialize without a revision", message(u"initialize"_s), 200, -32602);
    row("unknown tool", message(u"tools/call"_s, { { u"name"_s, u"drop_table"_s } }), 200, -32602);
    row("arguments a list",
        message(u"tools/call"_s, { { u"name"_s, u"sync_status"_s }, { u"arguments"_s, QJsonArray() } }), 200,
        -32602);
}

void TestMcp::protocol()
{
    QFETCH(QByteArray, body);
    QFETCH(Headers, headers);
    QFETCH(int, status);
    QFETCH(int, code);
    ApiFixture api;
    const HttpAnswer answer = api.send("POST", u"/mcp"_s, body, headers);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.json()[u"error"_s][u"code"_s].toInt(), code);
    QCOMPARE(answer.json().contains(u"detail"_s), status >= 400);
    if (status == 202)
        QVERIFY(answer.body.isEmpty() && !answer.headers.contains("content-type"));
    QVERIFY(api.service.calls.isEmpty());
}

void TestMcp::streamsWhereTheClientInsists()
{
    ApiFixture api;
    const HttpAnswer answer =
        api.send("POST", u"/mcp"_s, message(u"ping"_s, {}, 7), { { "Accept", "text/event-stream" } });
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["content-type"], "text/event-stream");
    QCOMPARE(answer.body, "event: message\ndata: {\"id\":7,\"jsonrpc\":\"2.0\",\"result\":{}}\n\n");
}

void TestMcp::onlyPost()
{
    ApiFixture api;
    for (const QByteArray method : { "GET", "DELETE" }) {
        const HttpAnswer answer = api.send(method, u"/mcp"_s, {}, both);
        QCOMPARE(answer.status, 405);
        QCOMPARE(answer.headers["allow"], "POST");
    }
}

void TestMcp::listsTheTools()
{
    ApiFixture api;
    const QJsonArray tools =
        api.send("POST", u"/mcp"_s, message(u"tools/list"_s), both).json()[u"result"_s][u"tools"_s].toArray();
    QStringList names;
    for (const QJsonValue tool : tools) {
        names.append(tool[u"name"_s].toString());
        QVERIFY2(tool[u"description"_s].toString().size() > 60, qPrintable(names.last()));
        QVERIFY(!tool[u"title"_s].toString().isEmpty());
        QVERIFY(tool[u"annotations"_s][u"readOnlyHint"_s].isBool());
        for (const QString &schema : { u"inputSchema"_s, u"outputSchema"_s })
            QCOMPARE(tool[schema][u"type"_s], u"object"_s);
        const QByteArray whole = QJsonDocument(tool.toObject()).toJson();
        QVERIFY2(!whole.contains("$ref"), whole); // a client has nothing but this
        const QJsonObject arguments = tool[u"inputSchema"_s][u"properties"_s].toObject();
        for (auto it = arguments.begin(); it != arguments.end(); ++it)
            QVERIFY2(!it.value()[u"description"_s].toString().isEmpty(), qPrintable(names.last() + it.key()));
    }
    names.sort();
    QCOMPARE(names,
        (QStringList{ u"create_event"_s, u"delete_event"_s, u"find_free_time"_s, u"get_event"_s,
            u"list_conflicts"_s, u"list_events"_s, u"recent_changes"_s, u"resolve_conflict"_s,
            u"search_events"_s, u"sync_now"_s, u"sync_status"_s, u"undo_change"_s, u"update_event"_s }));
}

void TestMcp::tools_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QString>("call"); // that the service sees last
    const auto row = [](const char *tool, const char *arguments, const char *call) {
        QTest::newRow(tool) << QByteArray(arguments) << QString::fromUtf8(call);
    };
    row("list_events", R"({"from":"2024-01-15","to":"2024-01-16","time_zone":"Europe/Berlin"})", "in");
    row("search_events", R"({"query":"talk"})", "in");
    row("get_event", R"({"google_event_id":"a/b","calendar_id":"team"})", "event a/b team");
    row("create_event", R"({"title":"T","all_day":true,"start_time":"2030-01-15","end_time":"2030-01-16"})",
        "create");
    row("update_event", R"({"google_event_id":"abc","location":"x"})", "update abc");
    row("delete_event", R"({"google_event_id":"abc"})", "delete abc");
    row("find_free_time", R"({"from":"2024-01-15","to":"2024-01-16"})", "between");
    row("list_conflicts", "{}", "conflicts");
    row("resolve_conflict", R"({"google_event_id":"abc","fields":{"title":"google"}})", "resolve abc");
    row("recent_changes", R"({"limit":3,"google_event_id":"abc"})", "history 3  abc");
    row("undo_change", R"({"history_id":12})", "undo 12");
    row("sync_status", "{}", "status");
    row("sync_now", "{}", "syncNow");
}

void TestMcp::tools()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QString, call);
    const QString tool = QString::fromLatin1(QTest::currentDataTag());
    ApiFixture api;
    api.service.one = sampleEvent();
    api.service.many = QList<EventView>{ sampleEvent() };
    api.service.written = WriteOutcome{ sampleEvent(), true };
    api.service.run = SyncRun{ true, {} };
    const QJsonObject result = this->call(api, tool, QJsonDocument::fromJson(arguments).object());
    QVERIFY2(!result[u"isError"_s].toBool(), QJsonDocument(result).toJson().constData());
    QVERIFY2(api.service.calls.last().startsWith(call), qPrintable(api.service.calls.last()));
    const QJsonObject content = result[u"structuredContent"_s].toObject();
    const QStringList faults = api::JsonSchema(QJsonObject()).faultsOf(content, schemaOf(api, tool));
    QVERIFY2(faults.isEmpty() && !content.isEmpty(), qPrintable(faults.join(u"; "_s)));
    // The same as text, for clients that know no structured content.
    const QByteArray text = result[u"content"_s][0][u"text"_s].toString().toUtf8();
    QCOMPARE(QJsonDocument::fromJson(text).object(), content);
}

void TestMcp::nobodyIsMailedUnasked()
{
    ApiFixture api;
    api.service.written = WriteOutcome{ sampleEvent(), true };
    QJsonObject arguments{ { u"title"_s, u"T"_s }, { u"start_time"_s, u"2030-01-15"_s },
        { u"end_time"_s, u"2030-01-16"_s }, { u"all_day"_s, true },
        { u"attendees"_s, QJsonArray{ u"a@example.org"_s } }, { u"idempotency_key"_s, u"k-1"_s } };
    call(api, u"create_event"_s, arguments);
    QVERIFY(api.service.lastCreate.content.sendUpdates == calendar::SendUpdates::None);
    QCOMPARE(api.service.lastCreate.idempotencyKey, u"k-1"_s);
    arguments[u"send_updates"_s] = u"all"_s;
    call(api, u"create_event"_s, arguments);
    QVERIFY(api.service.lastCreate.content.sendUpdates == calendar::SendUpdates::All);
    const QJsonObject update{ { u"google_event_id"_s, u"abc"_s }, { u"location"_s, u"x"_s } };
    call(api, u"update_event"_s, update);
    QVERIFY(api.service.lastUpdate.content.sendUpdates == calendar::SendUpdates::None);
}

void TestMcp::wholeSeriesOnlyWhenSaid()
{
    ApiFixture api;
    api.service.one = series();
    api.service.written = WriteOutcome{ series(), true };
    QJsonObject arguments{ { u"google_event_id"_s, u"abc"_s } };
    const QJsonObject refused = call(api, u"delete_event"_s, arguments);
    QCOMPARE(refused[u"isError"_s], true);
    QVERIFY(refused[u"content"_s][0][u"text"_s].toString().contains(u"whole_series"_s));
    QCOMPARE(api.service.calls, QStringList{ u"event abc"_s });
    arguments[u"whole_series"_s] = true;
    QCOMPARE(call(api, u"delete_event"_s, arguments)[u"isError"_s], false);
    QCOMPARE(api.service.calls.last(), u"delete abc"_s);
}

void TestMcp::errorsAreResults()
{
    ApiFixture api;
    const auto text = [](const QJsonObject &result) {
        return result[u"isError"_s].toBool() ? result[u"content"_s][0][u"text"_s].toString() : u"no error"_s;
    };
    QCOMPARE(text(call(api, u"create_event"_s, { { u"title"_s, u"T"_s }, { u"colour"_s, 1 } })),
        u"The arguments do not fit: start_time is missing; end_time is missing; colour is unknown."_s);
    QCOMPARE(text(call(api, u"create_event"_s,
                      { { u"title"_s, u"T"_s }, { u"start_time"_s, u"soon"_s },
                          { u"end_time"_s, u"2030-01-16"_s } }))
                 .section(u':', 0, 0),
        u"start_time"_s);
    QVERIFY(text(call(api, u"list_events"_s, { { u"from"_s, u"monday"_s } }))
                .startsWith(u"from is \"monday\""_s));
    QVERIFY(text(call(api, u"list_events"_s, { { u"from"_s, u"9999-12-31T23:00:00-12:00"_s } }))
                .startsWith(u"from is"_s));
    QVERIFY(text(call(api, u"list_events"_s, { { u"time_zone"_s, u"Mars"_s } }))
                .startsWith(u"time_zone is \"Mars\""_s));
    QVERIFY(
        text(call(api, u"list_events"_s, { { u"from"_s, u"2024-01-02"_s }, { u"to"_s, u"2024-01-01"_s } }))
            .startsWith(u"to is "_s));
    QVERIFY(
        text(call(api, u"list_events"_s, { { u"from"_s, u"2024-01-02"_s }, { u"to"_s, u"2026-01-01"_s } }))
            .contains(u"366 days"_s));
    api.service.one = makeError(ErrorCategory::NotFound, u"x"_s, u"Gone."_s);
    QCOMPARE(text(call(api, u"get_event"_s, { { u"google_event_id"_s, u"abc"_s } })), u"Event not found"_s);
    api.service.statusView = makeError(ErrorCategory::Internal, u"x"_s, u"SELECT /var/secret"_s);
    QCOMPARE(text(call(api, u"sync_status"_s)), u"Something went wrong inside the service."_s);
}

void TestMcp::freeTime()
{
    ApiFixture api;
    api.service.many = QList<EventView>{ sampleEvent() }; // 10 to 11 UTC on Monday
    const QJsonObject result = call(api, u"find_free_time"_s,
        { { u"from"_s, u"2024-01-15"_s }, { u"to"_s, u"2024-01-16"_s }, { u"minutes"_s, 60 } });
    QCOMPARE(result[u"structuredContent"_s][u"slots"_s].toArray(),
        (QJsonArray{ QJsonObject{ { u"start_time"_s, u"2024-01-15T09:00:00+00:00"_s },
                         { u"end_time"_s, u"2024-01-15T10:00:00+00:00"_s }, { u"minutes"_s, 60 } },
            QJsonObject{ { u"start_time"_s, u"2024-01-15T11:00:00+00:00"_s },
                { u"end_time"_s, u"2024-01-15T18:00:00+00:00"_s }, { u"minutes"_s, 420 } } }));
    const QJsonObject refused = call(api, u"find_free_time"_s,
        { { u"from"_s, u"2024-01-15"_s }, { u"to"_s, u"2024-01-16"_s }, { u"earliest"_s, u"25:00"_s } });
    QVERIFY(refused[u"content"_s][0][u"text"_s].toString().startsWith(u"earliest is \"25:00\""_s));
}

void TestMcp::isGuarded()
{
    api::ServerOptions options;
    options.apiToken = u"secret"_s;
    options.webhookBaseUrl = QUrl(u"https://public.example"_s);
    ApiFixture api(options);
    const std::pair<QByteArray, QByteArray> token{ "Authorization", "Bearer secret" };
    const QByteArray ping = message(u"ping"_s);
    QCOMPARE(api.send("POST", u"/mcp"_s, ping).status, 401);
    QCOMPARE(api.send("POST", u"/mcp"_s, ping, { token }).status, 200);
    QCOMPARE(api.send("POST", u"/mcp"_s, ping, { token, { "Host", "public.example" } }).status, 403);
    QCOMPARE(api.send("POST", u"/mcp"_s, ping, { token, { "Origin", "https://evil.example" } }).status, 403);
    QCOMPARE(api.send("POST", u"/mcp"_s, ping, { token, { "Content-Type", "text/plain" } }).status, 415);
}

ARIA_TEST(TestMcp)

} // namespace tst_mcp

#include "tst_mcp.moc"
