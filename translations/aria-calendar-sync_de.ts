<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message>
        <source>%1, %2</source>
        <comment>an event&apos;s title, its time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two times of one day</comment>
        <translation>%1 wurde von %2 auf %3 verschoben</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two dates</comment>
        <translation>%1 wurde von %2 auf %3 verschoben</translation>
    </message>
    <message>
        <source>%1 is now on %2</source>
        <comment>an event, dates</comment>
        <translation>%1 findet jetzt statt: %2</translation>
    </message>
    <message>
        <source>%1 now ends at %2</source>
        <comment>an event, a time or a date and time</comment>
        <translation>Neues Ende von %1: %2</translation>
    </message>
    <message>
        <source>%1 has no place any more</source>
        <comment>an event</comment>
        <translation>%1 hat keinen Ort mehr</translation>
    </message>
    <message>
        <source>%1 now takes place at %2</source>
        <comment>an event, a place</comment>
        <translation>%1 hat einen neuen Ort: %2</translation>
    </message>
    <message>
        <source>%1 is tentative now</source>
        <comment>an event</comment>
        <translation>%1 ist jetzt vorläufig</translation>
    </message>
    <message>
        <source>%1 is confirmed now</source>
        <comment>an event</comment>
        <translation>%1 ist jetzt bestätigt</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <comment>an event&apos;s old and new title</comment>
        <translation>%1 heißt jetzt %2</translation>
    </message>
    <message>
        <source>%1 repeats differently now</source>
        <comment>an event</comment>
        <translation>%1 wiederholt sich jetzt anders</translation>
    </message>
    <message>
        <source>%1 does not repeat any more</source>
        <comment>an event</comment>
        <translation>%1 wiederholt sich nicht mehr</translation>
    </message>
    <message>
        <source>%1 has another meeting link</source>
        <comment>an event</comment>
        <translation>%1 hat einen anderen Besprechungslink</translation>
    </message>
    <message>
        <source>The notes of %1 changed</source>
        <comment>an event</comment>
        <translation>Die Notizen zu %1 wurden geändert</translation>
    </message>
    <message>
        <source>The attachments of %1 changed</source>
        <comment>an event</comment>
        <translation>Die Anhänge von %1 wurden geändert</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <comment>titles</comment>
        <translation>
            <numerusform>%1 und %Ln weiterer</numerusform>
            <numerusform>%1 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) changed in Google Calendar</source>
        <translation>
            <numerusform>%Ln Termin in Google Kalender geändert</numerusform>
            <numerusform>%Ln Termine in Google Kalender geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <comment>an event</comment>
        <translation>Abgesagt: %1</translation>
    </message>
    <message>
        <source>New: %1</source>
        <comment>an event</comment>
        <translation>Neu: %1</translation>
    </message>
    <message>
        <source>%1 on %2 moved from %3 to %4</source>
        <comment>an event, its day, two times</comment>
        <translation>%1 am %2 wurde von %3 auf %4 verschoben</translation>
    </message>
    <message>
        <source>%1 on %2 now ends at %3</source>
        <comment>an event, its day, a time</comment>
        <translation>%1 am %2 endet jetzt um %3</translation>
    </message>
    <message>
        <source>%1 (cancelled)</source>
        <comment>title of an event</comment>
        <translation>%1 (abgesagt)</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) added in Google Calendar</source>
        <translation>
            <numerusform>Ein Termin ist in Google Kalender hinzugekommen</numerusform>
            <numerusform>%Ln Termine sind in Google Kalender hinzugekommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) cancelled in Google Calendar</source>
        <translation>
            <numerusform>Ein Termin wurde in Google Kalender abgesagt</numerusform>
            <numerusform>%Ln Termine wurden in Google Kalender abgesagt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them cancelled</source>
        <comment>5 events changed</comment>
        <translation>
            <numerusform>%1, davon einer abgesagt</numerusform>
            <numerusform>%1, davon %Ln abgesagt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 invites you: %2</source>
        <comment>a person, an event</comment>
        <translation>%1 lädt Sie ein: %2</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>Google lets this account only read this calendar.</source>
        <translation>Google lässt dieses Konto diesen Kalender nur lesen.</translation>
    </message>
    <message>
        <source>Only the organizer of this event can change that.</source>
        <translation>Das kann nur der Organisator dieses Termins ändern.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Das gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The event was changed elsewhere in the meantime.</source>
        <translation>Der Termin wurde inzwischen anderswo geändert.</translation>
    </message>
    <message>
        <source>What this change made is deleted already.</source>
        <translation>Was diese Änderung angelegt hat, ist schon gelöscht.</translation>
    </message>
    <message>
        <source>This event is not in conflict any more.</source>
        <translation>Dieser Termin ist nicht mehr im Konflikt.</translation>
    </message>
    <message>
        <source>Other deletions wait by now. Please look at the list again.</source>
        <translation>Inzwischen warten andere Löschungen. Bitte sehen Sie sich die Liste noch einmal an.</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>Keine Löschungen warten auf eine Entscheidung.</translation>
    </message>
    <message>
        <source>This series repeats in a way that cannot be split. Change one event or all of them.</source>
        <translation>Diese Serie wiederholt sich so, dass sie sich nicht teilen lässt. Ändern Sie einen Termin oder alle.</translation>
    </message>
    <message>
        <source>The series has no event at this time any more.</source>
        <translation>Die Serie hat zu dieser Zeit keinen Termin mehr.</translation>
    </message>
    <message>
        <source>Unusually many deletions at once wait for a decision.</source>
        <translation>Ungewöhnlich viele Löschungen auf einmal warten auf eine Entscheidung.</translation>
    </message>
    <message>
        <source>The sync is paused.</source>
        <translation>Die Synchronisierung ist angehalten.</translation>
    </message>
    <message>
        <source>Not signed in to Google.</source>
        <translation>Nicht bei Google angemeldet.</translation>
    </message>
    <message>
        <source>Google has ended the sign-in. Please sign in again.</source>
        <translation>Google hat die Anmeldung beendet. Bitte melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed. Please sign in again and agree.</source>
        <translation>Google wurde nicht alles erlaubt, was nötig ist. Bitte melden Sie sich neu an und stimmen Sie zu.</translation>
    </message>
    <message>
        <source>The database cannot be reached. It is tried again by itself.</source>
        <translation>Die Datenbank ist nicht erreichbar. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>The database is busy. Please try again in a moment.</source>
        <translation>Die Datenbank ist beschäftigt. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>Auf dem Datenträger ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>Google cannot be reached. It is tried again by itself.</source>
        <translation>Google ist nicht erreichbar. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Google does not answer. It is tried again by itself.</source>
        <translation>Google antwortet nicht. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>The service that speaks to Google does not answer. Please try again.</source>
        <translation>Der Dienst, der mit Google spricht, antwortet nicht. Bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The service is starting again. Please try again in a moment.</source>
        <translation>Der Dienst startet gerade neu. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google verlangt eine neue Anmeldung.</translation>
    </message>
    <message>
        <source>Google asks for patience. It is tried again by itself.</source>
        <translation>Google bittet um Geduld. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Google has trouble at the moment. It is tried again by itself.</source>
        <translation>Google hat gerade Schwierigkeiten. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Google does not allow this.</source>
        <translation>Google erlaubt das nicht.</translation>
    </message>
    <message>
        <source>Google refused it: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google hat abgelehnt: %1</translation>
    </message>
    <message>
        <source>Google does not allow this: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google erlaubt das nicht: %1</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>zugesagt</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>abgesagt</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>vielleicht</translation>
    </message>
    <message>
        <source>at the start</source>
        <comment>a reminder</comment>
        <translation>zu Beginn</translation>
    </message>
    <message>
        <source>%1 before</source>
        <comment>a reminder: 10 minutes before</comment>
        <translation>%1 vorher</translation>
    </message>
    <message>
        <source>%1 by e-mail</source>
        <comment>a reminder: 10 minutes before by e-mail</comment>
        <translation>%1 per E-Mail</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>Erinnerungen</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>Wer ihn sieht</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Anzeigen als</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Meeting link</source>
        <translation>Besprechungslink</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Data of other programs</source>
        <translation>Daten anderer Programme</translation>
    </message>
    <message>
        <source>Guests may invite others</source>
        <translation>Gäste dürfen andere einladen</translation>
    </message>
    <message>
        <source>Guests may edit</source>
        <translation>Gäste dürfen bearbeiten</translation>
    </message>
    <message>
        <source>Guests see the guest list</source>
        <translation>Gäste sehen die Gästeliste</translation>
    </message>
    <message>
        <source>Anyone may join</source>
        <translation>Jeder darf teilnehmen</translation>
    </message>
    <message>
        <source>Focus time</source>
        <translation>Fokuszeit</translation>
    </message>
    <message>
        <source>Out of office</source>
        <translation>Abwesenheit</translation>
    </message>
    <message>
        <source>Working location</source>
        <translation>Arbeitsort</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln Woche</numerusform>
            <numerusform>%Ln Wochen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln Stunde</numerusform>
            <numerusform>%Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln Minute</numerusform>
            <numerusform>%Ln Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <comment>an event&apos;s reminders</comment>
        <translation>wie im Kalender eingestellt</translation>
    </message>
    <message>
        <source>none</source>
        <comment>an event&apos;s reminders</comment>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>guest (answer)</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>GuestWords</name>
    <message>
        <source>%1 accepted: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 hat zugesagt: %2</translation>
    </message>
    <message>
        <source>%1 declined: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 hat abgesagt: %2</translation>
    </message>
    <message>
        <source>%1 may come: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 kommt vielleicht: %2</translation>
    </message>
    <message>
        <source>Invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>Zu %1 eingeladen: %2</translation>
    </message>
    <message>
        <source>No longer invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>Nicht mehr zu %1 eingeladen: %2</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Made</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>Wiederhergestellt</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Konflikt gelöst</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>in ARIA</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>in Google</translation>
    </message>
    <message>
        <source>edited in ARIA</source>
        <translation>in ARIA bearbeitet</translation>
    </message>
    <message>
        <source>changed in Google</source>
        <translation>in Google geändert</translation>
    </message>
    <message>
        <source>made in Google</source>
        <translation>in Google angelegt</translation>
    </message>
    <message>
        <source>deleted in Google</source>
        <translation>in Google gelöscht</translation>
    </message>
    <message>
        <source>no longer in Google&apos;s calendar</source>
        <translation>nicht mehr im Google-Kalender</translation>
    </message>
    <message>
        <source>an earlier change was undone</source>
        <translation>frühere Änderung rückgängig gemacht</translation>
    </message>
    <message>
        <source>conflict: Google&apos;s version wins</source>
        <translation>Konflikt: Googles Fassung gilt</translation>
    </message>
    <message>
        <source>conflict: ARIA&apos;s version wins</source>
        <translation>Konflikt: ARIAs Fassung gilt</translation>
    </message>
    <message>
        <source>conflict: the latest edit wins</source>
        <translation>Konflikt: die letzte Bearbeitung gilt</translation>
    </message>
    <message>
        <source>conflict: decided by a person</source>
        <translation>Konflikt: von einem Menschen entschieden</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a change that is not at Google yet</comment>
        <translation>wartet</translation>
    </message>
    <message>
        <source>overtaken by a later change</source>
        <translation>von einer späteren Änderung überholt</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a change</comment>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <comment>a change, and why</comment>
        <translation>fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>%1 %2: %3 (%4)</source>
        <comment>Changed in ARIA: Team Meeting (15 January, 14:00)</comment>
        <translation>%1 %2: %3 (%4)</translation>
    </message>
    <message>
        <source>this event and all that follow in its series</source>
        <translation>dieser Termin und alle folgenden seiner Serie</translation>
    </message>
