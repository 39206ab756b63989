#include "diff/worddiff.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace aria::diff {

namespace {

// The table of the comparison has at most this many cells (8 MB); a person sees no more than a screen of text.
constexpr qsizetype maxCells = 2'000'000;

bool isUnspaced(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
        return true;
    default:
        return false;
    }
}

enum class CharKind { Word, Space, Single };

CharKind kindOf(char32_t c)
{
    if (QChar::isSpace(c))
        return CharKind::Space;
    const bool isWord = QChar::isLetterOrNumber(c) || QChar::isMark(c);
    return isWord && !isUnspaced(c) ? CharKind::Word : CharKind::Single;
}

QStringList tokensOf(const QString &text)
{
    QStringList tokens;
    CharKind previous = CharKind::Single;
    for (const char32_t c : text.toUcs4()) {
        const CharKind kind = kindOf(c);
        const bool continues = kind != CharKind::Single && kind == previous && !tokens.isEmpty();
        // A combining mark belongs to the character before it.
        if (continues || (QChar::isMark(c) && !tokens.isEmpty()))
            tokens.last() += QString::fromUcs4(&c, 1);
        else
            tokens.append(QString::fromUcs4(&c, 1));
        previous = kind;
    }
    return tokens;
}

using Marks = std::vector<bool>; // by token: differs

// Longest common subsequence of the tokens in [from, to) of both; whatever is not in it differs.
void markMiddle(const QStringList &left, const QStringList &right, qsizetype from, qsizetype leftTo,
    qsizetype rightTo, Marks &leftMarks, Marks &rightMarks)
{
    const qsizetype rows = leftTo - from;
    const qsizetype columns = rightTo - from;
    if (rows == 0 || columns == 0 || (rows + 1) > maxCells / (columns + 1))
        return; // all of it differs
    std::vector<int> length(static_cast<size_t>((rows + 1) * (columns + 1)), 0);
    const auto cell = [&](qsizetype row, qsizetype column) -> int & {
        return length[static_cast<size_t>(row * (columns + 1) + column)];
    };
    for (qsizetype row = rows - 1; row >= 0; --row) {
        for (qsizetype column = columns - 1; column >= 0; --column) {
            cell(row, column) = left.at(from + row) == right.at(from + column)
                ? cell(row + 1, column + 1) + 1
                : std::max(cell(row + 1, column), cell(row, column + 1));
        }
    }
    qsizetype row = 0;
    qsizetype column = 0;
    while (row < rows && column < columns) {
        if (left.at(from + row) == right.at(from + column)) {
            leftMarks[static_cast<size_t>(from + row++)] = false;
            rightMarks[static_cast<size_t>(from + column++)] = false;
        } else if (cell(row + 1, column) >= cell(row, column + 1)) {
            ++row;
        } else {
            ++column;
        }
    }
}

QList<Piece> piecesOf(const QStringList &tokens, Marks marks)
{
    for (size_t i = 1; i + 1 < marks.size(); ++i) {
        if (marks[i - 1] && marks[i + 1] && tokens.at(static_cast<qsizetype>(i)).trimmed().isEmpty())
            marks[i] = true;
    }
    QList<Piece> pieces;
    for (size_t i = 0; i < marks.size(); ++i) {
        const QString &token = tokens.at(static_cast<qsizetype>(i));
        if (!pieces.isEmpty() && pieces.constLast().differs == marks[i])
            pieces.last().text += token;
        else
            pieces.append({ token, marks[i] });
    }
    return pieces;
}

} // namespace

WordDiff diffWords(const QString &left, const QString &right)
{
    const QStringList leftTokens = tokensOf(left);
    const QStringList rightTokens = tokensOf(right);
    Marks leftMarks(static_cast<size_t>(leftTokens.size()), true);
    Marks rightMarks(static_cast<size_t>(rightTokens.size()), true);

    qsizetype from = 0;
    qsizetype leftTo = leftTokens.size();
    qsizetype rightTo = rightTokens.size();
    for (; from < leftTo && from < rightTo && leftTokens.at(from) == rightTokens.at(from); ++from) {
        leftMarks[static_cast<size_t>(from)] = false;
        rightMarks[static_cast<size_t>(from)] = false;
    }
    while (leftTo > from && rightTo > from && leftTokens.at(leftTo - 1) == rightTokens.at(rightTo - 1)) {
        leftMarks[static_cast<size_t>(--leftTo)] = false;
        rightMarks[static_cast<size_t>(--rightTo)] = false;
    }
    markMiddle(leftTokens, rightTokens, from, leftTo, rightTo, leftMarks, rightMarks);
    return { piecesOf(leftTokens, std::move(leftMarks)), piecesOf(rightTokens, std::move(rightMarks)) };
}

} // namespace aria::diff
