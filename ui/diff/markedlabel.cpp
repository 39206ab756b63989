#include "diff/markedlabel.h"

#include <QEvent>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace aria::diff {

namespace {

constexpr int tintPercent = 30; // of the highlight in the background of a mark; text keeps its contrast

QColor mixed(const QColor &a, const QColor &b, int percentOfA)
{
    const auto part = [percentOfA](int x, int y) { return (x * percentOfA + y * (100 - percentOfA)) / 100; };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

QString escaped(const QString &text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), u"<br/>"_s);
}

// White space around the words is not tinted.
QString marked(const QString &text, const QString &tint)
{
    const QString words = text.trimmed();
    if (words.isEmpty())
        return escaped(text);
    const qsizetype at = text.indexOf(words);
    return escaped(text.left(at))
        + u"<span style=\"font-weight:600; background-color:%1\">%2</span>"_s.arg(tint, escaped(words))
        + escaped(text.mid(at + words.size()));
}

} // namespace

MarkedLabel::MarkedLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setAlignment(Qt::AlignTop | Qt::AlignLeading);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
}

void MarkedLabel::setPieces(const QList<Piece> &pieces, const QString &emptyText)
{
    m_pieces = pieces;
    m_emptyText = emptyText;
    setAccessibleName(pieces.isEmpty() ? emptyText : plainText());
    render();
}

QString MarkedLabel::plainText() const
{
    QString text;
    for (const Piece &piece : m_pieces)
        text += piece.text;
    return text;
}

void MarkedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::LayoutDirectionChange)
        render();
}

void MarkedLabel::render()
{
    if (m_pieces.isEmpty()) {
        setText(u"<i>%1</i>"_s.arg(escaped(m_emptyText)));
        return;
    }
    const QString tint =
        mixed(palette().color(QPalette::Highlight), palette().color(QPalette::Base), tintPercent).name();
    QString html;
    for (const Piece &piece : m_pieces)
        html += piece.differs ? marked(piece.text, tint) : escaped(piece.text);
    // Next to what it belongs to, even if its script runs in the other direction than the window.
    setText(u"<div align=\"%1\">%2</div>"_s.arg(isRightToLeft() ? u"right"_s : u"left"_s, html));
}

} // namespace aria::diff