</context>
<context>
    <name>RecurrenceWords</name>
    <message>
        <source>first</source>
        <comment>… Monday of the month</comment>
        <translation>ersten</translation>
    </message>
    <message>
        <source>second</source>
        <comment>… Monday of the month</comment>
        <translation>zweiten</translation>
    </message>
    <message>
        <source>third</source>
        <comment>… Monday of the month</comment>
        <translation>dritten</translation>
    </message>
    <message>
        <source>fourth</source>
        <comment>… Monday of the month</comment>
        <translation>vierten</translation>
    </message>
    <message>
        <source>last</source>
        <comment>… Monday of the month</comment>
        <translation>letzten</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message numerus="yes">
        <source>Every %n days</source>
        <translation>
            <numerusform>Alle %Ln Tage</numerusform>
            <numerusform>Alle %Ln Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Jede Woche</translation>
    </message>
    <message numerus="yes">
        <source>Every %n weeks</source>
        <translation>
            <numerusform>Alle %Ln Wochen</numerusform>
            <numerusform>Alle %Ln Wochen</numerusform>
        </translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Jeden Monat</translation>
    </message>
    <message numerus="yes">
        <source>Every %n months</source>
        <translation>
            <numerusform>Alle %Ln Monate</numerusform>
            <numerusform>Alle %Ln Monate</numerusform>
        </translation>
    </message>
    <message>
        <source>Every year</source>
        <translation>Jedes Jahr</translation>
    </message>
    <message numerus="yes">
        <source>Every %n years</source>
        <translation>
            <numerusform>Alle %Ln Jahre</numerusform>
            <numerusform>Alle %Ln Jahre</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>Every week on Monday and Friday</comment>
        <translation>%1 am %2</translation>
    </message>
    <message>
        <source>%1 on the last day</source>
        <comment>Every month on the last day</comment>
        <translation>%1 am letzten Tag</translation>
    </message>
    <message>
        <source>%1 on day %2</source>
        <comment>Every month on day 15</comment>
        <translation>%1 am %2.</translation>
    </message>
    <message>
        <source>%1 on the %2 working day</source>
        <comment>Every month on the last working day</comment>
        <translation>%1 am %2 Werktag</translation>
    </message>
    <message>
        <source>%1 on the days %2</source>
        <comment>Every month on the days 1 and 15</comment>
        <translation>%1 an den Tagen %2</translation>
    </message>
    <message>
        <source>%1 on the %2 %3</source>
        <comment>Every month on the second Monday</comment>
        <translation>%1 am %2 %3</translation>
    </message>
    <message>
        <source>once</source>
        <comment>how often an event takes place</comment>
        <translation>einmal</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <comment>how often an event takes place</comment>
        <translation>
            <numerusform>%Ln Mal</numerusform>
            <numerusform>%Ln Mal</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>Every week, 10 times</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <comment>Every week, until 31 May 2024</comment>
        <translation>%1, bis %2</translation>
    </message>
    <message>
        <source>not on %1</source>
        <comment>dates on which a series does not take place</comment>
        <translation>nicht am %1</translation>
    </message>
    <message>
        <source>also on %1</source>
        <comment>dates on which a series also takes place</comment>
        <translation>auch am %1</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>The calendar service is starting again. Please try again in a moment.</source>
        <translation>Der Kalenderdienst startet gerade neu. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
</context>
<context>
    <name>TimeWords</name>
    <message>
        <source>%1–%2</source>
        <comment>from – to, of dates or times</comment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>date, time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from – to, each with date and time</comment>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>ValueWords</name>
    <message>
        <source>Lavender</source>
        <translation>Lavendel</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>Salbei</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>Weintraube</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>Flamingo</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>Banane</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>Mandarine</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>Pfau</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Graphit</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>Heidelbeere</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>Basilikum</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>Tomate</translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <translation>wie im Kalender eingestellt</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>guests only</source>
        <translation>nur Gäste</translation>
    </message>
    <message>
        <source>guests only (confidential)</source>
        <translation>nur Gäste (vertraulich)</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>beschäftigt</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>tentative</source>
        <translation>vorläufig</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgesagt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>a new meeting link</source>
        <translation>ein neuer Besprechungslink</translation>
    </message>
    <message>
        <source>the calendar&apos;s colour</source>
        <translation>die Farbe des Kalenders</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaRow</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <comment>names of guests</comment>
        <translation>
            <numerusform>%1, %2 und %Ln weiterer</numerusform>
            <numerusform>%1, %2 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>place and guests of an event</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <comment>on this day</comment>
        <translation>Nichts geplant</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>the person said no to the invitation</comment>
        <translation>abgesagt</translation>
    </message>
    <message>
        <source>running now</source>
        <translation>läuft gerade</translation>
    </message>
    <message>
        <source>invitation, not answered yet</source>
        <translation>Einladung, noch nicht beantwortet</translation>
    </message>
    <message>
        <source>%1 invites you, not answered yet</source>
        <comment>a person</comment>
        <translation>%1 lädt Sie ein, noch nicht beantwortet</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaWindow</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Go to date</source>
        <translation>Zu einem Datum gehen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Neuer Termin</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Termine</translation>
    </message>
    <message>
        <source>Search events</source>
        <translation>Termine durchsuchen</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Join meeting</source>
        <translation>An &amp;Besprechung teilnehmen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>Nichts geplant</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Undone: “%1” is as it was.</source>
        <translation>Rückgängig gemacht: „%1“ ist wie zuvor.</translation>
    </message>
    <message>
        <source>Agenda (demo)</source>
        <translation>Agenda (Demo)</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Day view</source>
        <translation>Tagesansicht</translation>
    </message>
    <message>
        <source>Mo&amp;ve the series to</source>
        <translation>Serie ver&amp;schieben nach</translation>
    </message>
    <message>
        <source>Mo&amp;ve to</source>
        <comment>another calendar</comment>
        <translation>Ver&amp;schieben nach</translation>
    </message>
    <message>
        <source>&amp;Calendars</source>
        <translation>&amp;Kalender</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>Bea&amp;rbeiten…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;uplizieren…</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>Sie sind eingeladen</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 lädt Sie ein</translation>
    </message>
    <message>
        <source>For &amp;this event only</source>
        <translation>Nur für &amp;diesen Termin</translation>
    </message>
    <message>
        <source>For &amp;all of the series</source>
        <translation>Für &amp;alle der Serie</translation>
    </message>
    <message>
        <source>Answer &amp;with a note…</source>
        <translation>&amp;Mit einer Notiz antworten…</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DeleteQuestion</name>
    <message>
        <source>Delete repeating event</source>
        <translation>Wiederkehrenden Termin löschen</translation>
    </message>
    <message>
        <source>“%1” repeats. What should be deleted?</source>
        <translation>„%1“ wiederholt sich. Was soll gelöscht werden?</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>&amp;Dieser Termin</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>&amp;Alle der Serie</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>Dieser und alle &amp;folgenden</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DemoBar</name>
    <message>
        <source>This is a demo. All events are made up; your own calendar is not touched.</source>
        <translation>Das ist eine Demo. Alle Termine sind erfunden; Ihr eigener Kalender bleibt unberührt.</translation>
    </message>
    <message>
        <source>Use my &amp;own account</source>
        <translation>Mein &amp;eigenes Konto verwenden</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventCommands</name>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>Der Dienst wurde beendet, bevor er geantwortet hat.</translation>
    </message>
    <message>
        <source>The history does not know this change any more.</source>
        <translation>Der Verlauf kennt diese Änderung nicht mehr.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventDelegate</name>
    <message>
        <source>Join</source>
        <comment>button: take part in the online meeting</comment>
        <translation>Teilnehmen</translation>
    </message>
    <message>
        <source>all day</source>
        <translation>ganztägig</translation>
    </message>
    <message>
        <source>%1 (day %2 of %3)</source>
        <translation>%1 (Tag %2 von %3)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::MonthStrip</name>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln Termin</numerusform>
            <numerusform>%Ln Termine</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::QuickAddLine</name>
    <message>
        <source>Add: Lunch with Anna tomorrow %1</source>
        <comment>example; words the program understands, %1: half past twelve</comment>
        <translation>Hinzufügen: Essen mit Anna morgen %1</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>Schnell hinzufügen</translation>
    </message>
    <message>
        <source>%1: and what?</source>
        <comment>%1 is a time; the title is missing</comment>
        <translation>%1: und was?</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>title and time of a new event</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Calendar of the new event</source>
        <translation>Kalender des neuen Termins</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>what is known of a new event, and how it repeats</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>what is known of a new event, and its place</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>words of a person</comment>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>Is %1 meant so? Alt+Enter opens the editor.</source>
        <comment>%1 are words of a person</comment>
        <translation>Ist %1 so gemeint? Alt+Eingabe öffnet den Termin zum Bearbeiten.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::StatusHeader</name>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
</context>
<context>
    <name>aria::agenda::UndoBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <comment>closes a message</comment>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Added “%1”.</source>
        <comment>an event</comment>
        <translation>„%1“ hinzugefügt.</translation>
    </message>
    <message>
        <source>Changed “%1”.</source>
        <comment>an event</comment>
        <translation>„%1“ geändert.</translation>
    </message>
    <message>
        <source>Deleted “%1”.</source>
        <comment>an event</comment>
        <translation>„%1“ gelöscht.</translation>
    </message>
    <message>
        <source>Google gets it later.</source>
        <translation>Google erhält es später.</translation>
    </message>
    <message>
        <source>Changed “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>„%1“ und alle folgenden geändert.</translation>
    </message>
    <message>
        <source>Deleted “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>„%1“ und alle folgenden gelöscht.</translation>
    </message>
    <message>
        <source>Moved “%1” to another calendar.</source>
        <comment>an event</comment>
        <translation>„%1“ in einen anderen Kalender verschoben.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an event, the answer to its invitation</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Changed “%1” and moved it to another calendar.</source>
        <comment>an event</comment>
        <translation>„%1“ geändert und in einen anderen Kalender verschoben.</translation>
    </message>
    <message>
        <source>It was changed in Google, too: please decide which version to keep.</source>
        <translation>Er wurde auch in Google geändert: Bitte entscheiden Sie, welche Fassung bleibt.</translation>
    </message>
</context>
<context>
    <name>aria::card::EventCard</name>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Tastenkürzel: %1</translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation>&amp;Teilnehmen</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>Bea&amp;rbeiten…</translation>
    </message>
    <message>
        <source>&amp;Duplicate…</source>
        <translation>&amp;Duplizieren…</translation>
    </message>
    <message>
        <source>Open in &amp;Google Calendar</source>
        <translation>In &amp;Google Kalender öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy link</source>
        <translation>&amp;Link kopieren</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>a guest&apos;s answer</comment>
        <translation>ja</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>vielleicht</translation>
    </message>
    <message>
        <source>no</source>
        <comment>a guest&apos;s answer</comment>
        <translation>nein</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>noch keine Antwort</translation>
    </message>
    <message>
        <source>organizer</source>
        <translation>Organisator</translation>
    </message>
    <message>
        <source>you</source>
        <comment>this guest is the person who reads it</comment>
        <translation>Sie</translation>
    </message>
    <message>
        <source>optional</source>
        <comment>a guest who need not come</comment>
        <translation>optional</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a guest, the answer</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 – “%2”</source>
        <comment>a guest with the answer, a note</comment>
        <translation>%1 – „%2“</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>times, the city of their time zone</comment>
        <translation>%1 in %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>guests</comment>
        <translation>
            <numerusform>und %Ln weiterer</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s)</source>
        <translation>
            <numerusform>%Ln Gast</numerusform>
            <numerusform>%Ln Gäste</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted.</source>
        <translation>Dieser Termin wurde gelöscht.</translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>Der Link ist kopiert.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>facts about a guest</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
</context>
<context>
    <name>aria::choices::Autostart</name>
    <message>
        <source>The folder cannot be made.</source>
        <translation>Der Ordner kann nicht angelegt werden.</translation>
    </message>
