// openapi.json and the page that shows it: whole, true and guarded.
#include "apiclient.h"

#include "support/testmain.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace tst_documents {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

// Described already, from the contract, and not served by this version yet.
QStringList describedRoutes()
{
    QStringList routes;
    const QJsonObject paths = api::openApi().value("paths"_L1).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString &method : path.value().toObject().keys())
            routes.append(method.toUpper() + u' ' + path.key());
    }
    routes.sort();
    return routes;
}

// Calls `visit` with every object of the document and its place.
void walk(const QJsonValue &value, const QString &place,
    const std::function<void(const QJsonObject &, const QString &)> &visit)
{
    if (value.isArray()) {
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i)
            walk(list.at(i), place + u'/' + QString::number(i), visit);
    }
    if (!value.isObject())
        return;
    const QJsonObject object = value.toObject();
    visit(object, place);
    for (auto it = object.begin(); it != object.end(); ++it)
        walk(it.value(), place + u'/' + it.key(), visit);
}

} // namespace

class TestDocuments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void describesEveryRouteAndNothingElse();
    void everythingHasAnExampleThatFits();
    void namesAreUnique();
    void noticesWhatDoesNotFit();
    void schemaWords_data();
    void schemaWords();
    void servesTheDocument();
    void page();
    void pageAsksForTheToken();
    void diagnostics();
};

void TestDocuments::describesEveryRouteAndNothingElse()
{
    ApiFixture api;
    QStringList routes = api.server->routes();
    routes.sort();
    QCOMPARE(describedRoutes(), routes);
}

void TestDocuments::everythingHasAnExampleThatFits()
{
    const api::JsonSchema check(api::openApi());
    int examples = 0;
    walk(api::openApi(), u"#"_s, [&](const QJsonObject &object, const QString &place) {
        const bool isMedia = object.contains("schema"_L1) && !place.endsWith("/properties"_L1);
        if (!isMedia || !object.value("schema"_L1).isObject())
            return;
        ++examples;
        QVERIFY2(object.contains("example"_L1), qPrintable(place + u" has no example"_s));
        const QStringList faults =
            check.faultsOf(object.value("example"_L1), object.value("schema"_L1).toObject());
        QVERIFY2(faults.isEmpty(), qPrintable(place + u": "_s + faults.join(u"; "_s)));
    });
    QVERIFY(examples > 100);
}

void TestDocuments::namesAreUnique()
{
    QSet<QString> ids;
    QSet<QString> tags;
    for (const QJsonValue tag : api::openApi().value("tags"_L1).toArray())
        tags.insert(tag["name"_L1].toString());
    const QJsonObject paths = api::openApi().value("paths"_L1).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QJsonObject operation = method.value().toObject();
            const QString id = operation.value("operationId"_L1).toString();
            QVERIFY2(!id.isEmpty() && !ids.contains(id), qPrintable(path.key()));
            ids.insert(id);
            QVERIFY2(tags.contains(operation.value("tags"_L1)[0].toString()), qPrintable(id));
            // Each {…} of the path is a parameter.
            static const QRegularExpression place(u"\\{(\\w+)\\}"_s);
            for (auto found = place.globalMatch(path.key()); found.hasNext();) {
                const QString name = found.next().captured(1);
                bool isThere = false;
                for (const QJsonValue parameter : operation.value("parameters"_L1).toArray()) {
                    const QJsonObject whole = api::JsonSchema(api::openApi()).expanded(parameter.toObject());
                    isThere = isThere || (whole["name"_L1] == name && whole["in"_L1] == "path"_L1);
                }
                QVERIFY2(isThere, qPrintable(id));
            }
        }
    }
}

