// The notes of an event, as Google or whoever invited has them: shown as text, with links that a browser may open.
#include "bytes.h"
#include "uicommon/meetinglink.h"
#include "uicommon/notestext.h"

#include <QGuiApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int none = 0;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static const QGuiApplication application(none, nullptr);
    const QString notes = QString::fromUtf8(fuzz::bytesOf(data, size));
    const QString plain = uicommon::plainNotes(notes);
    static const QRegularExpression ours(u"<br>|</a>|<a href=\"(?:https?://|mailto:)[^\"<>]*\">"_s);
    fuzz::require(!uicommon::withLinks(plain).remove(ours).contains(u'<'), "there is no markup but our own");
    qsizetype done = 0;
    for (const uicommon::FoundLink &link : uicommon::linksIn(plain)) {
        fuzz::require(link.start >= done && link.start + link.length <= plain.size(), "links are in order");
        done = link.start + link.length;
    }
    const QUrl meeting =
        uicommon::meetingOf(calendar::Event({ { u"description"_s, notes }, { u"location"_s, plain } }));
    fuzz::require(meeting.isEmpty()
            || ((meeting.scheme() == u"https"_s || meeting.scheme() == u"http"_s)
                && !meeting.host().isEmpty()),
        "a meeting is a page in the web");
    return 0;
}