</context>
<context>
    <name>aria::choices::CalendarPicker</name>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>Der Dienst startet.</translation>
    </message>
    <message>
        <source>Asking Google for your calendars…</source>
        <translation>Google wird nach Ihren Kalendern gefragt…</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile.</source>
        <translation>Der Dienst wurde inzwischen beendet.</translation>
    </message>
    <message>
        <source>Your calendars could not be listed: %1</source>
        <translation>Ihre Kalender konnten nicht aufgelistet werden: %1</translation>
    </message>
    <message>
        <source>%1 (free/busy only, cannot be synced)</source>
        <extracomment>%1 is the name of a calendar that shows only when somebody is busy.</extracomment>
        <translation>%1 (nur frei/beschäftigt, kann nicht synchronisiert werden)</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <extracomment>%1 is the name of a calendar.</extracomment>
        <translation>%1 (nur lesbar)</translation>
    </message>
    <message>
        <source>%1 (not in this account)</source>
        <extracomment>%1 is the id of a calendar that the settings name.</extracomment>
        <translation>%1 (nicht in diesem Konto)</translation>
    </message>
</context>
<context>
    <name>aria::choices::SettingsAccess</name>
    <message>
        <source>the environment</source>
        <extracomment>Completes “Set by %1”: environment variables.</extracomment>
        <translation>die Umgebung</translation>
    </message>
    <message>
        <source>the command line</source>
        <extracomment>Completes “Set by %1”.</extracomment>
        <translation>die Befehlszeile</translation>
    </message>
    <message>
        <source>the demo</source>
        <extracomment>Completes “Set by %1”: the program runs against a made-up Google.</extracomment>
        <translation>die Demo</translation>
    </message>
</context>
<context>
    <name>aria::choices::StrategyChoice</name>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Wenn beide Seiten dasselbe geändert haben</translation>
    </message>
    <message>
        <source>&amp;Google decides</source>
        <translation>&amp;Google entscheidet</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %2.</source>
        <comment>times</comment>
        <translation>Sie verschieben „Zahnarzt“ in ARIA auf %1, jemand verschiebt ihn in Google auf %2: Er ist um %2.</translation>
    </message>
    <message>
        <source>&amp;ARIA decides</source>
        <translation>&amp;ARIA entscheidet</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %1.</source>
        <comment>times</comment>
        <translation>Sie verschieben „Zahnarzt“ in ARIA auf %1, jemand verschiebt ihn in Google auf %2: Er ist um %1.</translation>
    </message>
    <message>
        <source>The &amp;later change decides</source>
        <translation>Die &amp;spätere Änderung entscheidet</translation>
    </message>
    <message>
        <source>%1 was entered at noon, %2 at one o’clock: it is at %2.</source>
        <comment>times</comment>
        <translation>%1 wurde mittags eingetragen, %2 um ein Uhr: Er ist um %2.</translation>
    </message>
    <message>
        <source>As&amp;k me</source>
        <translation>Mi&amp;ch fragen</translation>
    </message>
    <message>
        <source>Neither side is changed; “Dentist” waits in the list of conflicts until you decide.</source>
        <translation>Keine Seite wird geändert; „Zahnarzt“ wartet in der Liste der Konflikte, bis Sie entscheiden.</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictModel</name>
    <message>
        <source>Deleted in ARIA, edited in Google</source>
        <translation>In ARIA gelöscht, in Google bearbeitet</translation>
    </message>
    <message>
        <source>Deleted in Google, edited in ARIA</source>
        <translation>In Google gelöscht, in ARIA bearbeitet</translation>
    </message>
    <message>
        <source>Differs: %1</source>
        <comment>names of fields</comment>
        <translation>Unterschiede: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictReview</name>
    <message>
        <source>The conflict could not be settled: %1</source>
        <translation>Der Konflikt konnte nicht gelöst werden: %1</translation>
    </message>
    <message>
        <source>The conflict is settled, but your own wording could not be saved: %1</source>
        <translation>Der Konflikt ist gelöst, aber Ihre eigene Fassung konnte nicht gespeichert werden: %1</translation>
    </message>
    <message>
        <source>The conflicts could not be read: %1</source>
        <translation>Die Konflikte konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>This event has just changed. Please look at it again.</source>
        <translation>Dieser Termin hat sich gerade geändert. Bitte sehen Sie ihn sich noch einmal an.</translation>
    </message>
    <message>
        <source>Looking for conflicts…</source>
        <translation>Konflikte werden gesucht…</translation>
    </message>
    <message>
        <source>There are no conflicts. Everything is settled.</source>
        <translation>Es gibt keine Konflikte. Alles ist geklärt.</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this</source>
        <comment>conflicts in which the same fields differ</comment>
        <translation>
            <numerusform>Auf &amp;alle %Ln dieser Art anwenden</numerusform>
            <numerusform>Auf &amp;alle %Ln dieser Art anwenden</numerusform>
        </translation>
    </message>
    <message>
        <source>The event will be deleted.</source>
        <translation>Der Termin wird gelöscht.</translation>
    </message>
    <message>
        <source>%1, and as an event of its own: %2</source>
        <comment>two events</comment>
        <translation>%1, und als eigener Termin: %2</translation>
    </message>
    <message>
        <source>Choose a side for each field.</source>
        <translation>Wählen Sie für jedes Feld eine Seite.</translation>
    </message>
    <message>
        <source>Review conflicts</source>
        <translation>Konflikte prüfen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Save my wording &amp;again</source>
        <translation>Meine Fassung &amp;erneut speichern</translation>
    </message>
    <message>
        <source>Conflicts, newest first</source>
        <translation>Konflikte, neueste zuerst</translation>
    </message>
    <message>
        <source>Event in conflict</source>
        <translation>Termin mit Konflikt</translation>
    </message>
    <message>
        <source>As it will be</source>
        <translation>So wird er aussehen</translation>
    </message>
    <message>
        <source>As it will be:</source>
        <translation>So wird er aussehen:</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Tastenkürzel: %1</translation>
    </message>
    <message>
        <source>All from A&amp;RIA</source>
        <translation>Alles von A&amp;RIA</translation>
    </message>
    <message>
        <source>All from &amp;Google</source>
        <translation>Alles von &amp;Google</translation>
    </message>
    <message>
        <source>&amp;Keep both as two events</source>
        <translation>&amp;Beide als zwei Termine behalten</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Über&amp;springen</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this: keep %1, delete %2</source>
        <comment>%1 and %2 are numbers of events</comment>
        <translation>
            <numerusform>Auf &amp;alle %Ln solchen anwenden: %1 behalten, %2 löschen</numerusform>
            <numerusform>Auf &amp;alle %Ln solchen anwenden: %1 behalten, %2 löschen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictTable</name>
    <message>
        <source>Fields that differ</source>
        <translation>Unterschiedliche Felder</translation>
    </message>
    <message>
        <source>%1, changed %2</source>
        <comment>ARIA, changed 15.01.24 14:00</comment>
        <translation>%1, geändert %2</translation>
    </message>
    <message>
        <source>Before</source>
        <comment>the version both sides had</comment>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>ARIA</source>
        <translation>ARIA</translation>
    </message>
    <message>
        <source>Google</source>
        <translation>Google</translation>
    </message>
    <message>
        <source>deleted</source>
        <comment>the event</comment>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>leer</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>the version before</comment>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>%1 from ARIA</source>
        <comment>a field</comment>
        <translation>%1 aus ARIA</translation>
    </message>
    <message>
        <source>%1 from Google</source>
        <comment>a field</comment>
        <translation>%1 aus Google</translation>
    </message>
    <message>
        <source>Own wording</source>
        <translation>Eigene Fassung</translation>
    </message>
    <message>
        <source>%1: own wording</source>
        <comment>a field</comment>
        <translation>%1: eigene Fassung</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::DeletionsReview</name>
    <message>
        <source>Review deletions</source>
        <translation>Löschungen prüfen</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Deleted</source>
        <comment>a column: where it was deleted</comment>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>What would be deleted</source>
        <translation>Was gelöscht würde</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>&amp;Delete them on both sides</source>
        <translation>Auf beiden Seiten &amp;löschen</translation>
    </message>
    <message>
        <source>&amp;Bring them back</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>Decide &amp;later</source>
        <translation>Später &amp;entscheiden</translation>
    </message>
    <message>
        <source>The deletions could not be read: %1</source>
        <translation>Die Löschungen konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>The list has just changed. Please look at it again.</source>
        <translation>Die Liste hat sich gerade geändert. Bitte sehen Sie sie sich noch einmal an.</translation>
    </message>
    <message>
        <source>series from %1</source>
        <comment>a date</comment>
        <translation>Serie ab %1</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>in Google</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>in ARIA</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>Keine Löschungen warten auf eine Entscheidung.</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</source>
        <translation>
            <numerusform>%Ln Termin wurde in Google gelöscht. In ARIA wurde noch nichts gelöscht.</numerusform>
            <numerusform>%Ln Termine wurden in Google auf einmal gelöscht, ungewöhnlich viele. In ARIA wurde noch nichts gelöscht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</source>
        <translation>
            <numerusform>%Ln Termin wurde in ARIA gelöscht. In Google wurde noch nichts gelöscht.</numerusform>
            <numerusform>%Ln Termine wurden in ARIA auf einmal gelöscht, ungewöhnlich viele. In Google wurde noch nichts gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>This could not be done: %1</source>
        <translation>Das ging nicht: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::TimesEditor</name>
    <message>
        <source>From</source>
        <comment>start of an event</comment>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until and with</source>
        <comment>last day of an event</comment>
        <translation>Bis einschließlich</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>end of an event</comment>
        <translation>Bis</translation>
    </message>
</context>
<context>
    <name>aria::dayview::AllDayStrip</name>
    <message>
        <source>All-day events</source>
        <translation>Ganztägige Termine</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>%1, abgesagt</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayGrid</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln Termin</numerusform>
            <numerusform>%Ln Termine</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>title and time of an event</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>%1, abgesagt</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayPanel</name>
    <message>
        <source>Day before</source>
        <translation>Tag davor</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>Tag danach</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventDraft</name>
    <message>
        <source>An event needs a title.</source>
        <translation>Ein Termin braucht einen Titel.</translation>
    </message>
    <message>
        <source>There is no such time zone.</source>
        <translation>Diese Zeitzone gibt es nicht.</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>Ein Datum fehlt.</translation>
    </message>
    <message>
        <source>The event ends before it starts.</source>
        <translation>Der Termin endet, bevor er beginnt.</translation>
    </message>
    <message>
        <source>This repetition is not valid: %1</source>
        <translation>Diese Wiederholung ist ungültig: %1</translation>
    </message>
    <message>
        <source>With this repetition the event never takes place.</source>
        <translation>Mit dieser Wiederholung findet der Termin nie statt.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>„%1“ ist keine E-Mail-Adresse.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventEditor</name>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Neuer Termin</translation>
    </message>
    <message>
        <source>You are changing all events of this series.</source>
        <translation>Sie ändern alle Termine dieser Serie.</translation>
    </message>
    <message>
        <source>You are changing this event of a series only.</source>
        <translation>Sie ändern nur diesen einen Termin einer Serie.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>The service is starting again. Please save once more in a moment.</source>
        <translation>Der Dienst startet gerade neu. Bitte speichern Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>You are changing this event and all that follow in its series.</source>
        <translation>Sie ändern diesen Termin und alle folgenden seiner Serie.</translation>
    </message>
    <message>
        <source>They get a meeting link of their own.</source>
        <translation>Sie bekommen einen eigenen Besprechungslink.</translation>
    </message>
    <message numerus="yes">
        <source>%n later event(s) that were changed or cancelled on their own will be as the rest of the series, because the times change.</source>
        <translation>
            <numerusform>%Ln späterer Termin, der einzeln geändert oder abgesagt wurde, wird wie der Rest der Serie, weil sich die Zeiten ändern.</numerusform>
            <numerusform>%Ln spätere Termine, die einzeln geändert oder abgesagt wurden, werden wie der Rest der Serie, weil sich die Zeiten ändern.</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted meanwhile.</source>
        <translation>Dieser Termin wurde inzwischen gelöscht.</translation>
    </message>
    <message>
        <source>This event was changed meanwhile:</source>
        <translation>Dieser Termin wurde inzwischen geändert:</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field of an event and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>an empty field</comment>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Somebody else organizes it: you can answer, and choose your own reminder and colour.</source>
        <translation>Jemand anderes organisiert ihn: Sie können antworten sowie Erinnerung und Farbe für sich wählen.</translation>
    </message>
    <message>
        <source>%1 organizes it: you can answer, and choose your own reminder and colour.</source>
        <comment>a person</comment>
        <translation>%1 organisiert ihn: Sie können antworten sowie Erinnerung und Farbe für sich wählen.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventFields</name>
    <message>
        <source>Send mail to the g&amp;uests</source>
        <translation>&amp;Mail an die Gäste senden</translation>
    </message>
    <message>
        <source>A series is in one calendar, with all its events.</source>
        <translation>Eine Serie steht mit allen ihren Terminen in einem Kalender.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>„%1“ ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>ungültig</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Off: the event changes in the guests’ calendars, but Google writes no mail.</source>
        <translation>Aus: Der Termin ändert sich in den Kalendern der Gäste, aber Google schreibt keine Mail.</translation>
    </message>
    <message>
        <source>The calendar’s</source>
        <translation>Die des Kalenders</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>&amp;Zeitzone</translation>
    </message>
    <message>
        <source>&amp;Repeats</source>
        <translation>&amp;Wiederholung</translation>
    </message>
    <message>
        <source>Ca&amp;lendar</source>
        <translation>&amp;Kalender</translation>
    </message>
    <message>
        <source>&amp;Place</source>
        <translation>&amp;Ort</translation>
    </message>
    <message>
        <source>&amp;Guests</source>
        <translation>&amp;Gäste</translation>
    </message>
    <message>
        <source>Re&amp;minders</source>
        <translation>E&amp;rinnerungen</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notizen</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventSaver</name>
    <message>
        <source>The service stopped before it answered. Please save once more.</source>
        <translation>Der Dienst wurde beendet, bevor er geantwortet hat. Bitte speichern Sie noch einmal.</translation>
    </message>
    <message>
        <source>This could not be saved: %1</source>
        <translation>Dies konnte nicht gespeichert werden: %1</translation>
    </message>
    <message>
        <source>The event could not be moved to the other calendar: %1</source>
        <translation>Der Termin konnte nicht in den anderen Kalender verschoben werden: %1</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>Der Dienst wurde beendet, bevor er geantwortet hat.</translation>
    </message>
