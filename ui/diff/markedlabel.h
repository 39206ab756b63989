// A text in which the words that differ are marked.
#pragma once

#include "diff/worddiff.h"

#include <QLabel>

namespace aria::diff {

// Marks words by weight and by a tint of the palette's highlight; follows the palette. Selectable by mouse and
// keyboard. The plain text is its accessible name; `emptyText` stands for an empty one.
class MarkedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit MarkedLabel(QWidget *parent = nullptr);

    void setPieces(const QList<Piece> &pieces, const QString &emptyText);
    QString plainText() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();

    QList<Piece> m_pieces;
    QString m_emptyText;
};

} // namespace aria::diff
