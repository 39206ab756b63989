#include "uicommon/notestext.h"

#include "uicommon/meetinglink.h"

#include <QRegularExpression>
#include <QTextDocumentFragment>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

constexpr auto anyCase =
    QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption;

// Four times what people report as Google's limit. Reading longer notes could take seconds; they are shown as they are.
constexpr qsizetype longestHtml = 32'768;

// The tags that Google's editor writes. A lone "<" is no HTML.
bool isHtml(const QString &notes)
{
    static const QRegularExpression tag(
        u"</?(?:a|b|strong|i|em|u|br|p|div|span|ul|ol|li|h[1-6]|html-blob|table|tr|td)(?:\\s[^<>]*)?/?>"_s,
        anyCase);
    return tag.match(notes).hasMatch();
}

QString decoded(const QString &text)
{
    // Only what is between tags gets here.
    QString safe = text;
    safe.replace(u'<', u"&lt;"_s);
    return QTextDocumentFragment::fromHtml(u"<pre>"_s + safe + u"</pre>"_s).toPlainText();
}

} // namespace

QString plainNotes(const QString &notes)
{
    if (notes.size() > longestHtml || !isHtml(notes))
        return notes;
    static const QRegularExpression hidden(u"<(script|style)\\b.*?</\\1\\s*>|<!--.*?-->"_s, anyCase);
    static const QRegularExpression anchor(
        u"<a\\b[^>]*?href\\s*=\\s*[\"']([^\"']*)[\"'][^>]*>(.*?)</a\\s*>"_s, anyCase);
    static const QRegularExpression ends(u"</(?:p|div|li|ul|ol|h[1-6]|tr|table)\\s*>|<br\\s*/?>"_s, anyCase);
    static const QRegularExpression begins(u"<(?:p|div|ul|ol|h[1-6]|tr|table)\\b[^>]*>"_s, anyCase);
    static const QRegularExpression item(u"<li\\b[^>]*>"_s, anyCase);
    // Where a block begins there is a new line, unless there is one already.
    static const QRegularExpression atStart(u"(^|\\n)[ \\t\\x{2028}]*\\x{2028}"_s);
    static const QRegularExpression inLine(u"[ \\t]*\\x{2028}[ \\t\\x{2028}]*"_s);
    static const QRegularExpression tag(u"<[^<>]*>"_s, anyCase);
    static const QRegularExpression gaps(u"\\n{3,}"_s);
    QString text = notes;
    text.remove(hidden);
    // "word <address>", or the address alone where the word is the address.
    qsizetype from = 0;
    for (auto match = anchor.match(text); match.hasMatch(); match = anchor.match(text, from)) {
        const QString word = QString(match.captured(2)).remove(tag).trimmed();
        const QString address = match.captured(1).trimmed();
        const bool isSame = word.isEmpty() || address.contains(word, Qt::CaseInsensitive)
            || word.contains(address, Qt::CaseInsensitive);
        const bool isWeb = address.startsWith("http"_L1, Qt::CaseInsensitive)
            || address.startsWith("mailto:"_L1, Qt::CaseInsensitive);
        const QString shown = !isWeb ? word : isSame ? address : word + u" ("_s + address + u')';
        text.replace(match.capturedStart(), match.capturedLength(), shown);
        from = match.capturedStart() + shown.size();
    }
    text.replace(ends, u"\n"_s);
    text.replace(begins, QString(QChar::LineSeparator));
    text.replace(item, QChar::LineSeparator + u"• "_s);
    text.remove(tag);
    text.replace(atStart, u"\\1"_s);
    text.replace(inLine, u"\n"_s);
    text = decoded(text);
    text.replace(QChar::Nbsp, u' ');
    text.replace(gaps, u"\n\n"_s);
    return text.trimmed();
}

QString withLinks(const QString &text)
{
    QString html;
    qsizetype done = 0;
    const QList<FoundLink> links = linksIn(text);
    for (const FoundLink &link : links) {
        html += text.mid(done, link.start - done).toHtmlEscaped();
        const QString word = text.mid(link.start, link.length);
        html += u"<a href=\"%1\">%2</a>"_s.arg(link.url.toString(QUrl::FullyEncoded).toHtmlEscaped(),
            QString(word).remove(u"mailto:"_s, Qt::CaseInsensitive).toHtmlEscaped());
        done = link.start + link.length;
    }
    html += text.mid(done).toHtmlEscaped();
    return html.replace(u'\n', u"<br>"_s);
}

} // namespace aria::uicommon