</context>
<context>
    <name>aria::editor::GuestList</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>zugesagt</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>abgesagt</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>vielleicht</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>noch keine Antwort</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Gäste</translation>
    </message>
    <message>
        <source>Add a guest’s e-mail address</source>
        <translation>E-Mail-Adresse eines Gastes hinzufügen</translation>
    </message>
    <message>
        <source>Remove guest</source>
        <translation>Gast entfernen</translation>
    </message>
    <message>
        <source>%1 &lt;%2&gt;</source>
        <comment>name and e-mail address</comment>
        <translation>%1 &lt;%2&gt;</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <comment>a guest and the answer</comment>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>aria::editor::NewsLine</name>
    <message>
        <source>&amp;Keep mine</source>
        <comment>one&apos;s own wording of an event</comment>
        <translation>Meines beha&amp;lten</translation>
    </message>
    <message>
        <source>Take t&amp;heirs</source>
        <comment>the wording of an event from elsewhere</comment>
        <translation>&amp;Das andere übernehmen</translation>
    </message>
    <message>
        <source>Make it a ne&amp;w event</source>
        <translation>Als neuen &amp;Termin anlegen</translation>
    </message>
</context>
<context>
    <name>aria::editor::ReminderList</name>
    <message>
        <source>Notification</source>
        <translation>Benachrichtigung</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Kind of reminder</source>
        <translation>Art der Erinnerung</translation>
    </message>
    <message>
        <source>minutes before</source>
        <translation>Minuten vorher</translation>
    </message>
    <message>
        <source>hours before</source>
        <translation>Stunden vorher</translation>
    </message>
    <message>
        <source>days before</source>
        <translation>Tage vorher</translation>
    </message>
    <message>
        <source>weeks before</source>
        <translation>Wochen vorher</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>Zeiteinheit</translation>
    </message>
    <message>
        <source>How long before</source>
        <translation>Wie lange vorher</translation>
    </message>
    <message>
        <source>Remove this reminder</source>
        <translation>Diese Erinnerung entfernen</translation>
    </message>
    <message>
        <source>As the calendar has &amp;it</source>
        <translation>W&amp;ie im Kalender eingestellt</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>Keine Erinnerung</translation>
    </message>
    <message>
        <source>A&amp;dd reminder</source>
        <translation>Erinnerung &amp;hinzufügen</translation>
    </message>
    <message>
        <source>At most five</source>
        <translation>Höchstens fünf</translation>
    </message>
</context>
<context>
    <name>aria::editor::RepeatEditor</name>
    <message>
        <source>Repeats</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Every</source>
        <comment>how many days or weeks</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Number of times</source>
        <translation>Anzahl der Male</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>forever</source>
        <comment>how long an event repeats</comment>
        <translation>für immer</translation>
    </message>
    <message>
        <source>until:</source>
        <comment>the day up to which an event repeats follows</comment>
        <translation>bis:</translation>
    </message>
    <message>
        <source>so many times:</source>
        <comment>after how many times an event ends; a number follows</comment>
        <translation>so oft:</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>Repetition as RFC 5545 lines</source>
        <translation>Wiederholung als Zeilen nach RFC 5545</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 weeks</comment>
        <translation>alle</translation>
    </message>
    <message>
        <source>Monthly on the last %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Monatlich am letzten %1</translation>
    </message>
    <message>
        <source>Monthly on the first %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Monatlich am ersten %1</translation>
    </message>
    <message>
        <source>Monthly on the second %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Monatlich am zweiten %1</translation>
    </message>
    <message>
        <source>Monthly on the third %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Monatlich am dritten %1</translation>
    </message>
    <message>
        <source>Monthly on the fourth %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Monatlich am vierten %1</translation>
    </message>
    <message>
        <source>Does not repeat</source>
        <translation>Keine Wiederholung</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>Täglich</translation>
    </message>
    <message>
        <source>Weekly</source>
        <translation>Wöchentlich</translation>
    </message>
    <message>
        <source>Monthly on day %1</source>
        <translation>Monatlich am %1.</translation>
    </message>
    <message>
        <source>Yearly</source>
        <translation>Jährlich</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Benutzerdefiniert</translation>
    </message>
    <message numerus="yes">
        <source>day(s),</source>
        <comment>every 2 days</comment>
        <translation>
            <numerusform>Tag,</numerusform>
            <numerusform>Tage,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>week(s),</source>
        <comment>every 2 weeks</comment>
        <translation>
            <numerusform>Woche,</numerusform>
            <numerusform>Wochen,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>year(s),</source>
        <comment>every 2 years</comment>
        <translation>
            <numerusform>Jahr,</numerusform>
            <numerusform>Jahre,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>month(s),</source>
        <comment>every 2 months</comment>
        <translation>
            <numerusform>Monat,</numerusform>
            <numerusform>Monate,</numerusform>
        </translation>
    </message>
    <message>
        <source>Next: %1</source>
        <comment>%1 is a list of dates</comment>
        <translation>Nächste Termine: %1</translation>
    </message>
</context>
<context>
    <name>aria::editor::SpanFields</name>
    <message>
        <source>Start date</source>
        <translation>Anfangsdatum</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>Anfangszeit</translation>
    </message>
    <message>
        <source>End date</source>
        <translation>Enddatum</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>Endzeit</translation>
    </message>
    <message>
        <source>&amp;All day</source>
        <translation>G&amp;anztägig</translation>
    </message>
    <message>
        <source>S&amp;tarts</source>
        <translation>&amp;Beginn</translation>
    </message>
    <message>
        <source>&amp;Ends</source>
        <translation>&amp;Ende</translation>
    </message>
    <message>
        <source>Time zone…</source>
        <translation>Zeitzone…</translation>
    </message>
    <message>
        <source>Choose a time zone for this event</source>
        <translation>Eine Zeitzone für diesen Termin wählen</translation>
    </message>
</context>
<context>
    <name>aria::freebusy::BusyLine</name>
    <message>
        <source>Looking up who is free…</source>
        <translation>Es wird nachgesehen, wer Zeit hat …</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen: the sign-in at Google does not include it.</source>
        <translation>Ob Gäste Zeit haben, ist nicht zu sehen: Die Anmeldung bei Google schließt das nicht ein.</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen now: %1</source>
        <translation>Ob Gäste Zeit haben, ist jetzt nicht zu sehen: %1</translation>
    </message>
    <message>
        <source>You are busy: %1</source>
        <comment>%1: times</comment>
        <translation>Sie haben keine Zeit: %1</translation>
    </message>
    <message>
        <source>%1 is busy: %2</source>
        <comment>a person, times</comment>
        <translation>%1 hat keine Zeit: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more are busy</source>
        <comment>people</comment>
        <translation>
            <numerusform>%Ln weitere Person hat keine Zeit</numerusform>
            <numerusform>%Ln weitere Personen haben keine Zeit</numerusform>
        </translation>
    </message>
    <message>
        <source>Google does not say when %1 is busy.</source>
        <comment>a person</comment>
        <translation>Google sagt nicht, wann %1 Zeit hat.</translation>
    </message>
    <message>
        <source>Everybody is free then.</source>
        <translation>Alle haben dann Zeit.</translation>
    </message>
    <message>
        <source>Take the next &amp;free time: %1</source>
        <translation>Nä&amp;chste freie Zeit nehmen: %1</translation>
    </message>
    <message>
        <source>No time in the next days at which all are free</source>
        <translation>In den nächsten Tagen keine Zeit, zu der alle können</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryModel</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>Where</source>
        <comment>in ARIA or in Google</comment>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Changes, newest first</source>
        <translation>Änderungen, neueste zuerst</translation>
    </message>
    <message>
        <source>Nothing has changed yet.</source>
        <translation>Noch hat sich nichts geändert.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Tastenkürzel: %1</translation>
    </message>
    <message>
        <source>Only this &amp;event</source>
        <translation>Nur dieser &amp;Termin</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>Diese Änderung &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>Undo &amp;all since then…</source>
        <translation>&amp;Alles seitdem rückgängig machen…</translation>
    </message>
    <message>
        <source>The history could not be read: %1</source>
        <translation>Der Verlauf konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>Wird rückgängig gemacht…</translation>
    </message>
    <message>
        <source>This could not be undone: %1</source>
        <translation>Dies konnte nicht rückgängig gemacht werden: %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <comment>a change</comment>
        <translation>Rückgängig gemacht: %1</translation>
    </message>
    <message>
        <source>Undone, and waiting for Google: %1</source>
        <comment>a change</comment>
        <translation>Rückgängig gemacht, wartet auf Google: %1</translation>
    </message>
    <message>
        <source>Undo all changes since then</source>
        <translation>Alle Änderungen seitdem rückgängig machen</translation>
    </message>
    <message>
        <source>Undo every change since %1?</source>
        <comment>a date and time</comment>
        <translation>Jede Änderung seit %1 rückgängig machen?</translation>
    </message>
    <message>
        <source>Events made since then are deleted, deleted ones come back, in ARIA and in Google. The undoing can itself be undone. Guests get no mail.</source>
        <translation>Seitdem angelegte Termine werden gelöscht, gelöschte kommen zurück, in ARIA und in Google. Auch dies lässt sich wieder rückgängig machen. Gäste erhalten keine Mail.</translation>
    </message>
    <message>
        <source>&amp;Undo all</source>
        <translation>Alles &amp;rückgängig machen</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) undone.</source>
        <translation>
            <numerusform>%Ln Änderung rückgängig gemacht.</numerusform>
            <numerusform>%Ln Änderungen rückgängig gemacht.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::history::VersionsTable</name>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>Before: there was no event</source>
        <translation>Vorher: Es gab keinen Termin</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After: deleted</source>
        <translation>Nachher: gelöscht</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Nothing a person sees.</source>
        <translation>Nichts, was man sieht.</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>leer</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerBar</name>
    <message>
        <source>Write a mail to the organizer</source>
        <translation>Dem Organisator eine Mail schreiben</translation>
    </message>
    <message>
        <source>Note with the answer</source>
        <translation>Notiz zur Antwort</translation>
    </message>
    <message>
        <source>The answer is for</source>
        <translation>Die Antwort gilt</translation>
    </message>
    <message>
        <source>For this event only</source>
        <translation>Nur für diesen Termin</translation>
    </message>
    <message>
        <source>For all of the series</source>
        <translation>Für alle der Serie</translation>
    </message>
    <message>
        <source>The answer was not sent: %1</source>
        <translation>Die Antwort wurde nicht gesendet: %1</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>Sie sind eingeladen</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 lädt Sie ein</translation>
    </message>
    <message>
        <source>Sending…</source>
        <comment>an answer</comment>
        <translation>Wird gesendet…</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerCommand</name>
    <message>
        <source>The service is starting again. Please answer once more in a moment.</source>
        <translation>Der Dienst startet gerade neu. Bitte antworten Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>Der Dienst wurde beendet, bevor er geantwortet hat.</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerDialog</name>
    <message>
        <source>Answer an invitation</source>
        <translation>Einladung beantworten</translation>
    </message>
