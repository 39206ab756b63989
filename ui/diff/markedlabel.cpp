#include "diff/markedlabel.h"

#include <QEvent>
#include <QStringList>

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
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br/>"));
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

QStringList MarkedLabel::markedWords() const
{
    QStringList words;
    for (const Piece &piece : m_pieces) {
        if (piece.differs)
            words.append(piece.text);
    }
    return words;
}

void MarkedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        render();
}

void MarkedLabel::render()
{
    if (m_pieces.isEmpty()) {
        setText(QStringLiteral("<i>%1</i>").arg(escaped(m_emptyText)));
        return;
    }
    const QString tint =
        mixed(palette().color(QPalette::Highlight), palette().color(QPalette::Base), tintPercent).name();
    QString html;
    for (const Piece &piece : m_pieces) {
        html += piece.differs
            ? QStringLiteral("<span style=\"font-weight:600; background-color:%1\">%2</span>")
                  .arg(tint, escaped(piece.text))
            : escaped(piece.text);
    }
    setText(html);
}

} // namespace aria::diff