void TestDocuments::noticesWhatDoesNotFit()
{
    const QByteArray json = "application/json";
    QVERIFY(undescribed("GET", u"/events/abc"_s, 404, json, R"({"detail":"Event not found"})").isEmpty());
    QVERIFY(!undescribed("GET", u"/events/abc"_s, 404, json, R"({"error":"Event not found"})").isEmpty());
    QVERIFY(!undescribed("GET", u"/events/abc"_s, 418, json, R"({"detail":"x"})").isEmpty());
    QVERIFY(!undescribed("GET", u"/events/abc"_s, 200, "text/html", "x").isEmpty());
    QVERIFY(!undescribed("GET", u"/sync/status"_s, 200, json, R"({"state":"dancing"})").isEmpty());
    QVERIFY(!undescribed("GET", u"/no/such/path"_s, 404, json, R"({"oops":1})").isEmpty());
}

void TestDocuments::schemaWords_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const char *schema, const char *value, const char *fault) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(value) << QString::fromUtf8(fault);
    };
    row("right", R"({"properties":{"a":{"type":"string"}},"required":["a"]})", R"({"a":"x","b":1})", "");
    row("missing", R"({"required":["a"]})", "{}", "a is missing");
    row("type", R"({"properties":{"a":{"type":["string","null"]}}})", R"({"a":1})",
        "a should be string or null and is 1");
    row("whole number", R"({"properties":{"a":{"type":"integer"}}})", R"({"a":1.5})",
        "a should be integer and is 1.5");
    row("const", R"({"properties":{"a":{"const":"x"}}})", R"({"a":"y"})", "a should be \"x\"");
    row("enum", R"({"properties":{"a":{"enum":["x",null]}}})", R"({"a":"y"})",
        "a should be one of \"x\", null and is \"y\"");
    row("unknown", R"({"properties":{"a":{}},"additionalProperties":false})", R"({"b":1})", "b is unknown");
    row("others", R"({"additionalProperties":{"type":"string"}})", R"({"b":1})",
        "b should be string and is 1");
    row("items", R"({"properties":{"a":{"items":{"type":"string"}}}})", R"({"a":["x",2]})",
        "a.1 should be string and is 2");
    row("too short", R"({"properties":{"a":{"minLength":2}}})", R"({"a":"x"})",
        "a should have a length of at least 2");
    row("too long", R"({"properties":{"a":{"maxLength":1}}})", R"({"a":"xy"})",
        "a should have a length of at most 1");
    row("minimum", R"({"properties":{"a":{"minimum":2}}})", R"({"a":1})", "a should be at least 2");
    row("maximum", R"({"properties":{"a":{"maximum":2}}})", R"({"a":3})", "a should be at most 2");
    row("too many", R"({"properties":{"a":{"maxItems":1}}})", R"({"a":[1,2]})",
        "a should have at most so many items: 1");
    row("any", R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}}})", R"({"a":1})",
        "a should be string and is 1");
    row("one of any", R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}}})",
        R"({"a":null})", "");
    row("all", R"({"allOf":[{"required":["a"]},{"required":["b"]}]})", R"({"a":1})", "b is missing");
    row("reference", R"({"properties":{"a":{"$ref":"#/words/short"}}})", R"({"a":"xyz"})",
        "a should have a length of at most 2");
}

void TestDocuments::schemaWords()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, value);
    const api::JsonSchema check(QJsonDocument::fromJson(R"({"words":{"short":{"maxLength":2}}})").object());
    const QJsonObject given = QJsonDocument::fromJson(schema).object();
    const QJsonObject object = QJsonDocument::fromJson(value).object();
    QTEST(check.faultsOf(object, given).join(u"; "_s), "fault");
    QTEST(api::JsonSchema(QJsonObject()).faultsOf(object, check.expanded(given)).join(u"; "_s), "fault");
}

void TestDocuments::servesTheDocument()
{
    ApiFixture api;
    const HttpAnswer answer = api.send("GET", u"/openapi.json"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["content-type"], "application/json");
    QCOMPARE(answer.json()[u"openapi"_s], u"3.1.0"_s);
    QCOMPARE(answer.json(), api::openApi());
}

