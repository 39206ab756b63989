#include "support/cputime.h"
#include "support/testmain.h"
#include "uicommon/meetinglink.h"
#include "uicommon/notestext.h"

#include <QTest>

namespace tst_notestext {

using namespace Qt::StringLiterals;
using namespace aria;

class TestNotesText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsHtmlAsText_data()
    {
        QTest::addColumn<QString>("notes");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"Bring 2 < 3 apples & pears"_s << u"Bring 2 < 3 apples & pears"_s;
        QTest::newRow("lines") << u"One<br>Two<br/><b>Three</b>"_s << u"One\nTwo\nThree"_s;
        QTest::newRow("paragraphs") << u"<p>One</p><p>Two &amp; three</p>"_s << u"One\nTwo & three"_s;
        QTest::newRow("list") << u"<ul><li>One</li><li>Two</li></ul>"_s << u"• One\n• Two"_s;
        QTest::newRow("list after a word")
            << u"<b>Agenda</b> <ul><li>One</li><li>Two</li></ul>Bye"_s << u"Agenda\n• One\n• Two\n\nBye"_s;
        QTest::newRow("block in a block") << u"Hi<div>A<p>B</p></div>"_s << u"Hi\nA\nB"_s;
        QTest::newRow("link")
            << u"See <a href=\"https://example.org/a?b=1\" target=\"_blank\">the page</a>."_s
            << u"See the page (https://example.org/a?b=1)."_s;
        QTest::newRow("bare link") << u"<a href='https://example.org/'>https://example.org/</a>"_s
                                   << u"https://example.org/"_s;
        QTest::newRow("no script")
            << u"<b>A</b><script>alert(1)</script><img src=\"https://evil.example/x.png\">"_s << u"A"_s;
        QTest::newRow("no trick") << u"<a href=\"javascript:alert(1)\">click</a><br>"_s << u"click"_s;
    }
    void showsHtmlAsText()
    {
        QFETCH(QString, notes);
        QTEST(uicommon::plainNotes(notes), "text");
    }

    // Whoever invites writes them; the window that shows them must not stand still.
    void hugeNotesCostLittle_data()
    {
        QTest::addColumn<QString>("piece");
        QTest::newRow("scripts") << u"<script "_s;
        QTest::newRow("links") << u"<a href=\"x\">"_s;
        QTest::newRow("items") << u"<li>"_s;
    }
    void hugeNotesCostLittle()
    {
        QFETCH(QString, piece);
        const QString notes = u"<p>"_s + piece.repeated(300'000 / piece.size());
        const test::CpuTimer timer;
        QCOMPARE(uicommon::plainNotes(notes), notes);
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }

    void makesAddressesClickable()
    {
        QCOMPARE(uicommon::withLinks(u"See https://example.org/a(b), or mailto:a@example.org.\n<b>"_s),
            u"See <a href=\"https://example.org/a(b)\">https://example.org/a(b)</a>, or "
            "<a href=\"mailto:a@example.org\">a@example.org</a>.<br>&lt;b&gt;"_s);
        QCOMPARE(
            uicommon::withLinks(u"file:///etc/passwd javascript:x"_s), u"file:///etc/passwd javascript:x"_s);
        // It looks like an address, but is none.
        QCOMPARE(uicommon::withLinks(u"mailto:a@x%zz"_s), u"mailto:a@x%zz"_s);
    }

    void findsMeetings_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("notes");
        QTest::addColumn<QString>("meeting");
        const auto row = [](const char *name, const QString &place, const QString &notes,
                             const QString &meeting) { QTest::newRow(name) << place << notes << meeting; };
        row("Zoom", u"https://us02web.zoom.us/j/123?pwd=x"_s, {}, u"https://us02web.zoom.us/j/123?pwd=x"_s);
        row("Teams", {},
            u"Join: <a href=\"https://teams.microsoft.com/l/meetup-join/19%3ameeting\">here</a>"_s,
            u"https://teams.microsoft.com/l/meetup-join/19%3Ameeting"_s);
        row("Webex", u"https://acme.webex.com/meet/anna"_s, {}, u"https://acme.webex.com/meet/anna"_s);
        row("Jitsi", {}, u"We meet at https://meet.jit.si/OurRoom."_s, u"https://meet.jit.si/OurRoom"_s);
        row("own Jitsi", {}, u"https://jitsi.uni.example/Room1"_s, u"https://jitsi.uni.example/Room1"_s);
        row("BigBlueButton", {}, u"https://bbb.school.example/b/ann-abc"_s,
            u"https://bbb.school.example/b/ann-abc"_s);
        row("without https", u"zoom.us/j/123?pwd=x"_s, {}, u"https://zoom.us/j/123?pwd=x"_s);
        row("without https in words", {}, u"Join at us02web.zoom.us/j/123."_s,
            u"https://us02web.zoom.us/j/123"_s);
        row("mail address", {}, u"anna@zoom.us/j/1"_s, {});
        row("wrapped", {},
            u"<a href=\"https://www.google.com/url?q=https://zoom.us/j/123%3Fpwd%3Dx&amp;sa=D\">here</a>"_s,
            u"https://zoom.us/j/123?pwd=x"_s);
        row("wrapped no meeting", u"https://www.google.com/url?q=https://example.org/j/123"_s, {}, {});
        row("no meeting", u"https://maps.example.org/x"_s, u"https://zoom.us/pricing"_s, {});
        row("not the host", {}, u"https://evilzoom.us.example/j/1"_s, {});
    }
    void findsMeetings()
    {
        QFETCH(QString, place);
        QFETCH(QString, notes);
        calendar::Event event(QJsonObject{ { u"location"_s, place }, { u"description"_s, notes } });
        QTEST(uicommon::meetingOf(event).toString(QUrl::FullyEncoded), "meeting");
        event.set(u"hangoutLink"_s, u"https://meet.google.com/abc"_s);
        QCOMPARE(uicommon::meetingOf(event), QUrl(u"https://meet.google.com/abc"_s));
    }
};

ARIA_TEST(TestNotesText)

} // namespace tst_notestext

#include "tst_notestext.moc"
