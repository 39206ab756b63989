// A request as it has passed the guard: method and target on the first line, headers up to an empty one, then the body.
// Whatever is asked (events, cursors, streams, tools of an assistant), the answer is whole, and an error says why.
#include "api/controllers.h"
#include "api/syntax.h"
#include "bytes.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

using namespace aria;

namespace {

struct Api
{
    Api()
    {
        service::EventView view;
        view.googleEventId = u"abc"_s;
        view.localId = 7;
        view.event = calendar::Event(QJsonObject{ { u"id"_s, u"abc"_s }, { u"summary"_s, u"Talk"_s },
            { u"start"_s, QJsonObject{ { u"date"_s, u"2024-01-15"_s } } },
            { u"end"_s, QJsonObject{ { u"date"_s, u"2024-01-16"_s } } } });
        service.one = view;
        service.many = QList<service::EventView>{ view };
        service.messages = { { 5, u"created"_s, 7, {}, "{}" } };
    }

    test::FakeService service;
    test::ManualClock clock;
    Metrics meter;
    api::Controllers controllers{ service, clock, meter };
};

api::Request requestOf(QByteArray bytes)
{
    api::Request request;
    request.id = "fuzz";
    const QByteArray line = fuzz::takeLine(bytes);
    const qsizetype blank = line.indexOf(' ');
    request.method = line.left(std::max<qsizetype>(0, blank));
    const QString target = QString::fromLatin1(line.mid(blank + 1));
    request.path = u'/' + target.section(u'?', 0, 0);
    request.query = QUrlQuery(target.section(u'?', 1));
    while (true) {
        const auto field = api::syntax::field(fuzz::takeLine(bytes));
        if (!field)
            break;
        request.headers.insert(field->first, field->second);
    }
    request.body = bytes;
    return request;
}

api::Response answerOf(const api::Answer &answer)
{
    while (!answer.isGiven())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return answer.response();
}

bool saysWhy(const QJsonValue &detail)
{
    const QJsonArray faults = detail.toArray();
    return !detail.toString().isEmpty()
        || (!faults.isEmpty() && std::all_of(faults.begin(), faults.end(), [](const QJsonValue &fault) {
               return !fault["loc"_L1].toArray().isEmpty() && !fault["msg"_L1].toString().isEmpty()
                   && !fault["type"_L1].toString().isEmpty();
           }));
}

void check(const api::Response &response)
{
    fuzz::require(response.status >= 200 && response.status < 600 && response.status != 500,
        "whatever is asked is no fault of the service");
    for (const auto &[name, value] : response.allHeaders(true, "fuzz"))
        fuzz::require(!value.contains('\n') && !value.contains('\r'), "no header holds a second line");
    if (response.stream) {
        fuzz::require(response.stream->read().startsWith(": connected\n"), "a stream says that it has begun");
        return;
    }
    const bool isJson = response.contentType == "application/json";
    const QJsonObject json = QJsonDocument::fromJson(response.body).object();
    fuzz::require(!isJson || !json.isEmpty(), "what is called JSON is an object");
    fuzz::require(response.status < 400 || !isJson || saysWhy(json.value("detail"_L1)), "an error says why");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int none = 0;
    static QCoreApplication application(none, nullptr);
    static Api api;
    api.service.calls.clear();
    check(answerOf(api.controllers.router().route(requestOf(fuzz::bytesOf(data, size)))));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return 0;
}
