#include "store/words.h"

#include <algorithm>

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
    // Marks of Arabic vowels, and what stretches a line.
    { u"\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670", u"" },
};

// Letters and digits in other forms: raised, lowered, in circles, of full width, narrow Katakana.
bool isOtherForm(QChar letter)
{
    struct Range
    {
        char16_t first;
        char16_t last;
    };
    constexpr Range ranges[] = { { u'ª', u'ª' }, { u'²', u'³' }, { u'¹', u'º' }, { u'⁰', u'ⁱ' },
        { u'⁴', u'⁹' }, { u'ⁿ', u'₉' }, { u'ₐ', u'ₜ' }, { u'①', u'⑨' }, { u'０', u'９' }, { u'Ａ', u'Ｚ' },
        { u'ａ', u'ｚ' }, { u'ｦ', u'ﾝ' } };
    return std::any_of(std::begin(ranges), std::end(ranges),
        [letter](const Range &range) { return letter >= range.first && letter <= range.last; });
}

// The narrow Katakana write the mark of a sound behind its letter.
QString withSoundMark(QChar letter, QChar mark)
{
    constexpr QStringView voiced = u"カキクケコサシスセソタチツテトハヒフヘホウ";
    constexpr QStringView halfVoiced = u"ハヒフヘホ";
    if (mark == u'ﾞ' && voiced.contains(letter))
        return (QString(letter) + u'\u3099').normalized(QString::NormalizationForm_C);
    if (mark == u'ﾟ' && halfVoiced.contains(letter))
        return (QString(letter) + u'\u309a').normalized(QString::NormalizationForm_C);
    return QString(letter) + mark;
}

QString folded(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar letter : text) {
        if (isOtherForm(letter)) {
            result += QString(letter).normalized(QString::NormalizationForm_KC);
            continue;
        }
        if ((letter == u'ﾞ' || letter == u'ﾟ') && !result.isEmpty()) {
            const QChar before = result.back();
            result.chop(1);
            result += withSoundMark(before, letter);
            continue;
        }
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
