// Which words of two texts differ. Pure.
#pragma once

#include <QList>
#include <QString>

namespace aria::diff {

// A run of text; all pieces in order make up the text.
struct Piece
{
    QString text;
    bool differs = false;

    friend bool operator==(const Piece &a, const Piece &b) = default;
};

struct WordDiff
{
    QList<Piece> left;
    QList<Piece> right;
};

// Words are runs of letters and digits; in scripts written without spaces each character counts as one. White space
// between two differing words also counts as different. Texts too long to compare word by word differ from their
// first to their last difference.
WordDiff diffWords(const QString &left, const QString &right);

} // namespace aria::diff