</context>
<context>
    <name>aria::invitation::Invitation</name>
    <message>
        <source>Yes</source>
        <comment>answer to an invitation</comment>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Maybe</source>
        <comment>answer to an invitation</comment>
        <translation>Vielleicht</translation>
    </message>
    <message>
        <source>No</source>
        <comment>answer to an invitation</comment>
        <translation>Nein</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>&amp;Ja</translation>
    </message>
    <message>
        <source>&amp;Maybe</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>&amp;Vielleicht</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>&amp;Nein</translation>
    </message>
    <message>
        <source>You said yes.</source>
        <translation>Sie haben zugesagt.</translation>
    </message>
    <message>
        <source>You said maybe.</source>
        <translation>Sie kommen vielleicht.</translation>
    </message>
    <message>
        <source>You said no.</source>
        <translation>Sie haben abgesagt.</translation>
    </message>
    <message>
        <source>You have not answered yet.</source>
        <translation>Sie haben noch nicht geantwortet.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::SystemKeychain</name>
    <message>
        <source>The system keyring cannot be used: %1</source>
        <comment>%1 says why</comment>
        <translation>Der Schlüsselbund des Systems kann nicht verwendet werden: %1</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>Er antwortet nicht.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::TokenKeeper</name>
    <message>
        <source>The program ends.</source>
        <translation>Das Programm wird beendet.</translation>
    </message>
    <message>
        <source>The sign-in cannot be read: %1</source>
        <translation>Die Anmeldung kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>The system keyring did not keep it.</source>
        <translation>Der Schlüsselbund des Systems hat sie nicht behalten.</translation>
    </message>
    <message>
        <source>token.json could not be deleted. Delete it yourself.</source>
        <translation>token.json konnte nicht gelöscht werden. Löschen Sie die Datei selbst.</translation>
    </message>
    <message>
        <source>The sign-in was not read yet.</source>
        <translation>Die Anmeldung wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>The sign-in could not be removed from the keyring: %1</source>
        <translation>Die Anmeldung konnte nicht aus dem Schlüsselbund entfernt werden: %1</translation>
    </message>
    <message>
        <source>The sign-in could not be kept in the keyring and lasts only until this program ends: %1</source>
        <translation>Die Anmeldung konnte nicht im Schlüsselbund aufbewahrt werden und gilt nur, bis dieses Programm endet: %1</translation>
    </message>
</context>
<context>
    <name>aria::notifications::AttentionNotices</name>
    <message numerus="yes">
        <source>%n event(s) changed both in ARIA and in Google</source>
        <translation>
            <numerusform>%Ln Termin in ARIA und in Google geändert</numerusform>
            <numerusform>%Ln Termine in ARIA und in Google geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Please decide which version to keep. Nothing is lost until you do.</source>
        <translation>Bitte entscheiden Sie, welche Fassung bleiben soll. Bis dahin geht nichts verloren.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>conflicts</comment>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Please sign in to Google again</source>
        <translation>Bitte melden Sie sich erneut bei Google an</translation>
    </message>
    <message>
        <source>Google has ended the sign-in, so the calendars are not kept in step. While the consent screen of your Google project is in Testing, Google does so after 7 days.</source>
        <translation>Google hat die Anmeldung beendet, daher werden die Kalender nicht mehr abgeglichen. Solange der Zustimmungsbildschirm Ihres Google-Projekts auf „Testing“ steht, tut Google das nach 7 Tagen.</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <comment>to Google</comment>
        <translation>Neu verbinden</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) would be deleted</source>
        <comment>unusually many at once</comment>
        <translation>
            <numerusform>Ein Termin würde gelöscht</numerusform>
            <numerusform>%Ln Termine würden gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>That is unusually many at once. Please decide; until then they stay, and the calendar waits.</source>
        <translation>Das sind ungewöhnlich viele auf einmal. Bitte entscheiden Sie; bis dahin bleiben sie, und der Kalender wartet.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>deletions</comment>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Until you do, the calendars are not kept in step.</source>
        <translation>Bis dahin werden die Kalender nicht abgeglichen.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed, so the calendars are not kept in step. Please sign in again and tick every box.</source>
        <translation>Google wurde nicht alles erlaubt, was nötig ist; deshalb werden die Kalender nicht abgeglichen. Bitte melden Sie sich erneut an und setzen Sie jedes Häkchen.</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ChangeNotices</name>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ReminderNotices</name>
    <message>
        <source>%1 in %2</source>
        <comment>an event, a duration</comment>
        <translation>%1 – noch %2</translation>
    </message>
    <message>
        <source>%1 begins now</source>
        <comment>an event</comment>
        <translation>%1 beginnt jetzt</translation>
    </message>
    <message>
        <source>%1 has begun</source>
        <comment>an event</comment>
        <translation>%1 hat begonnen</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Join</source>
        <comment>a meeting</comment>
        <translation>Teilnehmen</translation>
    </message>
    <message>
        <source>Snooze for %1</source>
        <comment>a reminder, a duration</comment>
        <translation>Schlummern (%1)</translation>
    </message>
</context>
<context>
    <name>aria::settings::AboutPage</name>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Keeps the events of ARIA and of Google Calendar the same on both sides.</source>
        <translation>Hält die Termine von ARIA und Google Kalender auf beiden Seiten gleich.</translation>
    </message>
    <message>
        <source>Version:</source>
        <translation>Version:</translation>
    </message>
    <message>
        <source>Qt:</source>
        <translation>Qt:</translation>
    </message>
    <message>
        <source>System:</source>
        <translation>System:</translation>
    </message>
    <message>
        <source>License:</source>
        <translation>Lizenz:</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Versions, settings and counts, for a report. Titles, addresses and tokens are left out.</source>
        <translation>Versionen, Einstellungen und Zahlen für einen Bericht. Titel, Adressen und Token werden weggelassen.</translation>
    </message>
    <message>
        <source>Copied. Titles, addresses and tokens were left out.</source>
        <translation>Kopiert. Titel, Adressen und Token wurden weggelassen.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AccountPage</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Sign ou&amp;t…</source>
        <translation>Ab&amp;melden…</translation>
    </message>
    <message>
        <source>In a &amp;file that only you can read, token.json</source>
        <translation>In einer &amp;Datei, die nur Sie lesen können: token.json</translation>
    </message>
    <message>
        <source>In the system &amp;keyring</source>
        <translation>Im Schlüssel&amp;bund des Systems</translation>
    </message>
    <message>
        <source>Google</source>
        <translation>Google</translation>
    </message>
    <message>
        <source>Folder of the &amp;credentials:</source>
        <translation>&amp;Ordner der Zugangsdaten:</translation>
    </message>
    <message>
        <source>Where the sign-in is kept</source>
        <translation>Wo die Anmeldung aufbewahrt wird</translation>
    </message>
    <message>
        <source>Folder of the credentials</source>
        <translation>Ordner der Zugangsdaten</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>D&amp;urchsuchen…</translation>
    </message>
    <message>
        <source>With the keyring, only this program finds the sign-in, and only while you are logged in; a service without windows does not.</source>
        <translation>Im Schlüsselbund findet nur dieses Programm die Anmeldung, und nur, während Sie am System angemeldet sind; ein Dienst ohne Fenster findet sie nicht.</translation>
    </message>
    <message>
        <source>Moving the sign-in…</source>
        <translation>Die Anmeldung wird verschoben…</translation>
    </message>
    <message>
        <source>&amp;Reconnect…</source>
        <translation>&amp;Neu verbinden…</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>&amp;Anmelden…</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>Der Dienst startet.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Sie sind angemeldet.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google verlangt eine neue Anmeldung.</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Niemand ist angemeldet.</translation>
    </message>
    <message>
        <source>The sign-in stays where it was: %1</source>
        <translation>Die Anmeldung bleibt, wo sie war: %1</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>You are signed in as %1.</source>
        <comment>an e-mail address</comment>
        <translation>Sie sind als %1 angemeldet.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>&amp;Log:</source>
        <translation>&amp;Protokoll:</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Everything, for finding a fault</source>
        <translation>Alles, um einen Fehler zu finden</translation>
    </message>
    <message>
        <source>Log &amp;format:</source>
        <translation>Protokoll&amp;format:</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A &amp;change waits for Google at most:</source>
        <translation>Eine Ä&amp;nderung wartet auf Google höchstens:</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>&amp;Webhook address:</source>
        <translation>&amp;Webhook-Adresse:</translation>
    </message>
    <message>
        <source>Where Google can reach this computer at a public https address, changes arrive at once instead of at the next look.</source>
        <translation>Wenn Google diesen Rechner unter einer öffentlichen https-Adresse erreicht, kommen Änderungen sofort an statt erst beim nächsten Nachsehen.</translation>
    </message>
    <message>
        <source>&amp;Google’s API:</source>
        <translation>&amp;Google-API:</translation>
    </message>
    <message>
        <source>Google’s &amp;revocation:</source>
        <translation>Wi&amp;derruf bei Google:</translation>
    </message>
    <message>
        <source>&amp;Tell about changes at:</source>
        <translation>Änderungen &amp;melden an:</translation>
    </message>
    <message>
        <source>&amp;Signed with:</source>
        <translation>&amp;Signiert mit:</translation>
    </message>
    <message>
        <source>Programs that want to hear of each change get it there, signed with a secret that begins with whsec_.</source>
        <translation>Programme, die von jeder Änderung erfahren wollen, bekommen sie dort, signiert mit einem Geheimnis, das mit whsec_ beginnt.</translation>
    </message>
</context>
<context>
    <name>aria::settings::ApiPage</name>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>ARIA and other programs reach the calendar here.</source>
        <translation>Hier erreichen ARIA und andere Programme den Kalender.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>&amp;Adresse:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>&amp;Port:</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Token:</translation>
    </message>
    <message>
        <source>With a token, whoever calls the API has to send it. Without one, the API can be reached from this computer only.</source>
        <translation>Mit einem Token muss jeder, der die API aufruft, es mitschicken. Ohne Token ist die API nur von diesem Rechner aus erreichbar.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>Makes a new token; programs that use the old one have to be given it.</source>
        <translation>Erzeugt ein neues Token; Programme, die das alte verwenden, brauchen dann das neue.</translation>
    </message>
</context>
<context>
    <name>aria::settings::CalendarsPage</name>
    <message>
        <source>Calendars</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>These calendars of the account are kept in step with ARIA:</source>
        <translation>Diese Kalender des Kontos werden mit ARIA abgeglichen:</translation>
    </message>
    <message>
        <source>&amp;Time zone of “today”:</source>
        <translation>&amp;Zeitzone für „heute“:</translation>
    </message>
    <message>
        <source>the calendar’s own</source>
        <translation>die des Kalenders</translation>
    </message>
