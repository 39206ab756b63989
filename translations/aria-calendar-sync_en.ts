<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <comment>titles</comment>
        <translation>
            <numerusform>%1, and %Ln more</numerusform>
            <numerusform>%1, and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) changed in Google Calendar</source>
        <translation>
            <numerusform>%Ln event changed in Google Calendar</numerusform>
            <numerusform>%Ln events changed in Google Calendar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) added in Google Calendar</source>
        <translation>
            <numerusform>%Ln event added in Google Calendar</numerusform>
            <numerusform>%Ln events added in Google Calendar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) cancelled in Google Calendar</source>
        <translation>
            <numerusform>%Ln event cancelled in Google Calendar</numerusform>
            <numerusform>%Ln events cancelled in Google Calendar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them cancelled</source>
        <comment>5 events changed</comment>
        <translation>
            <numerusform>%1, %Ln of them cancelled</numerusform>
            <numerusform>%1, %Ln of them cancelled</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message numerus="yes">
        <source>%n week(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln week</numerusform>
            <numerusform>%Ln weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln hour</numerusform>
            <numerusform>%Ln hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln minute</numerusform>
            <numerusform>%Ln minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecurrenceWords</name>
    <message numerus="yes">
        <source>Every %n days</source>
        <translation>
            <numerusform>Every %Ln day</numerusform>
            <numerusform>Every %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every %n weeks</source>
        <translation>
            <numerusform>Every %Ln week</numerusform>
            <numerusform>Every %Ln weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every %n months</source>
        <translation>
            <numerusform>Every %Ln month</numerusform>
            <numerusform>Every %Ln months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every %n years</source>
        <translation>
            <numerusform>Every %Ln year</numerusform>
            <numerusform>Every %Ln years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <comment>how often an event takes place</comment>
        <translation>
            <numerusform>%Ln time</numerusform>
            <numerusform>%Ln times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaRow</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <comment>names of guests</comment>
        <translation>
            <numerusform>%1, %2 and %Ln more</numerusform>
            <numerusform>%1, %2 and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::MonthStrip</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::card::EventCard</name>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>guests</comment>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s)</source>
        <translation>
            <numerusform>%Ln guest</numerusform>
            <numerusform>%Ln guests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictReview</name>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this</source>
        <comment>conflicts in which the same fields differ</comment>
        <translation>
            <numerusform>Apply to &amp;all %Ln like this</numerusform>
            <numerusform>Apply to &amp;all %Ln like this</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this: keep %1, delete %2</source>
        <comment>%1 and %2 are numbers of events</comment>
        <translation>
            <numerusform>Apply to &amp;all %Ln like this: keep %1, delete %2</numerusform>
            <numerusform>Apply to &amp;all %Ln like this: keep %1, delete %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::DeletionsReview</name>
    <message numerus="yes">
        <source>%n event(s) were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</source>
        <translation>
            <numerusform>%Ln event was deleted in Google. Nothing was deleted in ARIA yet.</numerusform>
            <numerusform>%Ln events were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</source>
        <translation>
            <numerusform>%Ln event was deleted in ARIA. Nothing was deleted in Google yet.</numerusform>
            <numerusform>%Ln events were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayGrid</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::editor::EventEditor</name>
    <message numerus="yes">
        <source>%n later event(s) that were changed or cancelled on their own will be as the rest of the series, because the times change.</source>
        <translation>
            <numerusform>%Ln later event that was changed or cancelled on its own will be as the rest of the series, because the times change.</numerusform>
            <numerusform>%Ln later events that were changed or cancelled on their own will be as the rest of the series, because the times change.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::editor::RepeatEditor</name>
    <message numerus="yes">
        <source>day(s),</source>
        <comment>every 2 days</comment>
        <translation>
            <numerusform>day,</numerusform>
            <numerusform>days,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>week(s),</source>
        <comment>every 2 weeks</comment>
        <translation>
            <numerusform>week,</numerusform>
            <numerusform>weeks,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>year(s),</source>
        <comment>every 2 years</comment>
        <translation>
            <numerusform>year,</numerusform>
            <numerusform>years,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>month(s),</source>
        <comment>every 2 months</comment>
        <translation>
            <numerusform>month,</numerusform>
            <numerusform>months,</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::freebusy::BusyLine</name>
    <message numerus="yes">
        <source>%n more are busy</source>
        <comment>people</comment>
        <translation>
            <numerusform>%Ln more is busy</numerusform>
            <numerusform>%Ln more are busy</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryWindow</name>
    <message numerus="yes">
        <source>%n change(s) undone.</source>
        <translation>
            <numerusform>%Ln change undone.</numerusform>
            <numerusform>%Ln changes undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::notifications::AttentionNotices</name>
    <message numerus="yes">
        <source>%n event(s) changed both in ARIA and in Google</source>
        <translation>
            <numerusform>%Ln event changed both in ARIA and in Google</numerusform>
            <numerusform>%Ln events changed both in ARIA and in Google</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) would be deleted</source>
        <comment>unusually many at once</comment>
        <translation>
            <numerusform>%Ln event would be deleted</numerusform>
            <numerusform>%Ln events would be deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::signin::FirstSyncPage</name>
    <message numerus="yes">
        <source>Done: %n event(s) are in step.</source>
        <translation>
            <numerusform>Done: %Ln event is in step.</numerusform>
            <numerusform>Done: %Ln events are in step.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) so far</source>
        <translation>
            <numerusform>%Ln event so far</numerusform>
            <numerusform>%Ln events so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Desktop</name>
    <message numerus="yes">
        <source>%n event(s) are not saved: %1. Quit all the same?</source>
        <translation>
            <numerusform>One event is not saved: %1. Quit all the same?</numerusform>
            <numerusform>%Ln events are not saved: %1. Quit all the same?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Editors</name>
    <message numerus="yes">
        <source>%n event(s) were being written when the program ended: %1. Do you want to go on?</source>
        <translation>
            <numerusform>One event was being written when the program ended: %1. Do you want to go on?</numerusform>
            <numerusform>%Ln events were being written when the program ended: %1. Do you want to go on?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayMenu</name>
    <message numerus="yes">
        <source>%n more today…</source>
        <translation>
            <numerusform>%Ln more today…</numerusform>
            <numerusform>%Ln more today…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ServiceActions</name>
    <message numerus="yes">
        <source>Review %n con&amp;flict(s)…</source>
        <translation>
            <numerusform>Review %Ln con&amp;flict…</numerusform>
            <numerusform>Review %Ln con&amp;flicts…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::uicommon::StatusLine</name>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%Ln conflict</numerusform>
            <numerusform>%Ln conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n edit(s) waiting</source>
        <translation>
            <numerusform>Paused, %Ln edit waiting</numerusform>
            <numerusform>Paused, %Ln edits waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Google refused %n event(s)</source>
        <translation>
            <numerusform>Google refused %Ln event</numerusform>
            <numerusform>Google refused %Ln events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n event(s) so far</source>
        <translation>
            <numerusform>Importing, %Ln event so far</numerusform>
            <numerusform>Importing, %Ln events so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n edit(s) waiting</source>
        <translation>
            <numerusform>Offline, %Ln edit waiting</numerusform>
            <numerusform>Offline, %Ln edits waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on the way to Google</source>
        <translation>
            <numerusform>%Ln edit on the way to Google</numerusform>
            <numerusform>%Ln edits on the way to Google</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UiFormat</name>
    <message numerus="yes">
        <source>%n min ago</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%Ln min ago</numerusform>
            <numerusform>%Ln min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%Ln h ago</numerusform>
            <numerusform>%Ln h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>in %Ln min</numerusform>
            <numerusform>in %Ln min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>in %Ln h</numerusform>
            <numerusform>in %Ln h</numerusform>
        </translation>
    </message>
</context>
</TS>
