#include "store/words.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// As in the view aria_calendar_event_words, which says why; beyond it the tokenizer folds both sides itself.
struct Fold
{
    QStringView letters;
    QStringView with;
};
constexpr Fold folds[] = {
    { u"ßẞ", u"ss" },
    { u"æÆ", u"ae" },
    { u"œŒ", u"oe" },
    { u"øØ", u"o" },
    { u"łŁ", u"l" },
    { u"đĐðÐ", u"d" },
    { u"þÞ", u"th" },
    { u"ħĦ", u"h" },
    { u"ı", u"i" },
    { u"άΆ", u"α" },
    { u"έΈ", u"ε" },
    { u"ήΉ", u"η" },
    { u"ίΊϊΪΐ", u"ι" },
    { u"όΌ", u"ο" },
    { u"ύΎϋΫΰ", u"υ" },
    { u"ώΏ", u"ω" },
    { u"ς", u"σ" },
    { u"ёЁ", u"е" },
    { u"йЙ", u"и" },
    { u"їЇ", u"і" },
    { u"ўЎ", u"у" },
    { u"أإآ", u"ا" },
    { u"\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670", u"" }, // marks of Arabic vowels, and what stretches a line
};

QString folded(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar letter : text) {
        const Fold *found = nullptr;
        for (const Fold &fold : folds) {
            if (letter.unicode() > 0x7f && fold.letters.contains(letter))
                found = &fold;
        }
        if (found)
            result += found->with;
        else
            result += letter;
    }
    return result;
}

// As the tokenizer unicode61 sees it.
bool isOfWord(char32_t letter)
{
    constexpr char32_t firstMark = 0x300;
    constexpr char32_t lastMark = 0x36f;
    return QChar::isLetterOrNumber(letter) || QChar::category(letter) == QChar::Other_PrivateUse
        || (letter >= firstMark && letter <= lastMark);
}

} // namespace

QStringList wordsIn(const QString &text)
{
    QStringList words;
    QString word;
    for (const char32_t letter : text.toUcs4()) {
        if (isOfWord(letter)) {
            word += QChar::fromUcs4(letter);
        } else if (!word.isEmpty()) {
            words << word;
            word.clear();
        }
    }
    if (!word.isEmpty())
        words << word;
    return words;
}

QString fullTextQuery(const QString &text)
{
    QStringList terms;
    for (const QString &word : wordsIn(folded(text)))
        terms << u'"' + word + u"\"*"_s;
    return terms.join(u' ');
}

} // namespace aria::store
