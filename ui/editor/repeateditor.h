// Chooses how an event repeats and shows the next dates as proof.
#pragma once

#include "editor/repeatrule.h"
#include "uicommon/uiformat.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QSpinBox;
class QToolButton;

namespace aria::when {
class DateField;
}

namespace aria::editor {

class RepeatEditor : public QWidget
{
    Q_OBJECT
public:
    explicit RepeatEditor(const uicommon::UiFormat &format, QWidget *parent = nullptr);

    // unclear: what was typed for the last day and is none.
    void setRule(const RepeatRule &rule, QDate start, const std::optional<QString> &unclear = {});
    RepeatRule rule() const;
    void setToday(QDate today);
    // The first day of the series moved: texts and suggestions follow.
    void setStart(QDate start);
    // `series`: the event with the rule applied; shows its next five dates, or nothing without a rule.
    void showDates(
        const calendar::EventTime &start, const calendar::EventTime &end, const QStringList &lines);
    QComboBox *frequencyBox() const { return m_frequency; }
    QStringList problems() const; // of a day that is none
    std::optional<QString> unclear() const; // where it is asked for
    void finish(); // as leaving the field of the last day

Q_SIGNALS:
    void changed();

private:
    void fillFrequencies();
    void showParts();

    uicommon::UiFormat m_format;
    QDate m_start;
    QStringList m_others;
    QComboBox *m_frequency;
    QWidget *m_details;
    QSpinBox *m_interval;
    QLabel *m_unit;
    QWidget *m_weekdayRow;
    QList<QToolButton *> m_weekdays; // Monday first
    QComboBox *m_end;
    when::DateField *m_lastDay;
    QSpinBox *m_count;
    QPlainTextEdit *m_custom;
    QLabel *m_dates;
};

} // namespace aria::editor