</context>
<context>
    <name>aria::settings::DatabasePage</name>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>&amp;Database:</source>
        <translation>&amp;Datenbank:</translation>
    </message>
    <message>
        <source>sqlite:///path for a file on this computer, or postgresql://user:password@host/name for the database that ARIA uses. Events are not moved from one to the other; the new one is filled from Google.</source>
        <translation>sqlite:///Pfad für eine Datei auf diesem Rechner oder postgresql://Benutzer:Passwort@Rechner/Name für die Datenbank, die ARIA verwendet. Termine werden nicht von der einen in die andere übertragen; die neue wird aus Google gefüllt.</translation>
    </message>
    <message>
        <source>Keep the &amp;history for:</source>
        <translation>&amp;Verlauf aufbewahren:</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Keep d&amp;eleted events for:</source>
        <translation>&amp;Gelöschte Termine aufbewahren:</translation>
    </message>
</context>
<context>
    <name>aria::settings::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Tell me what &amp;others changed in Google</source>
        <translation>Mitteilen, was &amp;andere in Google geändert haben</translation>
    </message>
    <message>
        <source>&amp;Remind me of events, as each event’s own reminders say</source>
        <translation>An Termine &amp;erinnern, wie es ihre eigenen Erinnerungen vorsehen</translation>
    </message>
    <message>
        <source>&amp;Quiet hours, without either</source>
        <translation>&amp;Ruhezeit ohne beides</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>&amp;Von:</translation>
    </message>
    <message>
        <source>&amp;Until:</source>
        <translation>&amp;Bis:</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Ruhe bis</translation>
    </message>
    <message>
        <source>Key to &amp;join the next meeting, from anywhere:</source>
        <translation>&amp;Taste, um von überall an der nächsten Besprechung teilzunehmen:</translation>
    </message>
    <message>
        <source>Key to join the next meeting</source>
        <translation>Taste, um an der nächsten Besprechung teilzunehmen</translation>
    </message>
    <message>
        <source>None at first. A function key, or one with Ctrl, Alt or the Windows key.</source>
        <translation>Anfangs keine. Eine Funktionstaste oder eine mit Strg, Alt oder der Windows-Taste.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>Dieser Desktop gibt keinem Programm eine Taste, die überall wirkt.</translation>
    </message>
    <message>
        <source>“%1” cannot join meetings from anywhere: choose a function key, or a letter or digit with Ctrl, Alt or the Windows key.</source>
        <translation>„%1“ kann nicht von überall wirken: Wählen Sie eine Funktionstaste oder einen Buchstaben oder eine Ziffer mit Strg, Alt oder der Windows-Taste.</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingRow</name>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>Festgelegt durch %1 (%2)</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
</context>
<context>
    <name>aria::settings::SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>Synchronisierung</translation>
    </message>
    <message>
        <source>&amp;Start with the session</source>
        <translation>&amp;Mit der Sitzung starten</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Wenn beide Seiten dasselbe geändert haben</translation>
    </message>
    <message>
        <source>Look for changes e&amp;very:</source>
        <translation>&amp;Nach Änderungen sehen alle:</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds</comment>
        <translation> s</translation>
    </message>
    <message>
        <source>What changes in ARIA goes to Google at once. With a webhook, Google is asked only every sixth time.</source>
        <translation>Was sich in ARIA ändert, geht sofort zu Google. Mit einem Webhook wird Google nur jedes sechste Mal gefragt.</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>Der Start mit der Sitzung konnte nicht eingestellt werden: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::Assistant</name>
    <message>
        <source>Connect to Google</source>
        <translation>Mit Google verbinden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The account’s events stay here and are compared after the sign-in.</source>
        <translation>Die Termine des Kontos bleiben hier und werden nach der Anmeldung verglichen.</translation>
    </message>
</context>
<context>
    <name>aria::signin::BrowserSignIn</name>
    <message>
        <source>The service was restarted meanwhile. Try again.</source>
        <translation>Der Dienst wurde inzwischen neu gestartet. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The service is starting. Try again in a moment.</source>
        <translation>Der Dienst startet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile. Try again.</source>
        <translation>Der Dienst wurde inzwischen beendet. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Google may not send the browser back to this program. Add %1 to the redirect addresses of your client, or use a client of the type “Desktop app”.</source>
        <extracomment>%1 is a web address of this program.</extracomment>
        <translation>Google darf den Browser nicht zu diesem Programm zurückschicken. Fügen Sie %1 den Weiterleitungsadressen Ihres Clients hinzu oder verwenden Sie einen Client vom Typ „Desktop app“.</translation>
    </message>
