// Video conferences: made from createRequest, untouched unless conferenceDataVersion=1.
#include "eventrules.h"

namespace simulator {

using namespace Qt::StringLiterals;

static QJsonObject makeMeeting(aria::RandomSource &random, const QString &requestId)
{
    QString code;
    for (int i = 0; i < 10; ++i) {
        if (i == 3 || i == 7)
            code += u'-';
        code += QChar(u'a' + char16_t(random.next() % 26));
    }
    const QString uri = u"https://meet.google.com/"_s + code;
    return { { "createRequest"_L1,
                 QJsonObject{ { "requestId"_L1, requestId },
                     { "conferenceSolutionKey"_L1, QJsonObject{ { "type"_L1, u"hangoutsMeet"_s } } },
                     { "status"_L1, QJsonObject{ { "statusCode"_L1, u"success"_s } } } } },
        { "entryPoints"_L1,
            QJsonArray{ QJsonObject{ { "entryPointType"_L1, u"video"_s }, { "uri"_L1, uri },
                { "label"_L1, u"meet.google.com/"_s + code } } } },
        { "conferenceSolution"_L1,
            QJsonObject{ { "key"_L1, QJsonObject{ { "type"_L1, u"hangoutsMeet"_s } } },
                { "name"_L1, u"Google Meet"_s },
                { "iconUri"_L1,
                    u"https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/"
                    "logo_meet_2020q4_color_2x_web_512dp.png"_s } } },
        { "conferenceId"_L1, code } };
}

static void setLink(QJsonObject &event)
{
    event.remove("hangoutLink"_L1);
    const QJsonArray entryPoints = event.value("conferenceData"_L1)["entryPoints"_L1].toArray();
    for (const QJsonValue entryPoint : entryPoints) {
        if (entryPoint["entryPointType"_L1] == "video"_L1)
            event["hangoutLink"_L1] = entryPoint["uri"_L1];
    }
}

Result<void> normalizeConference(const WriteContext &context, QJsonObject &event, const QJsonObject &old)
{
    const QJsonValue before = old.value("conferenceData"_L1);
    if (!context.conferenceVersion1 && !context.person) {
        // The body's conference is not looked at.
        event.remove("conferenceData"_L1);
        if (before.isObject())
            event["conferenceData"_L1] = before;
    }
    const QJsonObject conference = event.value("conferenceData"_L1).toObject();
    const QJsonObject request = conference.value("createRequest"_L1).toObject();
    const QString requestId = request["requestId"_L1].toString();
    const QString knownId = before["createRequest"_L1]["requestId"_L1].toString();
    const bool complete = context.person && conference.contains("entryPoints"_L1);
    if (!request.isEmpty() && !complete && (requestId != knownId || !request.contains("status"_L1))) {
        if (requestId.isEmpty())
            return invalid(u"Invalid conference type value."_s);
        const QString type = request["conferenceSolutionKey"_L1]["type"_L1].toString(u"hangoutsMeet"_s);
        if (type != "hangoutsMeet"_L1 && type != "eventHangout"_L1 && type != "eventNamedHangout"_L1)
            return invalid(u"Invalid conference type value."_s);
        if (knownId == requestId)
            event["conferenceData"_L1] = before; // a repeated request makes nothing new
        else
            event["conferenceData"_L1] = makeMeeting(context.world.random, requestId);
    }
    if (conference.isEmpty())
        event.remove("conferenceData"_L1);
    setLink(event);
    return {};
}

} // namespace simulator