void TestDocuments::page()
{
    ApiFixture api;
    const HttpAnswer answer = api.send("GET", u"/docs"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["content-type"], "text/html; charset=utf-8");
    const QByteArray policy = answer.headers["content-security-policy"];
    QVERIFY2(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
    QVERIFY2(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), policy);
    for (const QByteArray element : { "script", "style" }) {
        QCOMPARE(answer.body.count('<' + element), 1);
        const qsizetype begin = answer.body.indexOf('<' + element + '>') + element.size() + 2;
        const QByteArray content = answer.body.mid(begin, answer.body.indexOf("</" + element + '>') - begin);
        const QByteArray hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toBase64();
        QVERIFY(policy.contains("'sha256-" + hash + "'"));
    }
    // Nothing from elsewhere, nothing that would run but the script, and no place to leave a token.
    static const QRegularExpression foreign(
        u"(https?:)?//[a-z]|\\b(src|style|on[a-z]+)=|innerHTML|outerHTML|insertAdjacent|document\\.write|eval\\(|localStorage|sessionStorage|cookie"_s);
    const auto found = foreign.match(QString::fromUtf8(answer.body));
    QVERIFY2(!found.hasMatch(), qPrintable(found.captured()));
    for (const char *needed : { "<html lang=\"en\">", "<title>", "<main id=\"main\"", "aria-live=\"polite\"",
             "<label for=\"token\">", "name=\"viewport\"", "focus-visible" })
        QVERIFY2(answer.body.contains(needed), needed);
}

void TestDocuments::pageAsksForTheToken()
{
    api::ServerOptions options;
    options.apiToken = u"secret"_s;
    options.webhookBaseUrl = QUrl(u"https://public.example"_s);
    ApiFixture api(options);
    const std::pair<QByteArray, QByteArray> browser{ "Accept", "text/html,application/xhtml+xml" };
    for (const QString &path : { u"/docs"_s, u"/openapi.json"_s, u"/diagnostics"_s }) {
        const HttpAnswer refused = api.send("GET", path);
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.headers["content-type"], "application/json");
        QCOMPARE(api.send("GET", path, {}, { browser, { "Host", "public.example" } }).status, 403);
        QCOMPARE(api.send("GET", path, {}, { browser, { "Host", "evil.example" } }).status, 403);
        QCOMPARE(api.send("GET", path, {}, { browser, { "Authorization", "Bearer secret" } }).status, 200);
    }
    const HttpAnswer visit = api.send("GET", u"/docs"_s, {}, { browser });
    QCOMPARE(visit.status, 401);
    QCOMPARE(visit.headers["www-authenticate"], "Bearer");
    QVERIFY(visit.body.contains("API token"));
    QCOMPARE(
        api.send("GET", u"/openapi.json"_s, {}, { browser }).headers["content-type"], "application/json");
}

void TestDocuments::diagnostics()
{
    ApiFixture api;
    Diagnosis diagnosis;
    diagnosis.at = api.clock.nowUtc();
    diagnosis.checks = { { u"database"_s, Check::Level::Ok, u"Fine."_s, {} },
        { u"clock"_s, Check::Level::Warning, u"Late."_s, u"Set it."_s } };
    diagnosis.settings = { { u"CALENDAR_SYNC_PORT"_s, u"default"_s, u"8068"_s },
        { u"CALENDAR_SYNC_API_TOKEN"_s, u"environment"_s, std::nullopt } };
    api.service.diagnosis = diagnosis;
    const HttpAnswer answer = api.send("GET", u"/diagnostics"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()[u"status"_s], u"warning"_s);
    QCOMPARE(answer.json()[u"checks"_s][1][u"advice"_s], u"Set it."_s);
    QVERIFY(answer.json()[u"checks"_s][0][u"advice"_s].isNull());
    QVERIFY(answer.json()[u"settings"_s][1][u"value"_s].isNull());
    QCOMPARE(answer.json()[u"settings"_s][1][u"is_set"_s], true);
}

ARIA_TEST(TestDocuments)

} // namespace tst_documents

#include "tst_documents.moc"