</context>
<context>
    <name>aria::signin::ChoicesPage</name>
    <message>
        <source>&amp;Start with the session</source>
        <translation>&amp;Mit der Sitzung starten</translation>
    </message>
    <message>
        <source>What is synced, and how</source>
        <translation>Was synchronisiert wird, und wie</translation>
    </message>
    <message>
        <source>All of this can be changed in the settings later.</source>
        <translation>All dies lässt sich später in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Begin the s&amp;ync</source>
        <translation>Synchronisierung &amp;beginnen</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Wenn beide Seiten dasselbe geändert haben</translation>
    </message>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>Festgelegt durch %1 (%2)</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>Der Start mit der Sitzung konnte nicht eingestellt werden: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientFilePage</name>
    <message>
        <source>&amp;Choose client_secrets.json…</source>
        <translation>&amp;client_secrets.json wählen…</translation>
    </message>
    <message>
        <source>Who you are to Google</source>
        <translation>Wer Sie für Google sind</translation>
    </message>
    <message>
        <source>Your calendar is reached with a key of your own, which Google gives you as a file. Nobody else is in between.</source>
        <translation>Ihr Kalender wird mit einem eigenen Schlüssel erreicht, den Google Ihnen als Datei gibt. Niemand sonst ist dazwischen.</translation>
    </message>
    <message>
        <source>Drop the file anywhere here</source>
        <translation>Lassen Sie die Datei irgendwo hier fallen</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Woher sie kommt</translation>
    </message>
    <message>
        <source>&amp;Try it with the demo calendar</source>
        <translation>Mit dem &amp;Demo-Kalender ausprobieren</translation>
    </message>
    <message>
        <source>Starts again with a made-up Google on this computer; nothing of yours is touched.</source>
        <translation>Startet neu mit einem nachgebildeten Google auf diesem Rechner; Ihre Daten bleiben unberührt.</translation>
    </message>
    <message>
        <source>There is one already. Go on with it, or choose another.</source>
        <translation>Es ist schon eine da. Machen Sie damit weiter oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Choose client_secrets.json</source>
        <translation>client_secrets.json wählen</translation>
    </message>
    <message>
        <source>Google’s client file (*.json)</source>
        <translation>Googles Client-Datei (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>The name of a file and what is to be said about it.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The file could not be put in its place: %1</source>
        <translation>Die Datei konnte nicht an ihren Platz gelegt werden: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientGuide</name>
    <message>
        <source>Create a project in the %1; any name will do.</source>
        <translation>Legen Sie in der %1 ein Projekt an; der Name ist gleich.</translation>
    </message>
    <message>
        <source>Google Cloud console</source>
        <translation>Google-Cloud-Konsole</translation>
    </message>
    <message>
        <source>Switch the %1 on for it.</source>
        <extracomment>%1 is a link, “Google Calendar API”.</extracomment>
        <translation>Schalten Sie dafür die %1 ein.</translation>
    </message>
    <message>
        <source>Google Calendar API</source>
        <translation>Google Calendar API</translation>
    </message>
    <message>
        <source>In the %1 choose “Get started”: a name, your address, and “External” as the audience.</source>
        <extracomment>%1 is a link, “Google Auth Platform”; “Get started” and “External” are words on Google’s page.</extracomment>
        <translation>Wählen Sie auf der %1 „Get started“: einen Namen, Ihre Adresse und „External“ als Zielgruppe.</translation>
    </message>
    <message>
        <source>Google Auth Platform</source>
        <translation>Google Auth Platform</translation>
    </message>
    <message>
        <source>Under %1 choose “Publish app”. While it is in “Testing”, Google ends every sign-in after 7 days.</source>
        <extracomment>%1 is a link, “Audience”; “Publish app” and “Testing” are words on Google’s page.</extracomment>
        <translation>Wählen Sie unter %1 „Publish app“. Solange dort „Testing“ steht, beendet Google jede Anmeldung nach 7 Tagen.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Under %1 create a client of the type “Desktop app”, then choose “Download JSON”.</source>
        <extracomment>%1 is a link, “Clients”; “Desktop app” and “Download JSON” are words on Google’s page.</extracomment>
        <translation>Legen Sie unter %1 einen Client vom Typ „Desktop app“ an und wählen Sie dann „Download JSON“.</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Drop the downloaded file here, or choose it.</source>
        <translation>Lassen Sie die heruntergeladene Datei hier fallen, oder wählen Sie sie aus.</translation>
    </message>
    <message>
        <source>%1.</source>
        <extracomment>The number of a step in a list.</extracomment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Where the file comes from</source>
        <translation>Woher die Datei kommt</translation>
    </message>
</context>
<context>
    <name>aria::signin::FirstSyncPage</name>
    <message>
        <source>The first sync</source>
        <translation>Die erste Synchronisierung</translation>
    </message>
    <message>
        <source>You can close this window; it goes on behind the icon in the panel.</source>
        <translation>Sie können dieses Fenster schließen; hinter dem Symbol in der Leiste geht es weiter.</translation>
    </message>
    <message>
        <source>Open the &amp;agenda</source>
        <translation>&amp;Agenda öffnen</translation>
    </message>
    <message>
        <source>Progress of the first sync</source>
        <translation>Fortschritt der ersten Synchronisierung</translation>
    </message>
    <message numerus="yes">
        <source>Done: %n event(s) are in step.</source>
        <translation>
            <numerusform>Fertig: %Ln Termin ist auf gleichem Stand.</numerusform>
            <numerusform>Fertig: %Ln Termine sind auf gleichem Stand.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <extracomment>Two numbers of events.</extracomment>
        <translation>%1 von %2 Terminen</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) so far</source>
        <translation>
            <numerusform>bisher %Ln Termin</numerusform>
            <numerusform>bisher %Ln Termine</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking Google for your events…</source>
        <translation>Google wird nach Ihren Terminen gefragt…</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInPage</name>
    <message>
        <source>Copy &amp;link</source>
        <translation>&amp;Link kopieren</translation>
    </message>
    <message>
        <source>&amp;Open the browser again</source>
        <translation>&amp;Browser erneut öffnen</translation>
    </message>
    <message>
        <source>&amp;Stop waiting</source>
        <translation>&amp;Nicht länger warten</translation>
    </message>
    <message>
        <source>Use another client_&amp;secrets.json…</source>
        <translation>Andere &amp;client_secrets.json verwenden…</translation>
    </message>
    <message>
        <source>Connect to Google again</source>
        <translation>Erneut mit Google verbinden</translation>
    </message>
    <message>
        <source>Sign in to Google</source>
        <translation>Bei Google anmelden</translation>
    </message>
    <message>
        <source>Your password stays in the browser. This program gets the right to see and edit events and to see the list of your calendars, nothing else.</source>
        <translation>Ihr Passwort bleibt im Browser. Dieses Programm erhält das Recht, Termine zu sehen und zu bearbeiten und die Liste Ihrer Kalender zu sehen, sonst nichts.</translation>
    </message>
    <message>
        <source>The browser opens Google’s own page. Choose your account there and allow what is asked.</source>
        <translation>Der Browser öffnet Googles eigene Seite. Wählen Sie dort Ihr Konto und erlauben Sie, was gefragt wird.</translation>
    </message>
    <message>
        <source>Preparing the sign-in…</source>
        <translation>Die Anmeldung wird vorbereitet…</translation>
    </message>
    <message>
        <source>Continue in your browser. This page goes on by itself when you are done there.</source>
        <translation>Machen Sie in Ihrem Browser weiter. Wenn Sie dort fertig sind, geht es hier von selbst weiter.</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the link and open it in one on this computer.</source>
        <translation>Es konnte kein Browser geöffnet werden. Kopieren Sie den Link und öffnen Sie ihn in einem Browser auf diesem Rechner.</translation>
    </message>
    <message>
        <source>You are signed in again, and the sync goes on.</source>
        <translation>Sie sind wieder angemeldet, und die Synchronisierung geht weiter.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Sie sind angemeldet.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>Sign in with &amp;Google</source>
        <translation>Mit &amp;Google anmelden</translation>
    </message>
    <message>
        <source>The link is copied. Open it in a browser on this computer.</source>
        <translation>Der Link ist kopiert. Öffnen Sie ihn in einem Browser auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInWords</name>
    <message>
        <source>This is the client of a web application. It works where this program’s address stands among its redirect addresses; a “Desktop app” client needs none.</source>
        <translation>Dies ist der Client einer Webanwendung. Er funktioniert, wenn die Adresse dieses Programms unter seinen Weiterleitungsadressen steht; ein Client vom Typ „Desktop app“ braucht keine.</translation>
    </message>
    <message>
        <source>This is the right file.</source>
        <translation>Dies ist die richtige Datei.</translation>
    </message>
    <message>
        <source>This is an OAuth client, but something is missing in it: %1 Download it again.</source>
        <translation>Dies ist ein OAuth-Client, aber es fehlt etwas darin: %1 Laden Sie ihn noch einmal herunter.</translation>
    </message>
    <message>
        <source>This is the key of a service account, which has a calendar of its own and cannot see yours. Create a client of the type “Desktop app” instead.</source>
        <translation>Dies ist der Schlüssel eines Dienstkontos; es hat einen eigenen Kalender und kann Ihren nicht sehen. Legen Sie stattdessen einen Client vom Typ „Desktop app“ an.</translation>
    </message>
    <message>
        <source>This is token.json, the result of a sign-in. What is needed here is the file that the sign-in starts from, client_secrets.json.</source>
        <translation>Dies ist token.json, das Ergebnis einer Anmeldung. Gebraucht wird hier die Datei, mit der die Anmeldung beginnt: client_secrets.json.</translation>
    </message>
    <message>
        <source>This is an API key, which opens public calendars only. Create a client of the type “Desktop app” instead.</source>
        <translation>Dies ist ein API-Schlüssel, der nur öffentliche Kalender öffnet. Legen Sie stattdessen einen Client vom Typ „Desktop app“ an.</translation>
    </message>
    <message>
        <source>This file is empty. Download it again.</source>
        <translation>Diese Datei ist leer. Laden Sie sie noch einmal herunter.</translation>
    </message>
    <message>
        <source>This is no JSON file. Google’s file ends in .json and begins with “{”.</source>
        <translation>Dies ist keine JSON-Datei. Googles Datei endet auf .json und beginnt mit „{“.</translation>
    </message>
    <message>
        <source>This is a JSON file, but not a client of Google’s.</source>
        <translation>Dies ist eine JSON-Datei, aber kein Client von Google.</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>Diese Datei gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This file cannot be read. Is it a folder, or another person’s?</source>
        <translation>Diese Datei kann nicht gelesen werden. Ist sie ein Ordner, oder gehört sie jemand anderem?</translation>
    </message>
    <message>
        <source>Access was declined in the browser. If Google said that the app is not verified: choose “Advanced” there, then “Continue”. If it said that access is blocked: add yourself as a test user, or publish the app.</source>
        <translation>Der Zugriff wurde im Browser abgelehnt. Wenn Google meldete, die App sei nicht überprüft: Wählen Sie dort „Erweitert“ und dann „Weiter“. Wenn es hieß, der Zugriff sei blockiert: Tragen Sie sich als Testnutzer ein oder veröffentlichen Sie die App.</translation>
    </message>
    <message>
        <source>Not every box was ticked in the browser. Sign in again and allow both: seeing and editing events, and the list of your calendars.</source>
        <translation>Im Browser wurde nicht jedes Kästchen angekreuzt. Melden Sie sich noch einmal an und erlauben Sie beides: Termine sehen und bearbeiten sowie die Liste Ihrer Kalender.</translation>
    </message>
    <message>
        <source>This sign-in took longer than ten minutes or was used already. Start again.</source>
        <translation>Diese Anmeldung hat länger als zehn Minuten gedauert oder wurde schon verwendet. Beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>Google does not know this client any more; it may have been deleted. Choose another client_secrets.json.</source>
        <translation>Google kennt diesen Client nicht mehr; er wurde vielleicht gelöscht. Wählen Sie eine andere client_secrets.json.</translation>
    </message>
    <message>
        <source>Google did not accept what the browser brought. Start again.</source>
        <translation>Google hat nicht angenommen, was der Browser brachte. Beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>client_secrets.json is not there any more. Choose it again.</source>
        <translation>client_secrets.json ist nicht mehr da. Wählen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>You are signed in, but the sign-in could not be kept: %1</source>
        <translation>Sie sind angemeldet, aber die Anmeldung konnte nicht aufbewahrt werden: %1</translation>
    </message>
    <message>
        <source>Signing in did not work. Try again.</source>
        <translation>Die Anmeldung hat nicht geklappt. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Google ended the sign-in. It does so after 7 days while the consent screen of your project is in “Testing”: publish the app on the Audience page of the Google Cloud console, and it lasts. It also ends after a new password, or where you removed the access in your Google account.</source>
        <translation>Google hat die Anmeldung beendet. Das geschieht nach 7 Tagen, solange der Zustimmungsbildschirm Ihres Projekts auf „Testing“ steht: Veröffentlichen Sie die App auf der Seite „Audience“ der Google-Cloud-Konsole, dann hält sie. Sie endet auch nach einem neuen Passwort oder wenn Sie den Zugriff in Ihrem Google-Konto entfernt haben.</translation>
    </message>
</context>
<context>
    <name>aria::tray::AccountWindows</name>
    <message>
        <source>The demo could not be started.</source>
        <translation>Die Demo konnte nicht gestartet werden.</translation>
    </message>
</context>
<context>
    <name>aria::tray::PortQuestion</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>Port %1 ist belegt</translation>
    </message>
    <message>
        <source>ARIA reaches this program at port %1, but another program uses it already.</source>
        <translation>ARIA erreicht dieses Programm an Port %1, aber ein anderes Programm verwendet ihn bereits.</translation>
    </message>
    <message>
        <source>Looking who it is…</source>
        <translation>Es wird nachgesehen, wer das ist…</translation>
    </message>
    <message>
        <source>any free port</source>
        <translation>irgendein freier Port</translation>
    </message>
    <message>
        <source>Use this &amp;port until the next start:</source>
        <translation>Diesen &amp;Port bis zum nächsten Start verwenden:</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>&amp;Verwenden</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>It is another instance of this service, and it is well.</source>
        <translation>Es ist eine andere Instanz dieses Dienstes, und es geht ihr gut.</translation>
    </message>
    <message>
        <source>It is another instance of this service. Its state: %1</source>
        <translation>Es ist eine andere Instanz dieses Dienstes. Ihr Zustand: %1</translation>
    </message>
    <message>
        <source>It is not this calendar service. Which program it is cannot be seen from here; perhaps it belongs to another user.</source>
        <translation>Es ist nicht dieser Kalenderdienst. Welches Programm es ist, lässt sich von hier nicht sehen; vielleicht gehört es einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>It is not this calendar service but “%1” (process %2).</source>
        <comment>a program&apos;s name, its number</comment>
        <translation>Es ist nicht dieser Kalenderdienst, sondern „%1“ (Prozess %2).</translation>
    </message>
</context>
<context>
    <name>aria::tray::StartFailure</name>
    <message>
        <source>A setting is wrong.</source>
        <translation>Eine Einstellung ist falsch.</translation>
    </message>
    <message>
        <source>The database was written by a newer version of this program.</source>
        <translation>Die Datenbank wurde von einer neueren Version dieses Programms geschrieben.</translation>
    </message>
    <message>
        <source>Another program uses the database.</source>
        <translation>Ein anderes Programm verwendet die Datenbank.</translation>
    </message>
    <message>
        <source>The database cannot be opened.</source>
        <translation>Die Datenbank lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>Auf dem Datenträger ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>The folder for the sign-in cannot be used.</source>
        <translation>Der Ordner für die Anmeldung lässt sich nicht verwenden.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>Die Demo konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The calendar service could not be started.</source>
        <translation>Der Kalenderdienst konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The calendar does not start</source>
        <translation>Der Kalender startet nicht</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>&amp;Einstellungen öffnen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
</context>
<context>
    <name>aria::tray::TrayRun</name>
    <message>
        <source>Keyring</source>
        <translation>Schlüsselbund</translation>
    </message>
</context>
<context>
    <name>aria::tray::Windows</name>
    <message>
        <source>Join the next meeting</source>
        <translation>An der nächsten Besprechung teilnehmen</translation>
    </message>
    <message>
        <source>No key to join meetings</source>
        <translation>Keine Taste für Besprechungen</translation>
    </message>
    <message>
        <source>The desktop does not give %1 to this program: another one may have it.</source>
        <comment>a key</comment>
        <translation>Der Desktop gibt %1 nicht an dieses Programm: Vielleicht hat ein anderes die Taste.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>Dieser Desktop gibt keinem Programm eine Taste, die überall wirkt.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Desktop</name>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign out of Google? The events stay here; they are synced again after the next sign-in.</source>
        <translation>Von Google abmelden? Die Termine bleiben hier; nach der nächsten Anmeldung werden sie wieder synchronisiert.</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>Ab&amp;melden</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) are not saved: %1. Quit all the same?</source>
        <translation>
            <numerusform>Ein Termin ist nicht gespeichert: %1. Trotzdem beenden?</numerusform>
            <numerusform>%Ln Termine sind nicht gespeichert: %1. Trotzdem beenden?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep for the next start</source>
        <translation>Für den nächsten Start &amp;aufheben</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>The calendar goes on in the panel. A click on its icon opens it again; to end it, choose Quit in its menu.</source>
        <translation>Der Kalender läuft in der Leiste weiter. Ein Klick auf sein Symbol öffnet ihn wieder; um ihn zu beenden, wählen Sie in seinem Menü „Beenden“.</translation>
    </message>
    <message>
        <source>The calendar goes on without a window. Start it again to open it; to end it, choose Quit in its menu.</source>
        <translation>Der Kalender läuft ohne Fenster weiter. Starten Sie ihn erneut, um ihn zu öffnen; um ihn zu beenden, wählen Sie in seinem Menü „Beenden“.</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>There is no more meeting today that can be joined.</source>
        <translation>Heute gibt es keine Besprechung mehr, an der man online teilnehmen kann.</translation>
    </message>
    <message>
        <source>What you changed in %1 is not saved. Quit all the same?</source>
        <comment>titles of windows</comment>
        <translation>Was Sie in %1 geändert haben, ist nicht gespeichert. Trotzdem beenden?</translation>
    </message>
    <message>
        <source>What you changed in %1 cannot be kept for the next start.</source>
        <comment>titles of windows</comment>
        <translation>Was Sie in %1 geändert haben, kann nicht für den nächsten Start aufgehoben werden.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Editors</name>
    <message>
        <source>Open repeating event</source>
        <translation>Wiederkehrenden Termin öffnen</translation>
    </message>
    <message>
        <source>“%1” repeats. What do you want to change?</source>
        <translation>„%1“ wiederholt sich. Was möchten Sie ändern?</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>&amp;Dieser Termin</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>Dieser und alle &amp;folgenden</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>&amp;Alle der Serie</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were being written when the program ended: %1. Do you want to go on?</source>
        <translation>
            <numerusform>Als das Programm endete, wurde ein Termin geschrieben: %1. Möchten Sie weitermachen?</numerusform>
            <numerusform>Als das Programm endete, wurden %Ln Termine geschrieben: %1. Möchten Sie weitermachen?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weitermachen</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
    <message>
        <source>The service is starting again. Please try once more in a moment.</source>
        <translation>Der Dienst startet gerade neu. Bitte versuchen Sie es gleich noch einmal.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayIcon</name>
    <message>
        <source>Last sync: %1</source>
        <comment>%1 is a time</comment>
        <translation>Letzte Synchronisierung: %1</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayMenu</name>
    <message>
        <source>%1  %2</source>
        <comment>time and title of an event</comment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>&amp;Join meeting</source>
        <translation>An &amp;Besprechung teilnehmen</translation>
    </message>
    <message>
        <source>&amp;Show in the agenda</source>
        <translation>In der Agenda &amp;zeigen</translation>
    </message>
    <message>
        <source>Nothing more today</source>
        <translation>Heute nichts mehr</translation>
    </message>
    <message numerus="yes">
        <source>%n more today…</source>
        <translation>
            <numerusform>Heute noch %Ln weiterer…</numerusform>
            <numerusform>Heute noch %Ln weitere…</numerusform>
        </translation>
    </message>
    <message>
        <source>Now: %1, until %2</source>
        <comment>an event, a time</comment>
        <translation>Jetzt: %1, bis %2</translation>
    </message>
    <message>
        <source>Next: %1 %2 (%3)</source>
        <comment>time and title of an event; in how many minutes</comment>
        <translation>Als Nächstes: %1 %2 (%3)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBook</name>
    <message>
        <source>My calendar</source>
        <translation>Mein Kalender</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBox</name>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::EventColor</name>
    <message>
        <source>Lavender</source>
        <translation>Lavendel</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>Salbei</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>Weintraube</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>Flamingo</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>Banane</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>Mandarine</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>Pfau</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Graphit</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>Heidelbeere</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>Basilikum</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>Tomate</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ServiceActions</name>
    <message>
        <source>Open &amp;agenda</source>
        <translation>&amp;Agenda öffnen</translation>
    </message>
    <message>
        <source>&amp;New event…</source>
        <translation>&amp;Neuer Termin…</translation>
    </message>
    <message>
        <source>Review con&amp;flicts…</source>
        <translation>Konfl&amp;ikte prüfen…</translation>
    </message>
    <message>
        <source>Review &amp;deletions…</source>
        <translation>&amp;Löschungen prüfen…</translation>
    </message>
    <message>
        <source>S&amp;ign in to Google…</source>
        <translation>Bei &amp;Google anmelden…</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>&amp;Verlauf…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>&amp;Jetzt synchronisieren</translation>
    </message>
    <message>
        <source>&amp;Pause for 1 hour</source>
        <translation>&amp;Pause für 1 Stunde</translation>
    </message>
    <message>
        <source>Pause &amp;until resumed</source>
        <translation>Pa&amp;use bis zum Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Sign &amp;out…</source>
        <translation>Ab&amp;melden…</translation>
    </message>
    <message numerus="yes">
        <source>Review %n con&amp;flict(s)…</source>
        <translation>
            <numerusform>%Ln Konfl&amp;ikt prüfen…</numerusform>
            <numerusform>%Ln Konfl&amp;ikte prüfen…</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ShortcutList</name>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Look at the event</source>
        <translation>Den Termin ansehen</translation>
    </message>
    <message>
        <source>Edit the event</source>
        <translation>Den Termin bearbeiten</translation>
    </message>
    <message>
        <source>New event on the chosen day</source>
        <translation>Neuer Termin am gewählten Tag</translation>
    </message>
    <message>
        <source>Delete the event</source>
        <translation>Den Termin löschen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Join the meeting</source>
        <translation>An der Besprechung teilnehmen</translation>
    </message>
    <message>
        <source>All that can be done with the event, such as answering an invitation</source>
        <translation>Alles, was mit dem Termin geht, zum Beispiel eine Einladung beantworten</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>Zu heute gehen</translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation>Zu einem Datum gehen</translation>
    </message>
    <message>
        <source>Earlier days, at the top of the list</source>
        <translation>Frühere Tage, am Anfang der Liste</translation>
    </message>
    <message>
        <source>Search, also in the past</source>
        <translation>Suchen, auch in der Vergangenheit</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Die Suche beenden</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt synchronisieren</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Close the window; the program goes on</source>
        <translation>Das Fenster schließen; das Programm läuft weiter</translation>
    </message>
    <message>
        <source>Quit the program</source>
        <translation>Das Programm beenden</translation>
    </message>
    <message>
        <source>An event’s card</source>
        <translation>Die Karte eines Termins</translation>
    </message>
    <message>
        <source>Duplicate the event</source>
        <translation>Den Termin duplizieren</translation>
    </message>
    <message>
        <source>Copy the link to it</source>
        <translation>Den Link dazu kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Editing an event</source>
        <translation>Einen Termin bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Remove the chosen guest</source>
        <translation>Den gewählten Gast entfernen</translation>
    </message>
    <message>
        <source>Close; what you typed is not thrown away unasked</source>
        <translation>Schließen; Getipptes geht nicht ungefragt verloren</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>All from ARIA</source>
        <translation>Alles von ARIA</translation>
    </message>
    <message>
        <source>All from Google</source>
        <translation>Alles von Google</translation>
    </message>
    <message>
        <source>Keep both as two events</source>
        <translation>Beide als zwei Termine behalten</translation>
    </message>
    <message>
        <source>Apply to all like this</source>
        <translation>Auf alle solchen anwenden</translation>
    </message>
    <message>
        <source>Next conflict</source>
        <translation>Nächster Konflikt</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Undo the chosen change</source>
        <translation>Die gewählte Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>Undo all since then</source>
        <translation>Alles seitdem rückgängig machen</translation>
    </message>
    <message>
        <source>Only changes of this event</source>
        <translation>Nur Änderungen dieses Termins</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Wirkung</translation>
    </message>
    <message>
        <source>Show or hide the month</source>
        <translation>Monat ein- oder ausblenden</translation>
    </message>
    <message>
        <source>List of days, or one day by its hours</source>
        <translation>Liste der Tage, oder ein Tag nach Stunden</translation>
    </message>
    <message>
        <source>A day by its hours</source>
        <translation>Ein Tag nach Stunden</translation>
    </message>
    <message>
        <source>The day beside it</source>
        <translation>Der Tag daneben</translation>
    </message>
    <message>
        <source>Move the event, with Alt+Up back</source>
        <translation>Termin verschieben, mit Alt+Auf zurück</translation>
    </message>
    <message>
        <source>Make the event longer</source>
        <translation>Termin verlängern</translation>
    </message>
    <message>
        <source>Make the event shorter</source>
        <translation>Termin verkürzen</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>Schnell hinzufügen</translation>
    </message>
    <message>
        <source>Add the event</source>
        <translation>Termin hinzufügen</translation>
    </message>
    <message>
        <source>Open what is typed in the editor</source>
        <translation>Das Eingegebene im Editor öffnen</translation>
    </message>
    <message>
        <source>In a date or time: the one below, with Up back</source>
        <translation>In Datum oder Uhrzeit: eines weiter, mit Auf zurück</translation>
    </message>
    <message>
        <source>In a date or time: choose from a calendar or list</source>
        <translation>In Datum oder Uhrzeit: aus Kalender oder Liste wählen</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::StatusLine</name>
    <message>
        <source>Starting…</source>
        <comment>the service is about to run</comment>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>The calendar cannot be read</source>
        <translation>Der Kalender kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Google wants a new sign-in</source>
        <translation>Google verlangt eine neue Anmeldung</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <comment>button</comment>
        <translation>Neu anmelden</translation>
    </message>
    <message>
        <source>Not connected to Google yet</source>
        <translation>Noch nicht mit Google verbunden</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>button</comment>
        <translation>Anmelden</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%Ln Konflikt</numerusform>
            <numerusform>%Ln Konflikte</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the conflicts</comment>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Many deletions wait for you</source>
        <translation>Viele Löschungen warten auf Sie</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the deletions</comment>
        <translation>Prüfen</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n edit(s) waiting</source>
        <translation>
            <numerusform>Angehalten, %Ln Änderung wartet</numerusform>
            <numerusform>Angehalten, %Ln Änderungen warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of the sync</comment>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <comment>button: sync again</comment>
        <translation>Fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source>Google refused %n event(s)</source>
        <translation>
            <numerusform>Google hat %Ln Termin abgelehnt</numerusform>
            <numerusform>Google hat %Ln Termine abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing %1 of %2</source>
        <comment>numbers of events</comment>
        <translation>%1 von %2 importiert</translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n event(s) so far</source>
        <translation>
            <numerusform>Import läuft, bisher %Ln Termin</numerusform>
            <numerusform>Import läuft, bisher %Ln Termine</numerusform>
        </translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Synchronisiert…</translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n edit(s) waiting</source>
        <translation>
            <numerusform>Offline, %Ln Änderung wartet</numerusform>
            <numerusform>Offline, %Ln Änderungen warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>Google cannot be reached</comment>
        <translation>Offline</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on the way to Google</source>
        <translation>
            <numerusform>%Ln Änderung unterwegs zu Google</numerusform>
            <numerusform>%Ln Änderungen unterwegs zu Google</numerusform>
        </translation>
    </message>
    <message>
        <source>In step · %1</source>
        <comment>%1 is when: 2 min ago</comment>
        <translation>Synchron · %1</translation>
    </message>
    <message>
        <source>In step</source>
        <comment>both calendars hold the same</comment>
        <translation>Synchron</translation>
    </message>
    <message>
        <source>The calendar service is not running</source>
        <translation>Der Kalenderdienst läuft nicht</translation>
    </message>
    <message>
        <source>Try again</source>
        <comment>button: start the service</comment>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::SyncNote</name>
    <message>
        <source>Waiting for Google</source>
        <translation>Wartet auf Google</translation>
    </message>
    <message>
        <source>Google refused this event</source>
        <translation>Google hat diesen Termin abgelehnt</translation>
    </message>
    <message>
        <source>Google refused this event: %1</source>
        <translation>Google hat diesen Termin abgelehnt: %1</translation>
    </message>
    <message>
        <source>Changed in ARIA and in Google: review the conflict</source>
        <translation>In ARIA und in Google geändert: bitte den Konflikt prüfen</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UiFormat</name>
    <message>
        <source>ddd, d MMM yyyy</source>
        <comment>format of a date with its weekday, see QDate::toString()</comment>
        <translation>ddd, d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date and a time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Morgen</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <comment>from one time to another</comment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>%1, all day</source>
        <translation>%1, ganztägig</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from one date to another</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a day and times</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from one date and time to another</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>vor %Ln Min.</numerusform>
            <numerusform>vor %Ln Min.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <comment>hours</comment>
        <translation>
            <numerusform>vor %Ln Std.</numerusform>
            <numerusform>vor %Ln Std.</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>in %Ln Min.</numerusform>
            <numerusform>in %Ln Min.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>in %Ln Std.</numerusform>
            <numerusform>in %Ln Std.</numerusform>
        </translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>(ohne Titel)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UnsavedWords</name>
    <message>
        <source>Discard what you changed?</source>
        <translation>Ihre Änderungen verwerfen?</translation>
    </message>
</context>
<context>
    <name>aria::when::DateField</name>
    <message>
        <source>Choose a day</source>
        <translation>Einen Tag wählen</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>Ein Datum fehlt.</translation>
    </message>
    <message>
        <source>“%1” is no date that is understood. Dates look like this: %2.</source>
        <translation>„%1“ wird nicht als Datum verstanden. Ein Datum sieht so aus: %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>ungültig</translation>
    </message>
</context>
<context>
    <name>aria::when::TimeField</name>
    <message>
        <source>A time is missing.</source>
        <translation>Eine Uhrzeit fehlt.</translation>
    </message>
    <message>
        <source>“%1” is no time that is understood. Times look like this: %2.</source>
        <translation>„%1“ wird nicht als Uhrzeit verstanden. Eine Uhrzeit sieht so aus: %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>ungültig</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Calendar</source>
        <comment>name of the program</comment>
        <translation>Kalender</translation>
    </message>
</context>
</TS>
