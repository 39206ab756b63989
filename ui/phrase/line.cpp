#include "phrase/line.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::phrase {

Line::Line(const QString &typed)
    : m_text(u' ' + QString(typed).remove(gap).simplified() + u' ')
{
}

void Line::takeOut(const when::Folded &line, qsizetype start, qsizetype length)
{
    const qsizetype begin = line.original(start);
    takeOutOfText(begin, line.original(start + length) - begin);
}

void Line::takeOutOfText(qsizetype start, qsizetype length)
{
    static const QRegularExpression comma(u"^[,;،，、]"_s);
    m_text = m_text.left(start) + u' ' + gap + u' ' + m_text.mid(start + length).remove(comma);
    static const QRegularExpression spaces(u"\\s{2,}"_s);
    m_text.replace(spaces, u" "_s);
}

QString Line::words(const when::Folded &line, qsizetype start, qsizetype length) const
{
    const qsizetype begin = line.original(start);
    return m_text.mid(begin, line.original(start + length) - begin).remove(gap).simplified();
}

QString Line::rest() const
{
    static const QRegularExpression empty(u"\\(\\s*\\)"_s);
    static const QRegularExpression around(u"^[\\s,;:–-]+|[\\s,;:–-]+$"_s);
    static const QRegularExpression loose(u"\\s+(?=[,;:]\\s)"_s);
    QString text = m_text;
    text.replace(gap, u' ');
    text = text.remove(empty).simplified();
    return text.remove(loose).remove(around);
}

} // namespace aria::phrase
