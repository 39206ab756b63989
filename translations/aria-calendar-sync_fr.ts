<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
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
        <translation>%1&#xa0;: déplacé de %2 à %3</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two dates</comment>
        <translation>%1&#xa0;: déplacé du %2 au %3</translation>
    </message>
    <message>
        <source>%1 is now on %2</source>
        <comment>an event, dates</comment>
        <translation>%1 a maintenant lieu&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 now ends at %2</source>
        <comment>an event, a time or a date and time</comment>
        <translation>Nouvelle fin de %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 has no place any more</source>
        <comment>an event</comment>
        <translation>%1 n’a plus de lieu</translation>
    </message>
    <message>
        <source>%1 now takes place at %2</source>
        <comment>an event, a place</comment>
        <translation>Nouveau lieu de %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 is tentative now</source>
        <comment>an event</comment>
        <translation>%1 est maintenant provisoire</translation>
    </message>
    <message>
        <source>%1 is confirmed now</source>
        <comment>an event</comment>
        <translation>%1 est maintenant confirmé</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <comment>an event&apos;s old and new title</comment>
        <translation>%1 s’appelle maintenant %2</translation>
    </message>
    <message>
        <source>%1 repeats differently now</source>
        <comment>an event</comment>
        <translation>%1 se répète maintenant autrement</translation>
    </message>
    <message>
        <source>%1 does not repeat any more</source>
        <comment>an event</comment>
        <translation>%1 ne se répète plus</translation>
    </message>
    <message>
        <source>%1 has another meeting link</source>
        <comment>an event</comment>
        <translation>%1 a un autre lien de réunion</translation>
    </message>
    <message>
        <source>The notes of %1 changed</source>
        <comment>an event</comment>
        <translation>Les notes de %1 ont changé</translation>
    </message>
    <message>
        <source>The attachments of %1 changed</source>
        <comment>an event</comment>
        <translation>Les pièces jointes de %1 ont changé</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <comment>titles</comment>
        <translation>
            <numerusform>%1 et %Ln autre</numerusform>
            <numerusform>%1 et %Ln autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) changed in Google Calendar</source>
        <translation>
            <numerusform>%Ln événement modifié dans Google Agenda</numerusform>
            <numerusform>%Ln événements modifiés dans Google Agenda</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <comment>an event</comment>
        <translation>Annulé&#xa0;: %1</translation>
    </message>
    <message>
        <source>New: %1</source>
        <comment>an event</comment>
        <translation>Nouveau&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 on %2 moved from %3 to %4</source>
        <comment>an event, its day, two times</comment>
        <translation>%1 du %2 est passé de %3 à %4</translation>
    </message>
    <message>
        <source>%1 on %2 now ends at %3</source>
        <comment>an event, its day, a time</comment>
        <translation>%1 du %2 se termine maintenant à %3</translation>
    </message>
    <message>
        <source>%1 (cancelled)</source>
        <comment>title of an event</comment>
        <translation>%1 (annulé)</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) added in Google Calendar</source>
        <translation>
            <numerusform>%Ln événement ajouté dans Google Agenda</numerusform>
            <numerusform>%Ln événements ajoutés dans Google Agenda</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) cancelled in Google Calendar</source>
        <translation>
            <numerusform>%Ln événement annulé dans Google Agenda</numerusform>
            <numerusform>%Ln événements annulés dans Google Agenda</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them cancelled</source>
        <comment>5 events changed</comment>
        <translation>
            <numerusform>%1, dont %Ln annulé</numerusform>
            <numerusform>%1, dont %Ln annulés</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 invites you: %2</source>
        <comment>a person, an event</comment>
        <translation>%1 vous invite : %2</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>Google lets this account only read this calendar.</source>
        <translation>Google ne permet à ce compte que de lire cet agenda.</translation>
    </message>
    <message>
        <source>Only the organizer of this event can change that.</source>
        <translation>Seul l’organisateur de cet événement peut modifier cela.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Cela n’existe plus.</translation>
    </message>
    <message>
        <source>The event was changed elsewhere in the meantime.</source>
        <translation>L’événement a été modifié ailleurs entre-temps.</translation>
    </message>
    <message>
        <source>What this change made is deleted already.</source>
        <translation>Ce que cette modification avait créé est déjà supprimé.</translation>
    </message>
    <message>
        <source>This event is not in conflict any more.</source>
        <translation>Cet événement n’est plus en conflit.</translation>
    </message>
    <message>
        <source>Other deletions wait by now. Please look at the list again.</source>
        <translation>D’autres suppressions attendent désormais. Veuillez revoir la liste.</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>Aucune suppression n’attend de décision.</translation>
    </message>
    <message>
        <source>This series repeats in a way that cannot be split. Change one event or all of them.</source>
        <translation>Cette série se répète d’une manière qui ne peut pas être scindée. Modifiez un événement ou tous.</translation>
    </message>
    <message>
        <source>The series has no event at this time any more.</source>
        <translation>La série n’a plus d’événement à ce moment.</translation>
    </message>
    <message>
        <source>Unusually many deletions at once wait for a decision.</source>
        <translation>Un nombre inhabituel de suppressions simultanées attend une décision.</translation>
    </message>
    <message>
        <source>The sync is paused.</source>
        <translation>La synchronisation est en pause.</translation>
    </message>
    <message>
        <source>Not signed in to Google.</source>
        <translation>Non connecté à Google.</translation>
    </message>
    <message>
        <source>Google has ended the sign-in. Please sign in again.</source>
        <translation>Google a mis fin à la connexion. Veuillez vous reconnecter.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed. Please sign in again and agree.</source>
        <translation>Google n’a pas reçu toutes les autorisations nécessaires. Veuillez vous reconnecter et accepter.</translation>
    </message>
    <message>
        <source>The database cannot be reached. It is tried again by itself.</source>
        <translation>La base de données est injoignable. Une nouvelle tentative aura lieu d’elle-même.</translation>
    </message>
    <message>
        <source>The database is busy. Please try again in a moment.</source>
        <translation>La base de données est occupée. Veuillez réessayer dans un instant.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>Il n’y a plus de place sur le disque.</translation>
    </message>
    <message>
        <source>Google cannot be reached. It is tried again by itself.</source>
        <translation>Google est injoignable. Une nouvelle tentative aura lieu d’elle-même.</translation>
    </message>
    <message>
        <source>Google does not answer. It is tried again by itself.</source>
        <translation>Google ne répond pas. Une nouvelle tentative aura lieu d’elle-même.</translation>
    </message>
    <message>
        <source>The service that speaks to Google does not answer. Please try again.</source>
        <translation>Le service qui communique avec Google ne répond pas. Veuillez réessayer.</translation>
    </message>
    <message>
        <source>The service is starting again. Please try again in a moment.</source>
        <translation>Le service redémarre. Veuillez réessayer dans un instant.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google demande une nouvelle connexion.</translation>
    </message>
    <message>
        <source>Google asks for patience. It is tried again by itself.</source>
        <translation>Google demande de patienter. Une nouvelle tentative aura lieu d’elle-même.</translation>
    </message>
    <message>
        <source>Google has trouble at the moment. It is tried again by itself.</source>
        <translation>Google rencontre actuellement des difficultés. Une nouvelle tentative aura lieu d’elle-même.</translation>
    </message>
    <message>
        <source>Google does not allow this.</source>
        <translation>Google ne le permet pas.</translation>
    </message>
    <message>
        <source>Google refused it: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google a refusé : %1</translation>
    </message>
    <message>
        <source>Google does not allow this: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google ne le permet pas : %1</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>accepté</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>refusé</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>peut-être</translation>
    </message>
    <message>
        <source>at the start</source>
        <comment>a reminder</comment>
        <translation>au début</translation>
    </message>
    <message>
        <source>%1 before</source>
        <comment>a reminder: 10 minutes before</comment>
        <translation>%1 avant</translation>
    </message>
    <message>
        <source>%1 by e-mail</source>
        <comment>a reminder: 10 minutes before by e-mail</comment>
        <translation>%1 par e-mail</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invités</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Répétition</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>Rappels</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Étiquette</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>Qui le voit</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Affiché comme</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Statut</translation>
    </message>
    <message>
        <source>Meeting link</source>
        <translation>Lien de réunion</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Pièces jointes</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Data of other programs</source>
        <translation>Données d’autres programmes</translation>
    </message>
    <message>
        <source>Guests may invite others</source>
        <translation>Les invités peuvent inviter d’autres personnes</translation>
    </message>
    <message>
        <source>Guests may edit</source>
        <translation>Les invités peuvent modifier</translation>
    </message>
    <message>
        <source>Guests see the guest list</source>
        <translation>Les invités voient la liste des invités</translation>
    </message>
    <message>
        <source>Anyone may join</source>
        <translation>Tout le monde peut participer</translation>
    </message>
    <message>
        <source>Focus time</source>
        <translation>Temps de concentration</translation>
    </message>
    <message>
        <source>Out of office</source>
        <translation>Absence</translation>
    </message>
    <message>
        <source>Working location</source>
        <translation>Lieu de travail</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln semaine</numerusform>
            <numerusform>%Ln semaines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln jour</numerusform>
            <numerusform>%Ln jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln heure</numerusform>
            <numerusform>%Ln heures</numerusform>
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
    <message>
        <source>as the calendar has it</source>
        <comment>an event&apos;s reminders</comment>
        <translation>comme dans l’agenda</translation>
    </message>
    <message>
        <source>none</source>
        <comment>an event&apos;s reminders</comment>
        <translation>aucun</translation>
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
        <translation>%1 a accepté&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 declined: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 a refusé&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 may come: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 viendra peut-être&#xa0;: %2</translation>
    </message>
    <message>
        <source>Invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>Invités à %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>No longer invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>Ne sont plus invités à %1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Made</source>
        <translation>Créé</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Supprimé</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>Rétabli</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Conflit résolu</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Annulé</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>dans ARIA</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>dans Google</translation>
    </message>
    <message>
        <source>edited in ARIA</source>
        <translation>modifié dans ARIA</translation>
    </message>
    <message>
        <source>changed in Google</source>
        <translation>modifié dans Google</translation>
    </message>
    <message>
        <source>made in Google</source>
        <translation>créé dans Google</translation>
    </message>
    <message>
        <source>deleted in Google</source>
        <translation>supprimé dans Google</translation>
    </message>
    <message>
        <source>no longer in Google&apos;s calendar</source>
        <translation>n’est plus dans l’agenda Google</translation>
    </message>
    <message>
        <source>an earlier change was undone</source>
        <translation>une modification antérieure a été annulée</translation>
    </message>
    <message>
        <source>conflict: Google&apos;s version wins</source>
        <translation>conflit&#xa0;: la version de Google l’emporte</translation>
    </message>
    <message>
        <source>conflict: ARIA&apos;s version wins</source>
        <translation>conflit&#xa0;: la version d’ARIA l’emporte</translation>
    </message>
    <message>
        <source>conflict: the latest edit wins</source>
        <translation>conflit&#xa0;: la dernière modification l’emporte</translation>
    </message>
    <message>
        <source>conflict: decided by a person</source>
        <translation>conflit&#xa0;: tranché par une personne</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a change that is not at Google yet</comment>
        <translation>en attente</translation>
    </message>
    <message>
        <source>overtaken by a later change</source>
        <translation>remplacé par une modification ultérieure</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a change</comment>
        <translation>échec</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <comment>a change, and why</comment>
        <translation>échec&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 %2: %3 (%4)</source>
        <comment>Changed in ARIA: Team Meeting (15 January, 14:00)</comment>
        <translation>%1 %2&#xa0;: %3 (%4)</translation>
    </message>
    <message>
        <source>this event and all that follow in its series</source>
        <translation>cet événement et tous les suivants de sa série</translation>
    </message>
</context>
<context>
    <name>RecurrenceWords</name>
    <message>
        <source>first</source>
        <comment>… Monday of the month</comment>
        <translation>premier</translation>
    </message>
    <message>
        <source>second</source>
        <comment>… Monday of the month</comment>
        <translation>deuxième</translation>
    </message>
    <message>
        <source>third</source>
        <comment>… Monday of the month</comment>
        <translation>troisième</translation>
    </message>
    <message>
        <source>fourth</source>
        <comment>… Monday of the month</comment>
        <translation>quatrième</translation>
    </message>
    <message>
        <source>last</source>
        <comment>… Monday of the month</comment>
        <translation>dernier</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Tous les jours</translation>
    </message>
    <message numerus="yes">
        <source>Every %n days</source>
        <translation>
            <numerusform>Tous les %Ln jours</numerusform>
            <numerusform>Tous les %Ln jours</numerusform>
        </translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Toutes les semaines</translation>
    </message>
    <message numerus="yes">
        <source>Every %n weeks</source>
        <translation>
            <numerusform>Toutes les %Ln semaines</numerusform>
            <numerusform>Toutes les %Ln semaines</numerusform>
        </translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Tous les mois</translation>
    </message>
    <message numerus="yes">
        <source>Every %n months</source>
        <translation>
            <numerusform>Tous les %Ln mois</numerusform>
            <numerusform>Tous les %Ln mois</numerusform>
        </translation>
    </message>
    <message>
        <source>Every year</source>
        <translation>Tous les ans</translation>
    </message>
    <message numerus="yes">
        <source>Every %n years</source>
        <translation>
            <numerusform>Tous les %Ln ans</numerusform>
            <numerusform>Tous les %Ln ans</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>Every week on Monday and Friday</comment>
        <translation>%1 le %2</translation>
    </message>
    <message>
        <source>%1 on the last day</source>
        <comment>Every month on the last day</comment>
        <translation>%1 le dernier jour</translation>
    </message>
    <message>
        <source>%1 on day %2</source>
        <comment>Every month on day 15</comment>
        <translation>%1 le %2</translation>
    </message>
    <message>
        <source>%1 on the %2 working day</source>
        <comment>Every month on the last working day</comment>
        <translation>%1 le %2 jour ouvrable</translation>
    </message>
    <message>
        <source>%1 on the days %2</source>
        <comment>Every month on the days 1 and 15</comment>
        <translation>%1 les %2</translation>
    </message>
    <message>
        <source>%1 on the %2 %3</source>
        <comment>Every month on the second Monday</comment>
        <translation>%1 le %2 %3</translation>
    </message>
    <message>
        <source>once</source>
        <comment>how often an event takes place</comment>
        <translation>une fois</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <comment>how often an event takes place</comment>
        <translation>
            <numerusform>%Ln fois</numerusform>
            <numerusform>%Ln fois</numerusform>
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
        <translation>%1, jusqu’au %2</translation>
    </message>
    <message>
        <source>not on %1</source>
        <comment>dates on which a series does not take place</comment>
        <translation>sauf le %1</translation>
    </message>
    <message>
        <source>also on %1</source>
        <comment>dates on which a series also takes place</comment>
        <translation>aussi le %1</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>The calendar service is starting again. Please try again in a moment.</source>
        <translation>Le service d’agenda redémarre. Veuillez réessayer dans un instant.</translation>
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
        <translation>Lavande</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>Sauge</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>Raisin</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>Flamant rose</translation>
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
        <translation>Paon</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Graphite</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>Myrtille</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>Basilic</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>Tomate</translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <translation>comme dans l’agenda</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>tout le monde</translation>
    </message>
    <message>
        <source>guests only</source>
        <translation>invités seulement</translation>
    </message>
    <message>
        <source>guests only (confidential)</source>
        <translation>invités seulement (confidentiel)</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>occupé</translation>
    </message>
    <message>
        <source>free</source>
        <translation>disponible</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmé</translation>
    </message>
    <message>
        <source>tentative</source>
        <translation>provisoire</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: value</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>a new meeting link</source>
        <translation>un nouveau lien de réunion</translation>
    </message>
    <message>
        <source>the calendar&apos;s colour</source>
        <translation>la couleur de l’agenda</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaRow</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <comment>names of guests</comment>
        <translation>
            <numerusform>%1, %2 et %Ln autre</numerusform>
            <numerusform>%1, %2 et %Ln autres</numerusform>
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
        <translation>Rien de prévu</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>the person said no to the invitation</comment>
        <translation>refusé</translation>
    </message>
    <message>
        <source>running now</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>invitation, not answered yet</source>
        <translation>invitation, pas encore de réponse</translation>
    </message>
    <message>
        <source>%1 invites you, not answered yet</source>
        <comment>a person</comment>
        <translation>%1 vous invite, pas encore de réponse</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaWindow</name>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Go to date</source>
        <translation>Aller à une date</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nouvel événement</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Search events</source>
        <translation>Rechercher des événements</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Ouvrir…</translation>
    </message>
    <message>
        <source>&amp;Join meeting</source>
        <translation>&amp;Rejoindre la réunion</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>Rien de prévu</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Aucun résultat</translation>
    </message>
    <message>
        <source>Undone: “%1” is as it was.</source>
        <translation>Annulé&#xa0;: «&#xa0;%1&#xa0;» est comme avant.</translation>
    </message>
    <message>
        <source>Agenda (demo)</source>
        <translation>Agenda (démo)</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mois</translation>
    </message>
    <message>
        <source>Day view</source>
        <translation>Vue du jour</translation>
    </message>
    <message>
        <source>Mo&amp;ve the series to</source>
        <translation>&amp;Déplacer la série vers</translation>
    </message>
    <message>
        <source>Mo&amp;ve to</source>
        <comment>another calendar</comment>
        <translation>&amp;Déplacer vers</translation>
    </message>
    <message>
        <source>&amp;Calendars</source>
        <translation>&amp;Agendas</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Raccourcis c&amp;lavier</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Modifier…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>Du&amp;pliquer…</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>Vous êtes invité</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 vous invite</translation>
    </message>
    <message>
        <source>For &amp;this event only</source>
        <translation>Pour &amp;cet événement seulement</translation>
    </message>
    <message>
        <source>For &amp;all of the series</source>
        <translation>Pour &amp;toute la série</translation>
    </message>
    <message>
        <source>Answer &amp;with a note…</source>
        <translation>Répondre a&amp;vec une note…</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DeleteQuestion</name>
    <message>
        <source>Delete repeating event</source>
        <translation>Supprimer un événement récurrent</translation>
    </message>
    <message>
        <source>“%1” repeats. What should be deleted?</source>
        <translation>«&#xa0;%1&#xa0;» se répète. Que faut-il supprimer&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>&amp;Cet événement</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>&amp;Toute la série</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>Cet événement et les &amp;suivants</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DemoBar</name>
    <message>
        <source>This is a demo. All events are made up; your own calendar is not touched.</source>
        <translation>Ceci est une démo. Tous les événements sont inventés ; votre propre agenda n’est pas touché.</translation>
    </message>
    <message>
        <source>Use my &amp;own account</source>
        <translation>Utiliser mon pr&amp;opre compte</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventCommands</name>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>Le service s’est arrêté avant de répondre.</translation>
    </message>
    <message>
        <source>The history does not know this change any more.</source>
        <translation>L’historique ne connaît plus cette modification.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventDelegate</name>
    <message>
        <source>Join</source>
        <comment>button: take part in the online meeting</comment>
        <translation>Rejoindre</translation>
    </message>
    <message>
        <source>all day</source>
        <translation>toute la journée</translation>
    </message>
    <message>
        <source>%1 (day %2 of %3)</source>
        <translation>%1 (jour %2 sur %3)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::MonthStrip</name>
    <message>
        <source>Month</source>
        <translation>Mois</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln événement</numerusform>
            <numerusform>%Ln événements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::QuickAddLine</name>
    <message>
        <source>Add: Lunch with Anna tomorrow %1</source>
        <comment>example; words the program understands, %1: half past twelve</comment>
        <translation>Ajouter&#xa0;: Déjeuner avec Anna demain %1</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>Ajout rapide</translation>
    </message>
    <message>
        <source>%1: and what?</source>
        <comment>%1 is a time; the title is missing</comment>
        <translation>%1&#xa0;: et quoi&#xa0;?</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>title and time of a new event</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Calendar of the new event</source>
        <translation>Agenda du nouvel événement</translation>
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
        <translation>« %1 »</translation>
    </message>
    <message>
        <source>Is %1 meant so? Alt+Enter opens the editor.</source>
        <comment>%1 are words of a person</comment>
        <translation>Est-ce bien le sens de %1 ? Alt+Entrée ouvre l’éditeur.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::StatusHeader</name>
    <message>
        <source>Progress of the import</source>
        <translation>Progression de l’importation</translation>
    </message>
</context>
<context>
    <name>aria::agenda::UndoBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <comment>closes a message</comment>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Added “%1”.</source>
        <comment>an event</comment>
        <translation>«&#xa0;%1&#xa0;» ajouté.</translation>
    </message>
    <message>
        <source>Changed “%1”.</source>
        <comment>an event</comment>
        <translation>«&#xa0;%1&#xa0;» modifié.</translation>
    </message>
    <message>
        <source>Deleted “%1”.</source>
        <comment>an event</comment>
        <translation>«&#xa0;%1&#xa0;» supprimé.</translation>
    </message>
    <message>
        <source>Google gets it later.</source>
        <translation>Google le recevra plus tard.</translation>
    </message>
    <message>
        <source>Changed “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>« %1 » et les suivants modifiés.</translation>
    </message>
    <message>
        <source>Deleted “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>« %1 » et les suivants supprimés.</translation>
    </message>
    <message>
        <source>Moved “%1” to another calendar.</source>
        <comment>an event</comment>
        <translation>« %1 » a été déplacé vers un autre agenda.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an event, the answer to its invitation</comment>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>Changed “%1” and moved it to another calendar.</source>
        <comment>an event</comment>
        <translation>« %1 » a été modifié et déplacé dans un autre agenda.</translation>
    </message>
    <message>
        <source>It was changed in Google, too: please decide which version to keep.</source>
        <translation>Il a aussi été modifié dans Google&#xa0;: veuillez décider quelle version garder.</translation>
    </message>
</context>
<context>
    <name>aria::card::EventCard</name>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invités</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Pièces jointes</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Raccourci : %1</translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation>&amp;Rejoindre</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Modifier…</translation>
    </message>
    <message>
        <source>&amp;Duplicate…</source>
        <translation>&amp;Dupliquer…</translation>
    </message>
    <message>
        <source>Open in &amp;Google Calendar</source>
        <translation>Ouvrir dans &amp;Google Agenda</translation>
    </message>
    <message>
        <source>&amp;Copy link</source>
        <translation>&amp;Copier le lien</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>a guest&apos;s answer</comment>
        <translation>oui</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>peut-être</translation>
    </message>
    <message>
        <source>no</source>
        <comment>a guest&apos;s answer</comment>
        <translation>non</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>pas encore de réponse</translation>
    </message>
    <message>
        <source>organizer</source>
        <translation>organisateur</translation>
    </message>
    <message>
        <source>you</source>
        <comment>this guest is the person who reads it</comment>
        <translation>vous</translation>
    </message>
    <message>
        <source>optional</source>
        <comment>a guest who need not come</comment>
        <translation>facultatif</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a guest, the answer</comment>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>%1 – “%2”</source>
        <comment>a guest with the answer, a note</comment>
        <translation>%1 – « %2 »</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>times, the city of their time zone</comment>
        <translation>%1 à %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>guests</comment>
        <translation>
            <numerusform>et %Ln autre</numerusform>
            <numerusform>et %Ln autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s)</source>
        <translation>
            <numerusform>%Ln invité</numerusform>
            <numerusform>%Ln invités</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted.</source>
        <translation>Cet événement a été supprimé.</translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>Le lien est copié.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>facts about a guest</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Agenda</translation>
    </message>
</context>
<context>
    <name>aria::choices::Autostart</name>
    <message>
        <source>The folder cannot be made.</source>
        <translation>Le dossier ne peut pas être créé.</translation>
    </message>
</context>
<context>
    <name>aria::choices::CalendarPicker</name>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Agendas</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>Le service démarre.</translation>
    </message>
    <message>
        <source>Asking Google for your calendars…</source>
        <translation>Recherche de vos agendas chez Google…</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile.</source>
        <translation>Le service a été arrêté entre-temps.</translation>
    </message>
    <message>
        <source>Your calendars could not be listed: %1</source>
        <translation>La liste de vos agendas n’a pas pu être obtenue&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 (free/busy only, cannot be synced)</source>
        <extracomment>%1 is the name of a calendar that shows only when somebody is busy.</extracomment>
        <translation>%1 (libre/occupé seulement, ne peut pas être synchronisé)</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <extracomment>%1 is the name of a calendar.</extracomment>
        <translation>%1 (lecture seule)</translation>
    </message>
    <message>
        <source>%1 (not in this account)</source>
        <extracomment>%1 is the id of a calendar that the settings name.</extracomment>
        <translation>%1 (pas dans ce compte)</translation>
    </message>
</context>
<context>
    <name>aria::choices::SettingsAccess</name>
    <message>
        <source>the environment</source>
        <extracomment>Completes “Set by %1”: environment variables.</extracomment>
        <translation>l’environnement</translation>
    </message>
    <message>
        <source>the command line</source>
        <extracomment>Completes “Set by %1”.</extracomment>
        <translation>la ligne de commande</translation>
    </message>
    <message>
        <source>the demo</source>
        <extracomment>Completes “Set by %1”: the program runs against a made-up Google.</extracomment>
        <translation>la démo</translation>
    </message>
</context>
<context>
    <name>aria::choices::StrategyChoice</name>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Quand les deux côtés ont modifié la même chose</translation>
    </message>
    <message>
        <source>&amp;Google decides</source>
        <translation>&amp;Google décide</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %2.</source>
        <comment>times</comment>
        <translation>Vous déplacez «&#xa0;Dentiste&#xa0;» à %1 dans ARIA, quelqu’un le déplace à %2 dans Google&#xa0;: il est à %2.</translation>
    </message>
    <message>
        <source>&amp;ARIA decides</source>
        <translation>&amp;ARIA décide</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %1.</source>
        <comment>times</comment>
        <translation>Vous déplacez «&#xa0;Dentiste&#xa0;» à %1 dans ARIA, quelqu’un le déplace à %2 dans Google&#xa0;: il est à %1.</translation>
    </message>
    <message>
        <source>The &amp;later change decides</source>
        <translation>La modification la plus &amp;récente décide</translation>
    </message>
    <message>
        <source>%1 was entered at noon, %2 at one o’clock: it is at %2.</source>
        <comment>times</comment>
        <translation>%1 a été saisi à midi, %2 à une heure&#xa0;: il est à %2.</translation>
    </message>
    <message>
        <source>As&amp;k me</source>
        <translation>Me &amp;demander</translation>
    </message>
    <message>
        <source>Neither side is changed; “Dentist” waits in the list of conflicts until you decide.</source>
        <translation>Aucun côté n’est modifié&#xa0;; «&#xa0;Dentiste&#xa0;» attend dans la liste des conflits jusqu’à votre décision.</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictModel</name>
    <message>
        <source>Deleted in ARIA, edited in Google</source>
        <translation>Supprimé dans ARIA, modifié dans Google</translation>
    </message>
    <message>
        <source>Deleted in Google, edited in ARIA</source>
        <translation>Supprimé dans Google, modifié dans ARIA</translation>
    </message>
    <message>
        <source>Differs: %1</source>
        <comment>names of fields</comment>
        <translation>Différences&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictReview</name>
    <message>
        <source>The conflict could not be settled: %1</source>
        <translation>Le conflit n’a pas pu être résolu&#xa0;: %1</translation>
    </message>
    <message>
        <source>The conflict is settled, but your own wording could not be saved: %1</source>
        <translation>Le conflit est résolu, mais votre propre version n’a pas pu être enregistrée&#xa0;: %1</translation>
    </message>
    <message>
        <source>The conflicts could not be read: %1</source>
        <translation>Les conflits n’ont pas pu être lus&#xa0;: %1</translation>
    </message>
    <message>
        <source>This event has just changed. Please look at it again.</source>
        <translation>Cet événement vient de changer. Veuillez le regarder à nouveau.</translation>
    </message>
    <message>
        <source>Looking for conflicts…</source>
        <translation>Recherche de conflits…</translation>
    </message>
    <message>
        <source>There are no conflicts. Everything is settled.</source>
        <translation>Il n’y a pas de conflit. Tout est réglé.</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this</source>
        <comment>conflicts in which the same fields differ</comment>
        <translation>
            <numerusform>Appliquer &amp;ainsi à %Ln conflit</numerusform>
            <numerusform>Appliquer &amp;ainsi aux %Ln conflits</numerusform>
        </translation>
    </message>
    <message>
        <source>The event will be deleted.</source>
        <translation>L’événement sera supprimé.</translation>
    </message>
    <message>
        <source>%1, and as an event of its own: %2</source>
        <comment>two events</comment>
        <translation>%1, et comme événement distinct&#xa0;: %2</translation>
    </message>
    <message>
        <source>Choose a side for each field.</source>
        <translation>Choisissez un côté pour chaque champ.</translation>
    </message>
    <message>
        <source>Review conflicts</source>
        <translation>Examiner les conflits</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Save my wording &amp;again</source>
        <translation>&amp;Enregistrer à nouveau ma version</translation>
    </message>
    <message>
        <source>Conflicts, newest first</source>
        <translation>Conflits, les plus récents d’abord</translation>
    </message>
    <message>
        <source>Event in conflict</source>
        <translation>Événement en conflit</translation>
    </message>
    <message>
        <source>As it will be</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>As it will be:</source>
        <translation>Résultat&#xa0;:</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Raccourci&#xa0;: %1</translation>
    </message>
    <message>
        <source>All from A&amp;RIA</source>
        <translation>Tout d’A&amp;RIA</translation>
    </message>
    <message>
        <source>All from &amp;Google</source>
        <translation>Tout de &amp;Google</translation>
    </message>
    <message>
        <source>&amp;Keep both as two events</source>
        <translation>Garder les &amp;deux comme événements distincts</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>&amp;Passer</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this: keep %1, delete %2</source>
        <comment>%1 and %2 are numbers of events</comment>
        <translation>
            <numerusform>&amp;Appliquer au seul de ce genre (%Ln) : garder %1, supprimer %2</numerusform>
            <numerusform>&amp;Appliquer aux %Ln de ce genre : garder %1, supprimer %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictTable</name>
    <message>
        <source>Fields that differ</source>
        <translation>Champs différents</translation>
    </message>
    <message>
        <source>%1, changed %2</source>
        <comment>ARIA, changed 15.01.24 14:00</comment>
        <translation>%1, modifié %2</translation>
    </message>
    <message>
        <source>Before</source>
        <comment>the version both sides had</comment>
        <translation>Avant</translation>
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
        <translation>supprimé</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>vide</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>the version before</comment>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>%1 from ARIA</source>
        <comment>a field</comment>
        <translation>%1 d’ARIA</translation>
    </message>
    <message>
        <source>%1 from Google</source>
        <comment>a field</comment>
        <translation>%1 de Google</translation>
    </message>
    <message>
        <source>Own wording</source>
        <translation>Ma version</translation>
    </message>
    <message>
        <source>%1: own wording</source>
        <comment>a field</comment>
        <translation>%1&#xa0;: ma version</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::DeletionsReview</name>
    <message>
        <source>Review deletions</source>
        <translation>Examiner les suppressions</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Deleted</source>
        <comment>a column: where it was deleted</comment>
        <translation>Supprimé</translation>
    </message>
    <message>
        <source>What would be deleted</source>
        <translation>Ce qui serait supprimé</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>&amp;Delete them on both sides</source>
        <translation>&amp;Supprimer des deux côtés</translation>
    </message>
    <message>
        <source>&amp;Bring them back</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>Decide &amp;later</source>
        <translation>&amp;Décider plus tard</translation>
    </message>
    <message>
        <source>The deletions could not be read: %1</source>
        <translation>Les suppressions n’ont pas pu être lues : %1</translation>
    </message>
    <message>
        <source>The list has just changed. Please look at it again.</source>
        <translation>La liste vient de changer. Veuillez la revoir.</translation>
    </message>
    <message>
        <source>series from %1</source>
        <comment>a date</comment>
        <translation>série à partir du %1</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>dans Google</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>dans ARIA</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>Aucune suppression n’attend de décision.</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</source>
        <translation>
            <numerusform>%Ln événement a été supprimé dans Google. Rien n’a encore été supprimé dans ARIA.</numerusform>
            <numerusform>%Ln événements ont été supprimés d’un coup dans Google, un nombre inhabituel. Rien n’a encore été supprimé dans ARIA.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</source>
        <translation>
            <numerusform>%Ln événement a été supprimé dans ARIA. Rien n’a encore été supprimé dans Google.</numerusform>
            <numerusform>%Ln événements ont été supprimés d’un coup dans ARIA, un nombre inhabituel. Rien n’a encore été supprimé dans Google.</numerusform>
        </translation>
    </message>
    <message>
        <source>This could not be done: %1</source>
        <translation>Cela n’a pas pu être fait : %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::TimesEditor</name>
    <message>
        <source>From</source>
        <comment>start of an event</comment>
        <translation>De</translation>
    </message>
    <message>
        <source>Until and with</source>
        <comment>last day of an event</comment>
        <translation>Jusqu’au (inclus)</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>end of an event</comment>
        <translation>Jusqu’à</translation>
    </message>
</context>
<context>
    <name>aria::dayview::AllDayStrip</name>
    <message>
        <source>All-day events</source>
        <translation>Événements d’une journée entière</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>%1, refusé</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayGrid</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln événement</numerusform>
            <numerusform>%Ln événements</numerusform>
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
        <translation>%1, refusé</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayPanel</name>
    <message>
        <source>Day before</source>
        <translation>Jour précédent</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>Jour suivant</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventDraft</name>
    <message>
        <source>An event needs a title.</source>
        <translation>Un événement a besoin d’un titre.</translation>
    </message>
    <message>
        <source>There is no such time zone.</source>
        <translation>Ce fuseau horaire n’existe pas.</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>Il manque une date.</translation>
    </message>
    <message>
        <source>The event ends before it starts.</source>
        <translation>L’événement se termine avant de commencer.</translation>
    </message>
    <message>
        <source>This repetition is not valid: %1</source>
        <translation>Cette répétition n’est pas valide&#xa0;: %1</translation>
    </message>
    <message>
        <source>With this repetition the event never takes place.</source>
        <translation>Avec cette répétition, l’événement n’a jamais lieu.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas une adresse e-mail.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventEditor</name>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nouvel événement</translation>
    </message>
    <message>
        <source>You are changing all events of this series.</source>
        <translation>Vous modifiez tous les événements de cette série.</translation>
    </message>
    <message>
        <source>You are changing this event of a series only.</source>
        <translation>Vous modifiez seulement cet événement d’une série.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <source>The service is starting again. Please save once more in a moment.</source>
        <translation>Le service redémarre. Veuillez enregistrer à nouveau dans un instant.</translation>
    </message>
    <message>
        <source>You are changing this event and all that follow in its series.</source>
        <translation>Vous modifiez cet événement et tous les suivants de sa série.</translation>
    </message>
    <message>
        <source>They get a meeting link of their own.</source>
        <translation>Ils reçoivent un lien de réunion distinct.</translation>
    </message>
    <message numerus="yes">
        <source>%n later event(s) that were changed or cancelled on their own will be as the rest of the series, because the times change.</source>
        <translation>
            <numerusform>%Ln événement ultérieur modifié ou annulé individuellement redeviendra comme le reste de la série, car les horaires changent.</numerusform>
            <numerusform>%Ln événements ultérieurs modifiés ou annulés individuellement redeviendront comme le reste de la série, car les horaires changent.</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted meanwhile.</source>
        <translation>Cet événement a été supprimé entre-temps.</translation>
    </message>
    <message>
        <source>This event was changed meanwhile:</source>
        <translation>Cet événement a été modifié entre-temps :</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field of an event and its value</comment>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>an empty field</comment>
        <translation>rien</translation>
    </message>
    <message>
        <source>Somebody else organizes it: you can answer, and choose your own reminder and colour.</source>
        <translation>Quelqu’un d’autre l’organise : vous pouvez répondre et choisir votre rappel et votre couleur.</translation>
    </message>
    <message>
        <source>%1 organizes it: you can answer, and choose your own reminder and colour.</source>
        <comment>a person</comment>
        <translation>%1 l’organise : vous pouvez répondre et choisir votre rappel et votre couleur.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventFields</name>
    <message>
        <source>Send mail to the g&amp;uests</source>
        <translation>Envoyer un e-&amp;mail aux invités</translation>
    </message>
    <message>
        <source>A series is in one calendar, with all its events.</source>
        <translation>Une série est dans un seul agenda, avec tous ses événements.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas une adresse e-mail.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>non valide</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Off: the event changes in the guests’ calendars, but Google writes no mail.</source>
        <translation>Désactivé&#xa0;: l’événement change dans les agendas des invités, mais Google n’envoie pas d’e-mail.</translation>
    </message>
    <message>
        <source>The calendar’s</source>
        <translation>Celle de l’agenda</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>Fuseau &amp;horaire</translation>
    </message>
    <message>
        <source>&amp;Repeats</source>
        <translation>&amp;Répétition</translation>
    </message>
    <message>
        <source>Ca&amp;lendar</source>
        <translation>Agen&amp;da</translation>
    </message>
    <message>
        <source>&amp;Place</source>
        <translation>&amp;Lieu</translation>
    </message>
    <message>
        <source>&amp;Guests</source>
        <translation>&amp;Invités</translation>
    </message>
    <message>
        <source>Re&amp;minders</source>
        <translation>Ra&amp;ppels</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>&amp;Couleur</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notes</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventSaver</name>
    <message>
        <source>The service stopped before it answered. Please save once more.</source>
        <translation>Le service s’est arrêté avant de répondre. Veuillez enregistrer à nouveau.</translation>
    </message>
    <message>
        <source>This could not be saved: %1</source>
        <translation>L’enregistrement a échoué&#xa0;: %1</translation>
    </message>
    <message>
        <source>The event could not be moved to the other calendar: %1</source>
        <translation>L’événement n’a pas pu être déplacé vers l’autre agenda : %1</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>Le service s’est arrêté avant de répondre.</translation>
    </message>
</context>
<context>
    <name>aria::editor::GuestList</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>accepté</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>refusé</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>peut-être</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>pas encore de réponse</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invités</translation>
    </message>
    <message>
        <source>Add a guest’s e-mail address</source>
        <translation>Ajouter l’adresse e-mail d’un invité</translation>
    </message>
    <message>
        <source>Remove guest</source>
        <translation>Retirer l’invité</translation>
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
        <translation>&amp;Garder le mien</translation>
    </message>
    <message>
        <source>Take t&amp;heirs</source>
        <comment>the wording of an event from elsewhere</comment>
        <translation>Choi&amp;sir l’autre</translation>
    </message>
    <message>
        <source>Make it a ne&amp;w event</source>
        <translation>En faire un nou&amp;vel événement</translation>
    </message>
</context>
<context>
    <name>aria::editor::ReminderList</name>
    <message>
        <source>Notification</source>
        <translation>Notification</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Kind of reminder</source>
        <translation>Type de rappel</translation>
    </message>
    <message>
        <source>minutes before</source>
        <translation>minutes avant</translation>
    </message>
    <message>
        <source>hours before</source>
        <translation>heures avant</translation>
    </message>
    <message>
        <source>days before</source>
        <translation>jours avant</translation>
    </message>
    <message>
        <source>weeks before</source>
        <translation>semaines avant</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>Unité de temps</translation>
    </message>
    <message>
        <source>How long before</source>
        <translation>Combien de temps avant</translation>
    </message>
    <message>
        <source>Remove this reminder</source>
        <translation>Retirer ce rappel</translation>
    </message>
    <message>
        <source>As the calendar has &amp;it</source>
        <translation>Comme l’&amp;agenda</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>Aucun rappel</translation>
    </message>
    <message>
        <source>A&amp;dd reminder</source>
        <translation>A&amp;jouter un rappel</translation>
    </message>
    <message>
        <source>At most five</source>
        <translation>Cinq au plus</translation>
    </message>
</context>
<context>
    <name>aria::editor::RepeatEditor</name>
    <message>
        <source>Repeats</source>
        <translation>Répétition</translation>
    </message>
    <message>
        <source>Every</source>
        <comment>how many days or weeks</comment>
        <translation>Intervalle</translation>
    </message>
    <message>
        <source>Number of times</source>
        <translation>Nombre de fois</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Dernier jour</translation>
    </message>
    <message>
        <source>forever</source>
        <comment>how long an event repeats</comment>
        <translation>sans fin</translation>
    </message>
    <message>
        <source>until:</source>
        <comment>the day up to which an event repeats follows</comment>
        <translation>jusqu’au&#xa0;:</translation>
    </message>
    <message>
        <source>so many times:</source>
        <comment>after how many times an event ends; a number follows</comment>
        <translation>nombre de fois&#xa0;:</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Repetition as RFC 5545 lines</source>
        <translation>Répétition en lignes RFC 5545</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 weeks</comment>
        <translation>intervalle</translation>
    </message>
    <message>
        <source>Monthly on the last %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Tous les mois, le dernier %1</translation>
    </message>
    <message>
        <source>Monthly on the first %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Tous les mois, le premier %1</translation>
    </message>
    <message>
        <source>Monthly on the second %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Tous les mois, le deuxième %1</translation>
    </message>
    <message>
        <source>Monthly on the third %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Tous les mois, le troisième %1</translation>
    </message>
    <message>
        <source>Monthly on the fourth %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Tous les mois, le quatrième %1</translation>
    </message>
    <message>
        <source>Does not repeat</source>
        <translation>Ne se répète pas</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>Tous les jours</translation>
    </message>
    <message>
        <source>Weekly</source>
        <translation>Toutes les semaines</translation>
    </message>
    <message>
        <source>Monthly on day %1</source>
        <translation>Tous les mois, le %1</translation>
    </message>
    <message>
        <source>Yearly</source>
        <translation>Tous les ans</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Personnalisé</translation>
    </message>
    <message numerus="yes">
        <source>day(s),</source>
        <comment>every 2 days</comment>
        <translation>
            <numerusform>jour,</numerusform>
            <numerusform>jours,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>week(s),</source>
        <comment>every 2 weeks</comment>
        <translation>
            <numerusform>semaine,</numerusform>
            <numerusform>semaines,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>year(s),</source>
        <comment>every 2 years</comment>
        <translation>
            <numerusform>an,</numerusform>
            <numerusform>ans,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>month(s),</source>
        <comment>every 2 months</comment>
        <translation>
            <numerusform>mois,</numerusform>
            <numerusform>mois,</numerusform>
        </translation>
    </message>
    <message>
        <source>Next: %1</source>
        <comment>%1 is a list of dates</comment>
        <translation>Prochaines dates&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>aria::editor::SpanFields</name>
    <message>
        <source>Start date</source>
        <translation>Date de début</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>Heure de début</translation>
    </message>
    <message>
        <source>End date</source>
        <translation>Date de fin</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>Heure de fin</translation>
    </message>
    <message>
        <source>&amp;All day</source>
        <translation>&amp;Toute la journée</translation>
    </message>
    <message>
        <source>S&amp;tarts</source>
        <translation>Déb&amp;ut</translation>
    </message>
    <message>
        <source>&amp;Ends</source>
        <translation>&amp;Fin</translation>
    </message>
    <message>
        <source>Time zone…</source>
        <translation>Fuseau horaire…</translation>
    </message>
    <message>
        <source>Choose a time zone for this event</source>
        <translation>Choisir un fuseau horaire pour cet événement</translation>
    </message>
</context>
<context>
    <name>aria::freebusy::BusyLine</name>
    <message>
        <source>Looking up who is free…</source>
        <translation>Recherche de qui est libre…</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen: the sign-in at Google does not include it.</source>
        <translation>Impossible de voir si les invités sont libres : la connexion à Google ne le comprend pas.</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen now: %1</source>
        <translation>Impossible de voir pour l’instant si les invités sont libres : %1</translation>
    </message>
    <message>
        <source>You are busy: %1</source>
        <comment>%1: times</comment>
        <translation>Vous êtes occupé : %1</translation>
    </message>
    <message>
        <source>%1 is busy: %2</source>
        <comment>a person, times</comment>
        <translation>%1 est occupé : %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more are busy</source>
        <comment>people</comment>
        <translation>
            <numerusform>%Ln autre personne est occupée</numerusform>
            <numerusform>%Ln autres personnes sont occupées</numerusform>
        </translation>
    </message>
    <message>
        <source>Google does not say when %1 is busy.</source>
        <comment>a person</comment>
        <translation>Google ne dit pas quand %1 est occupé.</translation>
    </message>
    <message>
        <source>Everybody is free then.</source>
        <translation>Tout le monde est libre à ce moment-là.</translation>
    </message>
    <message>
        <source>Take the next &amp;free time: %1</source>
        <translation>Prendre le pr&amp;ochain créneau libre : %1</translation>
    </message>
    <message>
        <source>No time in the next days at which all are free</source>
        <translation>Aucun créneau libre pour tous dans les prochains jours</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryModel</name>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Where</source>
        <comment>in ARIA or in Google</comment>
        <translation>Où</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Changes, newest first</source>
        <translation>Modifications, les plus récentes d’abord</translation>
    </message>
    <message>
        <source>Nothing has changed yet.</source>
        <translation>Rien n’a encore changé.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Raccourci&#xa0;: %1</translation>
    </message>
    <message>
        <source>Only this &amp;event</source>
        <translation>Seulement cet &amp;événement</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>&amp;Annuler cette modification</translation>
    </message>
    <message>
        <source>Undo &amp;all since then…</source>
        <translation>Annuler &amp;tout depuis…</translation>
    </message>
    <message>
        <source>The history could not be read: %1</source>
        <translation>L’historique n’a pas pu être lu&#xa0;: %1</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>Annulation…</translation>
    </message>
    <message>
        <source>This could not be undone: %1</source>
        <translation>L’annulation a échoué&#xa0;: %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <comment>a change</comment>
        <translation>Annulé&#xa0;: %1</translation>
    </message>
    <message>
        <source>Undone, and waiting for Google: %1</source>
        <comment>a change</comment>
        <translation>Annulé, en attente de Google&#xa0;: %1</translation>
    </message>
    <message>
        <source>Undo all changes since then</source>
        <translation>Annuler toutes les modifications depuis</translation>
    </message>
    <message>
        <source>Undo every change since %1?</source>
        <comment>a date and time</comment>
        <translation>Annuler toutes les modifications depuis %1&#xa0;?</translation>
    </message>
    <message>
        <source>Events made since then are deleted, deleted ones come back, in ARIA and in Google. The undoing can itself be undone. Guests get no mail.</source>
        <translation>Les événements créés depuis sont supprimés, ceux qui ont été supprimés reviennent, dans ARIA et dans Google. L’annulation peut elle-même être annulée. Les invités ne reçoivent pas d’e-mail.</translation>
    </message>
    <message>
        <source>&amp;Undo all</source>
        <translation>To&amp;ut annuler</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) undone.</source>
        <translation>
            <numerusform>%Ln modification annulée.</numerusform>
            <numerusform>%Ln modifications annulées.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::history::VersionsTable</name>
    <message>
        <source>What changed</source>
        <translation>Ce qui a changé</translation>
    </message>
    <message>
        <source>Before: there was no event</source>
        <translation>Avant&#xa0;: il n’y avait pas d’événement</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>After: deleted</source>
        <translation>Après&#xa0;: supprimé</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Nothing a person sees.</source>
        <translation>Rien de visible.</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>vide</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerBar</name>
    <message>
        <source>Write a mail to the organizer</source>
        <translation>Envoyer un e-mail à l’organisateur</translation>
    </message>
    <message>
        <source>Note with the answer</source>
        <translation>Note avec la réponse</translation>
    </message>
    <message>
        <source>The answer is for</source>
        <translation>La réponse vaut</translation>
    </message>
    <message>
        <source>For this event only</source>
        <translation>Pour cet événement seulement</translation>
    </message>
    <message>
        <source>For all of the series</source>
        <translation>Pour toute la série</translation>
    </message>
    <message>
        <source>The answer was not sent: %1</source>
        <translation>La réponse n’a pas été envoyée : %1</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>Vous êtes invité</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 vous invite</translation>
    </message>
    <message>
        <source>Sending…</source>
        <comment>an answer</comment>
        <translation>Envoi…</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerCommand</name>
    <message>
        <source>The service is starting again. Please answer once more in a moment.</source>
        <translation>Le service redémarre. Veuillez répondre à nouveau dans un instant.</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>Le service s’est arrêté avant de répondre.</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerDialog</name>
    <message>
        <source>Answer an invitation</source>
        <translation>Répondre à une invitation</translation>
    </message>
</context>
<context>
    <name>aria::invitation::Invitation</name>
    <message>
        <source>Yes</source>
        <comment>answer to an invitation</comment>
        <translation>Oui</translation>
    </message>
    <message>
        <source>Maybe</source>
        <comment>answer to an invitation</comment>
        <translation>Peut-être</translation>
    </message>
    <message>
        <source>No</source>
        <comment>answer to an invitation</comment>
        <translation>Non</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>Ou&amp;i</translation>
    </message>
    <message>
        <source>&amp;Maybe</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>P&amp;eut-être</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>&amp;Non</translation>
    </message>
    <message>
        <source>You said yes.</source>
        <translation>Vous avez dit oui.</translation>
    </message>
    <message>
        <source>You said maybe.</source>
        <translation>Vous avez dit peut-être.</translation>
    </message>
    <message>
        <source>You said no.</source>
        <translation>Vous avez dit non.</translation>
    </message>
    <message>
        <source>You have not answered yet.</source>
        <translation>Vous n’avez pas encore répondu.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::SystemKeychain</name>
    <message>
        <source>The system keyring cannot be used: %1</source>
        <comment>%1 says why</comment>
        <translation>Le trousseau du système ne peut pas être utilisé&#xa0;: %1</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>Il ne répond pas.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::TokenKeeper</name>
    <message>
        <source>The program ends.</source>
        <translation>Le programme se termine.</translation>
    </message>
    <message>
        <source>The sign-in cannot be read: %1</source>
        <translation>La connexion ne peut pas être lue&#xa0;: %1</translation>
    </message>
    <message>
        <source>The system keyring did not keep it.</source>
        <translation>Le trousseau du système ne l’a pas conservée.</translation>
    </message>
    <message>
        <source>token.json could not be deleted. Delete it yourself.</source>
        <translation>token.json n’a pas pu être supprimé. Supprimez-le vous-même.</translation>
    </message>
    <message>
        <source>The sign-in was not read yet.</source>
        <translation>La connexion n’a pas encore été lue.</translation>
    </message>
    <message>
        <source>The sign-in could not be removed from the keyring: %1</source>
        <translation>La connexion n’a pas pu être retirée du trousseau&#xa0;: %1</translation>
    </message>
    <message>
        <source>The sign-in could not be kept in the keyring and lasts only until this program ends: %1</source>
        <translation>La connexion n’a pas pu être conservée dans le trousseau et ne dure que jusqu’à la fin de ce programme&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>aria::notifications::AttentionNotices</name>
    <message numerus="yes">
        <source>%n event(s) changed both in ARIA and in Google</source>
        <translation>
            <numerusform>%Ln événement modifié à la fois dans ARIA et dans Google</numerusform>
            <numerusform>%Ln événements modifiés à la fois dans ARIA et dans Google</numerusform>
        </translation>
    </message>
    <message>
        <source>Please decide which version to keep. Nothing is lost until you do.</source>
        <translation>Veuillez choisir la version à garder. D’ici là, rien n’est perdu.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>conflicts</comment>
        <translation>Examiner</translation>
    </message>
    <message>
        <source>Please sign in to Google again</source>
        <translation>Veuillez vous reconnecter à Google</translation>
    </message>
    <message>
        <source>Google has ended the sign-in, so the calendars are not kept in step. While the consent screen of your Google project is in Testing, Google does so after 7 days.</source>
        <translation>Google a mis fin à la connexion&#xa0;; les agendas ne sont donc plus synchronisés. Tant que l’écran d’autorisation de votre projet Google est en mode «&#xa0;Testing&#xa0;», Google le fait au bout de 7 jours.</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <comment>to Google</comment>
        <translation>Reconnecter</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) would be deleted</source>
        <comment>unusually many at once</comment>
        <translation>
            <numerusform>%Ln événement serait supprimé</numerusform>
            <numerusform>%Ln événements seraient supprimés</numerusform>
        </translation>
    </message>
    <message>
        <source>That is unusually many at once. Please decide; until then they stay, and the calendar waits.</source>
        <translation>C’est inhabituellement beaucoup à la fois. Veuillez décider ; d’ici là ils restent, et l’agenda attend.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>deletions</comment>
        <translation>Examiner</translation>
    </message>
    <message>
        <source>Until you do, the calendars are not kept in step.</source>
        <translation>D’ici là, les agendas ne sont pas synchronisés.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed, so the calendars are not kept in step. Please sign in again and tick every box.</source>
        <translation>Google n’a pas reçu toutes les autorisations nécessaires ; les agendas ne sont donc pas synchronisés. Veuillez vous reconnecter et cocher toutes les cases.</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ChangeNotices</name>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>Ouvrir</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ReminderNotices</name>
    <message>
        <source>%1 in %2</source>
        <comment>an event, a duration</comment>
        <translation>%1 dans %2</translation>
    </message>
    <message>
        <source>%1 begins now</source>
        <comment>an event</comment>
        <translation>%1 commence maintenant</translation>
    </message>
    <message>
        <source>%1 has begun</source>
        <comment>an event</comment>
        <translation>%1 a commencé</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Join</source>
        <comment>a meeting</comment>
        <translation>Rejoindre</translation>
    </message>
    <message>
        <source>Snooze for %1</source>
        <comment>a reminder, a duration</comment>
        <translation>Rappeler dans %1</translation>
    </message>
</context>
<context>
    <name>aria::settings::AboutPage</name>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>Keeps the events of ARIA and of Google Calendar the same on both sides.</source>
        <translation>Garde identiques les événements d’ARIA et de Google Agenda.</translation>
    </message>
    <message>
        <source>Version:</source>
        <translation>Version&#xa0;:</translation>
    </message>
    <message>
        <source>Qt:</source>
        <translation>Qt&#xa0;:</translation>
    </message>
    <message>
        <source>System:</source>
        <translation>Système&#xa0;:</translation>
    </message>
    <message>
        <source>License:</source>
        <translation>Licence&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Copier le diagnostic</translation>
    </message>
    <message>
        <source>Versions, settings and counts, for a report. Titles, addresses and tokens are left out.</source>
        <translation>Versions, réglages et nombres, pour un rapport. Les titres, adresses et jetons n’y figurent pas.</translation>
    </message>
    <message>
        <source>Copied. Titles, addresses and tokens were left out.</source>
        <translation>Copié. Les titres, adresses et jetons n’y figurent pas.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AccountPage</name>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>Sign ou&amp;t…</source>
        <translation>Se &amp;déconnecter…</translation>
    </message>
    <message>
        <source>In a &amp;file that only you can read, token.json</source>
        <translation>Dans un &amp;fichier que vous seul pouvez lire&#xa0;: token.json</translation>
    </message>
    <message>
        <source>In the system &amp;keyring</source>
        <translation>Dans le &amp;trousseau du système</translation>
    </message>
    <message>
        <source>Google</source>
        <translation>Google</translation>
    </message>
    <message>
        <source>Folder of the &amp;credentials:</source>
        <translation>Dossier des &amp;identifiants&#xa0;:</translation>
    </message>
    <message>
        <source>Where the sign-in is kept</source>
        <translation>Où la connexion est conservée</translation>
    </message>
    <message>
        <source>Folder of the credentials</source>
        <translation>Dossier des identifiants</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Parcourir…</translation>
    </message>
    <message>
        <source>With the keyring, only this program finds the sign-in, and only while you are logged in; a service without windows does not.</source>
        <translation>Dans le trousseau, seul ce programme trouve la connexion, et seulement pendant que votre session est ouverte&#xa0;; un service sans fenêtres ne la trouve pas.</translation>
    </message>
    <message>
        <source>Moving the sign-in…</source>
        <translation>Déplacement de la connexion…</translation>
    </message>
    <message>
        <source>&amp;Reconnect…</source>
        <translation>&amp;Reconnecter…</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>Se &amp;connecter…</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>Le service démarre.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Vous êtes connecté.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google demande une nouvelle connexion.</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Personne n’est connecté.</translation>
    </message>
    <message>
        <source>The sign-in stays where it was: %1</source>
        <translation>La connexion reste où elle était&#xa0;: %1</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>Trousseau</translation>
    </message>
    <message>
        <source>You are signed in as %1.</source>
        <comment>an e-mail address</comment>
        <translation>Vous êtes connecté en tant que %1.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <source>&amp;Log:</source>
        <translation>&amp;Journal&#xa0;:</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Erreurs seulement</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Avertissements</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Ce qui se passe</translation>
    </message>
    <message>
        <source>Everything, for finding a fault</source>
        <translation>Tout, pour trouver une erreur</translation>
    </message>
    <message>
        <source>Log &amp;format:</source>
        <translation>&amp;Format du journal&#xa0;:</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A &amp;change waits for Google at most:</source>
        <translation>Une &amp;modification attend Google au plus&#xa0;:</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>&amp;Webhook address:</source>
        <translation>Adresse du &amp;webhook&#xa0;:</translation>
    </message>
    <message>
        <source>Where Google can reach this computer at a public https address, changes arrive at once instead of at the next look.</source>
        <translation>Si Google peut joindre cet ordinateur à une adresse https publique, les modifications arrivent tout de suite et non à la prochaine vérification.</translation>
    </message>
    <message>
        <source>&amp;Google’s API:</source>
        <translation>&amp;API de Google&#xa0;:</translation>
    </message>
    <message>
        <source>Google’s &amp;revocation:</source>
        <translation>&amp;Révocation chez Google&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Tell about changes at:</source>
        <translation>Si&amp;gnaler les changements à&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Signed with:</source>
        <translation>&amp;Signé avec&#xa0;:</translation>
    </message>
    <message>
        <source>Programs that want to hear of each change get it there, signed with a secret that begins with whsec_.</source>
        <translation>Les programmes qui veulent connaître chaque changement le reçoivent là, signé avec un secret qui commence par whsec_.</translation>
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
        <translation>ARIA et d’autres programmes accèdent ici à l’agenda.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>&amp;Adresse&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>&amp;Port&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Jeton&#xa0;:</translation>
    </message>
    <message>
        <source>With a token, whoever calls the API has to send it. Without one, the API can be reached from this computer only.</source>
        <translation>Avec un jeton, quiconque appelle l’API doit l’envoyer. Sans jeton, l’API n’est accessible que depuis cet ordinateur.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Jeton</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nouveau</translation>
    </message>
    <message>
        <source>Makes a new token; programs that use the old one have to be given it.</source>
        <translation>Crée un nouveau jeton&#xa0;; il faut le donner aux programmes qui utilisent l’ancien.</translation>
    </message>
</context>
<context>
    <name>aria::settings::CalendarsPage</name>
    <message>
        <source>Calendars</source>
        <translation>Agendas</translation>
    </message>
    <message>
        <source>These calendars of the account are kept in step with ARIA:</source>
        <translation>Ces agendas du compte sont synchronisés avec ARIA&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Time zone of “today”:</source>
        <translation>&amp;Fuseau horaire d’«&#xa0;aujourd’hui&#xa0;»&#xa0;:</translation>
    </message>
    <message>
        <source>the calendar’s own</source>
        <translation>celui de l’agenda</translation>
    </message>
</context>
<context>
    <name>aria::settings::DatabasePage</name>
    <message>
        <source>Database</source>
        <translation>Base de données</translation>
    </message>
    <message>
        <source>&amp;Database:</source>
        <translation>&amp;Base de données&#xa0;:</translation>
    </message>
    <message>
        <source>sqlite:///path for a file on this computer, or postgresql://user:password@host/name for the database that ARIA uses. Events are not moved from one to the other; the new one is filled from Google.</source>
        <translation>sqlite:///chemin pour un fichier sur cet ordinateur, ou postgresql://utilisateur:mot_de_passe@hôte/nom pour la base de données qu’ARIA utilise. Les événements ne passent pas de l’une à l’autre&#xa0;; la nouvelle est remplie depuis Google.</translation>
    </message>
    <message>
        <source>Keep the &amp;history for:</source>
        <translation>Garder l’&amp;historique pendant&#xa0;:</translation>
    </message>
    <message>
        <source> days</source>
        <translation> jours</translation>
    </message>
    <message>
        <source>Keep d&amp;eleted events for:</source>
        <translation>Garder les événements &amp;supprimés pendant&#xa0;:</translation>
    </message>
</context>
<context>
    <name>aria::settings::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Tell me what &amp;others changed in Google</source>
        <translation>Me signaler ce que d’&amp;autres ont modifié dans Google</translation>
    </message>
    <message>
        <source>&amp;Remind me of events, as each event’s own reminders say</source>
        <translation>Me &amp;rappeler les événements selon leurs propres rappels</translation>
    </message>
    <message>
        <source>&amp;Quiet hours, without either</source>
        <translation>&amp;Heures calmes, sans aucun des deux</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>&amp;De&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Until:</source>
        <translation>&amp;À&#xa0;:</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Calme à partir de</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Calme jusqu’à</translation>
    </message>
    <message>
        <source>Key to &amp;join the next meeting, from anywhere:</source>
        <translation>&amp;Touche pour rejoindre la prochaine réunion, depuis n’importe où :</translation>
    </message>
    <message>
        <source>Key to join the next meeting</source>
        <translation>Touche pour rejoindre la prochaine réunion</translation>
    </message>
    <message>
        <source>None at first. A function key, or one with Ctrl, Alt or the Windows key.</source>
        <translation>Aucune au départ. Une touche de fonction, ou une avec Ctrl, Alt ou la touche Windows.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>Ce bureau ne permet à aucun programme d’avoir une touche qui agit partout.</translation>
    </message>
    <message>
        <source>“%1” cannot join meetings from anywhere: choose a function key, or a letter or digit with Ctrl, Alt or the Windows key.</source>
        <translation>« %1 » ne peut pas agir partout : choisissez une touche de fonction, ou une lettre ou un chiffre avec Ctrl, Alt ou la touche Windows.</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingRow</name>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>Défini par %1 (%2)</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Pages des réglages</translation>
    </message>
</context>
<context>
    <name>aria::settings::SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>Synchronisation</translation>
    </message>
    <message>
        <source>&amp;Start with the session</source>
        <translation>Démarrer a&amp;vec la session</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Quand les deux côtés ont modifié la même chose</translation>
    </message>
    <message>
        <source>Look for changes e&amp;very:</source>
        <translation>Chercher les &amp;modifications toutes les&#xa0;:</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds</comment>
        <translation> s</translation>
    </message>
    <message>
        <source>What changes in ARIA goes to Google at once. With a webhook, Google is asked only every sixth time.</source>
        <translation>Ce qui change dans ARIA part tout de suite chez Google. Avec un webhook, Google n’est interrogé qu’une fois sur six.</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>Le démarrage avec la session n’a pas pu être réglé&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::Assistant</name>
    <message>
        <source>Connect to Google</source>
        <translation>Se connecter à Google</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>The account’s events stay here and are compared after the sign-in.</source>
        <translation>Les événements du compte restent ici et sont comparés après la connexion.</translation>
    </message>
</context>
<context>
    <name>aria::signin::BrowserSignIn</name>
    <message>
        <source>The service was restarted meanwhile. Try again.</source>
        <translation>Le service a été redémarré entre-temps. Réessayez.</translation>
    </message>
    <message>
        <source>The service is starting. Try again in a moment.</source>
        <translation>Le service démarre. Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile. Try again.</source>
        <translation>Le service a été arrêté entre-temps. Réessayez.</translation>
    </message>
    <message>
        <source>Google may not send the browser back to this program. Add %1 to the redirect addresses of your client, or use a client of the type “Desktop app”.</source>
        <extracomment>%1 is a web address of this program.</extracomment>
        <translation>Google n’a pas le droit de renvoyer le navigateur à ce programme. Ajoutez %1 aux adresses de redirection de votre client, ou utilisez un client de type «&#xa0;Desktop app&#xa0;».</translation>
    </message>
</context>
<context>
    <name>aria::signin::ChoicesPage</name>
    <message>
        <source>&amp;Start with the session</source>
        <translation>Démarrer a&amp;vec la session</translation>
    </message>
    <message>
        <source>What is synced, and how</source>
        <translation>Ce qui est synchronisé, et comment</translation>
    </message>
    <message>
        <source>All of this can be changed in the settings later.</source>
        <translation>Tout cela peut être modifié plus tard dans les réglages.</translation>
    </message>
    <message>
        <source>Begin the s&amp;ync</source>
        <translation>Commencer la s&amp;ynchronisation</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Agendas</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Quand les deux côtés ont modifié la même chose</translation>
    </message>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>Défini par %1 (%2)</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>Le démarrage avec la session n’a pas pu être réglé&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientFilePage</name>
    <message>
        <source>&amp;Choose client_secrets.json…</source>
        <translation>&amp;Choisir client_secrets.json…</translation>
    </message>
    <message>
        <source>Who you are to Google</source>
        <translation>Qui vous êtes pour Google</translation>
    </message>
    <message>
        <source>Your calendar is reached with a key of your own, which Google gives you as a file. Nobody else is in between.</source>
        <translation>Votre agenda est accessible avec votre propre clé, que Google vous donne sous forme de fichier. Il n’y a personne d’autre entre les deux.</translation>
    </message>
    <message>
        <source>Drop the file anywhere here</source>
        <translation>Déposez le fichier n’importe où ici</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>D’où il vient</translation>
    </message>
    <message>
        <source>&amp;Try it with the demo calendar</source>
        <translation>&amp;Essayer avec l’agenda de démonstration</translation>
    </message>
    <message>
        <source>Starts again with a made-up Google on this computer; nothing of yours is touched.</source>
        <translation>Redémarre avec un Google fictif sur cet ordinateur&#xa0;; rien de ce qui est à vous n’est touché.</translation>
    </message>
    <message>
        <source>There is one already. Go on with it, or choose another.</source>
        <translation>Il y en a déjà un. Continuez avec lui ou choisissez-en un autre.</translation>
    </message>
    <message>
        <source>Choose client_secrets.json</source>
        <translation>Choisir client_secrets.json</translation>
    </message>
    <message>
        <source>Google’s client file (*.json)</source>
        <translation>Fichier client de Google (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>The name of a file and what is to be said about it.</extracomment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The file could not be put in its place: %1</source>
        <translation>Le fichier n’a pas pu être mis à sa place&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientGuide</name>
    <message>
        <source>Create a project in the %1; any name will do.</source>
        <translation>Créez un projet dans la %1&#xa0;; n’importe quel nom convient.</translation>
    </message>
    <message>
        <source>Google Cloud console</source>
        <translation>console Google Cloud</translation>
    </message>
    <message>
        <source>Switch the %1 on for it.</source>
        <extracomment>%1 is a link, “Google Calendar API”.</extracomment>
        <translation>Activez-y %1.</translation>
    </message>
    <message>
        <source>Google Calendar API</source>
        <translation>Google Calendar API</translation>
    </message>
    <message>
        <source>In the %1 choose “Get started”: a name, your address, and “External” as the audience.</source>
        <extracomment>%1 is a link, “Google Auth Platform”; “Get started” and “External” are words on Google’s page.</extracomment>
        <translation>Dans la %1, choisissez «&#xa0;Get started&#xa0;»&#xa0;: un nom, votre adresse et «&#xa0;External&#xa0;» comme audience.</translation>
    </message>
    <message>
        <source>Google Auth Platform</source>
        <translation>Google Auth Platform</translation>
    </message>
    <message>
        <source>Under %1 choose “Publish app”. While it is in “Testing”, Google ends every sign-in after 7 days.</source>
        <extracomment>%1 is a link, “Audience”; “Publish app” and “Testing” are words on Google’s page.</extracomment>
        <translation>Sous %1, choisissez «&#xa0;Publish app&#xa0;». Tant que l’état est «&#xa0;Testing&#xa0;», Google met fin à chaque connexion au bout de 7 jours.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Under %1 create a client of the type “Desktop app”, then choose “Download JSON”.</source>
        <extracomment>%1 is a link, “Clients”; “Desktop app” and “Download JSON” are words on Google’s page.</extracomment>
        <translation>Sous %1, créez un client de type «&#xa0;Desktop app&#xa0;», puis choisissez «&#xa0;Download JSON&#xa0;».</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Drop the downloaded file here, or choose it.</source>
        <translation>Déposez ici le fichier téléchargé, ou choisissez-le.</translation>
    </message>
    <message>
        <source>%1.</source>
        <extracomment>The number of a step in a list.</extracomment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Where the file comes from</source>
        <translation>D’où vient le fichier</translation>
    </message>
</context>
<context>
    <name>aria::signin::FirstSyncPage</name>
    <message>
        <source>The first sync</source>
        <translation>La première synchronisation</translation>
    </message>
    <message>
        <source>You can close this window; it goes on behind the icon in the panel.</source>
        <translation>Vous pouvez fermer cette fenêtre&#xa0;; la synchronisation continue derrière l’icône du tableau de bord.</translation>
    </message>
    <message>
        <source>Open the &amp;agenda</source>
        <translation>Ouvrir l’&amp;agenda</translation>
    </message>
    <message>
        <source>Progress of the first sync</source>
        <translation>Progression de la première synchronisation</translation>
    </message>
    <message numerus="yes">
        <source>Done: %n event(s) are in step.</source>
        <translation>
            <numerusform>Terminé&#xa0;: %Ln événement est à jour.</numerusform>
            <numerusform>Terminé&#xa0;: %Ln événements sont à jour.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <extracomment>Two numbers of events.</extracomment>
        <translation>%1 événements sur %2</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) so far</source>
        <translation>
            <numerusform>%Ln événement jusqu’ici</numerusform>
            <numerusform>%Ln événements jusqu’ici</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking Google for your events…</source>
        <translation>Recherche de vos événements chez Google…</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInPage</name>
    <message>
        <source>Copy &amp;link</source>
        <translation>Copier le &amp;lien</translation>
    </message>
    <message>
        <source>&amp;Open the browser again</source>
        <translation>&amp;Ouvrir à nouveau le navigateur</translation>
    </message>
    <message>
        <source>&amp;Stop waiting</source>
        <translation>&amp;Ne plus attendre</translation>
    </message>
    <message>
        <source>Use another client_&amp;secrets.json…</source>
        <translation>Utiliser un autre client_&amp;secrets.json…</translation>
    </message>
    <message>
        <source>Connect to Google again</source>
        <translation>Se reconnecter à Google</translation>
    </message>
    <message>
        <source>Sign in to Google</source>
        <translation>Connexion à Google</translation>
    </message>
    <message>
        <source>Your password stays in the browser. This program gets the right to see and edit events and to see the list of your calendars, nothing else.</source>
        <translation>Votre mot de passe reste dans le navigateur. Ce programme obtient le droit de voir et de modifier les événements et de voir la liste de vos agendas, rien d’autre.</translation>
    </message>
    <message>
        <source>The browser opens Google’s own page. Choose your account there and allow what is asked.</source>
        <translation>Le navigateur ouvre la page de Google. Choisissez-y votre compte et autorisez ce qui est demandé.</translation>
    </message>
    <message>
        <source>Preparing the sign-in…</source>
        <translation>Préparation de la connexion…</translation>
    </message>
    <message>
        <source>Continue in your browser. This page goes on by itself when you are done there.</source>
        <translation>Continuez dans votre navigateur. Cette page avance d’elle-même quand vous y avez terminé.</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the link and open it in one on this computer.</source>
        <translation>Aucun navigateur n’a pu être ouvert. Copiez le lien et ouvrez-le dans un navigateur sur cet ordinateur.</translation>
    </message>
    <message>
        <source>You are signed in again, and the sync goes on.</source>
        <translation>Vous êtes de nouveau connecté, et la synchronisation continue.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Vous êtes connecté.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>Sign in with &amp;Google</source>
        <translation>Se connecter avec &amp;Google</translation>
    </message>
    <message>
        <source>The link is copied. Open it in a browser on this computer.</source>
        <translation>Le lien est copié. Ouvrez-le dans un navigateur sur cet ordinateur.</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInWords</name>
    <message>
        <source>This is the client of a web application. It works where this program’s address stands among its redirect addresses; a “Desktop app” client needs none.</source>
        <translation>C’est le client d’une application web. Il fonctionne si l’adresse de ce programme figure parmi ses adresses de redirection&#xa0;; un client «&#xa0;Desktop app&#xa0;» n’en a pas besoin.</translation>
    </message>
    <message>
        <source>This is the right file.</source>
        <translation>C’est le bon fichier.</translation>
    </message>
    <message>
        <source>This is an OAuth client, but something is missing in it: %1 Download it again.</source>
        <translation>C’est un client OAuth, mais il y manque quelque chose&#xa0;: %1 Téléchargez-le à nouveau.</translation>
    </message>
    <message>
        <source>This is the key of a service account, which has a calendar of its own and cannot see yours. Create a client of the type “Desktop app” instead.</source>
        <translation>C’est la clé d’un compte de service, qui a son propre agenda et ne peut pas voir le vôtre. Créez plutôt un client de type «&#xa0;Desktop app&#xa0;».</translation>
    </message>
    <message>
        <source>This is token.json, the result of a sign-in. What is needed here is the file that the sign-in starts from, client_secrets.json.</source>
        <translation>C’est token.json, le résultat d’une connexion. Il faut ici le fichier par lequel la connexion commence&#xa0;: client_secrets.json.</translation>
    </message>
    <message>
        <source>This is an API key, which opens public calendars only. Create a client of the type “Desktop app” instead.</source>
        <translation>C’est une clé d’API, qui n’ouvre que les agendas publics. Créez plutôt un client de type «&#xa0;Desktop app&#xa0;».</translation>
    </message>
    <message>
        <source>This file is empty. Download it again.</source>
        <translation>Ce fichier est vide. Téléchargez-le à nouveau.</translation>
    </message>
    <message>
        <source>This is no JSON file. Google’s file ends in .json and begins with “{”.</source>
        <translation>Ce n’est pas un fichier JSON. Le fichier de Google se termine par .json et commence par «&#xa0;{&#xa0;».</translation>
    </message>
    <message>
        <source>This is a JSON file, but not a client of Google’s.</source>
        <translation>C’est un fichier JSON, mais pas un client de Google.</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>Ce fichier n’existe plus.</translation>
    </message>
    <message>
        <source>This file cannot be read. Is it a folder, or another person’s?</source>
        <translation>Ce fichier ne peut pas être lu. Est-ce un dossier, ou appartient-il à quelqu’un d’autre&#xa0;?</translation>
    </message>
    <message>
        <source>Access was declined in the browser. If Google said that the app is not verified: choose “Advanced” there, then “Continue”. If it said that access is blocked: add yourself as a test user, or publish the app.</source>
        <translation>L’accès a été refusé dans le navigateur. Si Google a dit que l’application n’est pas validée&#xa0;: choisissez-y «&#xa0;Paramètres avancés&#xa0;», puis «&#xa0;Continuer&#xa0;». S’il a dit que l’accès est bloqué&#xa0;: ajoutez-vous comme utilisateur test, ou publiez l’application.</translation>
    </message>
    <message>
        <source>Not every box was ticked in the browser. Sign in again and allow both: seeing and editing events, and the list of your calendars.</source>
        <translation>Toutes les cases n’ont pas été cochées dans le navigateur. Reconnectez-vous et autorisez les deux&#xa0;: voir et modifier les événements, et la liste de vos agendas.</translation>
    </message>
    <message>
        <source>This sign-in took longer than ten minutes or was used already. Start again.</source>
        <translation>Cette connexion a pris plus de dix minutes ou a déjà été utilisée. Recommencez.</translation>
    </message>
    <message>
        <source>Google does not know this client any more; it may have been deleted. Choose another client_secrets.json.</source>
        <translation>Google ne connaît plus ce client&#xa0;; il a peut-être été supprimé. Choisissez un autre client_secrets.json.</translation>
    </message>
    <message>
        <source>Google did not accept what the browser brought. Start again.</source>
        <translation>Google n’a pas accepté ce que le navigateur a apporté. Recommencez.</translation>
    </message>
    <message>
        <source>client_secrets.json is not there any more. Choose it again.</source>
        <translation>client_secrets.json n’est plus là. Choisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>You are signed in, but the sign-in could not be kept: %1</source>
        <translation>Vous êtes connecté, mais la connexion n’a pas pu être conservée&#xa0;: %1</translation>
    </message>
    <message>
        <source>Signing in did not work. Try again.</source>
        <translation>La connexion a échoué. Réessayez.</translation>
    </message>
    <message>
        <source>Google ended the sign-in. It does so after 7 days while the consent screen of your project is in “Testing”: publish the app on the Audience page of the Google Cloud console, and it lasts. It also ends after a new password, or where you removed the access in your Google account.</source>
        <translation>Google a mis fin à la connexion. Il le fait au bout de 7 jours tant que l’écran d’autorisation de votre projet est en mode «&#xa0;Testing&#xa0;»&#xa0;: publiez l’application sur la page Audience de la console Google Cloud, et elle durera. Elle prend fin aussi après un changement de mot de passe, ou si vous avez retiré l’accès dans votre compte Google.</translation>
    </message>
</context>
<context>
    <name>aria::tray::AccountWindows</name>
    <message>
        <source>The demo could not be started.</source>
        <translation>La démo n’a pas pu être démarrée.</translation>
    </message>
</context>
<context>
    <name>aria::tray::PortQuestion</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>Le port %1 est occupé</translation>
    </message>
    <message>
        <source>ARIA reaches this program at port %1, but another program uses it already.</source>
        <translation>ARIA accède à ce programme par le port %1, mais un autre programme l’utilise déjà.</translation>
    </message>
    <message>
        <source>Looking who it is…</source>
        <translation>Recherche de qui il s’agit…</translation>
    </message>
    <message>
        <source>any free port</source>
        <translation>n’importe quel port libre</translation>
    </message>
    <message>
        <source>Use this &amp;port until the next start:</source>
        <translation>Utiliser ce &amp;port jusqu’au prochain démarrage&#xa0;:</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>&amp;Utiliser</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>It is another instance of this service, and it is well.</source>
        <translation>C’est une autre instance de ce service, et elle va bien.</translation>
    </message>
    <message>
        <source>It is another instance of this service. Its state: %1</source>
        <translation>C’est une autre instance de ce service. Son état&#xa0;: %1</translation>
    </message>
    <message>
        <source>It is not this calendar service. Which program it is cannot be seen from here; perhaps it belongs to another user.</source>
        <translation>Ce n’est pas ce service d’agenda. D’ici, on ne peut pas voir de quel programme il s’agit ; il appartient peut-être à un autre utilisateur.</translation>
    </message>
    <message>
        <source>It is not this calendar service but “%1” (process %2).</source>
        <comment>a program&apos;s name, its number</comment>
        <translation>Ce n’est pas ce service d’agenda mais « %1 » (processus %2).</translation>
    </message>
</context>
<context>
    <name>aria::tray::StartFailure</name>
    <message>
        <source>A setting is wrong.</source>
        <translation>Un réglage est incorrect.</translation>
    </message>
    <message>
        <source>The database was written by a newer version of this program.</source>
        <translation>La base de données a été écrite par une version plus récente de ce programme.</translation>
    </message>
    <message>
        <source>Another program uses the database.</source>
        <translation>Un autre programme utilise la base de données.</translation>
    </message>
    <message>
        <source>The database cannot be opened.</source>
        <translation>La base de données ne peut pas être ouverte.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>Il n’y a plus de place sur le disque.</translation>
    </message>
    <message>
        <source>The folder for the sign-in cannot be used.</source>
        <translation>Le dossier de la connexion ne peut pas être utilisé.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>La démo n’a pas pu démarrer.</translation>
    </message>
    <message>
        <source>The calendar service could not be started.</source>
        <translation>Le service d’agenda n’a pas pu démarrer.</translation>
    </message>
    <message>
        <source>The calendar does not start</source>
        <translation>L’agenda ne démarre pas</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>Ouvrir les ré&amp;glages</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
</context>
<context>
    <name>aria::tray::TrayRun</name>
    <message>
        <source>Keyring</source>
        <translation>Trousseau</translation>
    </message>
</context>
<context>
    <name>aria::tray::Windows</name>
    <message>
        <source>Join the next meeting</source>
        <translation>Rejoindre la prochaine réunion</translation>
    </message>
    <message>
        <source>No key to join meetings</source>
        <translation>Aucune touche pour rejoindre les réunions</translation>
    </message>
    <message>
        <source>The desktop does not give %1 to this program: another one may have it.</source>
        <comment>a key</comment>
        <translation>Le bureau ne donne pas %1 à ce programme : un autre l’a peut-être.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>Ce bureau ne permet à aucun programme d’avoir une touche qui agit partout.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Desktop</name>
    <message>
        <source>Sign out</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <source>Sign out of Google? The events stay here; they are synced again after the next sign-in.</source>
        <translation>Se déconnecter de Google&#xa0;? Les événements restent ici&#xa0;; ils seront à nouveau synchronisés après la prochaine connexion.</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>Se &amp;déconnecter</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>« %1 »</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) are not saved: %1. Quit all the same?</source>
        <translation>
            <numerusform>%Ln événement n’est pas enregistré : %1. Quitter quand même ?</numerusform>
            <numerusform>%Ln événements ne sont pas enregistrés : %1. Quitter quand même ?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep for the next start</source>
        <translation>&amp;Garder pour le prochain démarrage</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Abandonner</translation>
    </message>
    <message>
        <source>The calendar goes on in the panel. A click on its icon opens it again; to end it, choose Quit in its menu.</source>
        <translation>L’agenda continue dans le tableau de bord. Un clic sur son icône l’ouvre à nouveau ; pour l’arrêter, choisissez Quitter dans son menu.</translation>
    </message>
    <message>
        <source>The calendar goes on without a window. Start it again to open it; to end it, choose Quit in its menu.</source>
        <translation>L’agenda continue sans fenêtre. Démarrez-le à nouveau pour l’ouvrir ; pour l’arrêter, choisissez Quitter dans son menu.</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>There is no more meeting today that can be joined.</source>
        <translation>Il n’y a plus aujourd’hui de réunion à rejoindre.</translation>
    </message>
    <message>
        <source>What you changed in %1 is not saved. Quit all the same?</source>
        <comment>titles of windows</comment>
        <translation>Ce que vous avez modifié dans %1 n’est pas enregistré. Quitter quand même&#xa0;?</translation>
    </message>
    <message>
        <source>What you changed in %1 cannot be kept for the next start.</source>
        <comment>titles of windows</comment>
        <translation>Ce que vous avez modifié dans %1 ne peut pas être gardé pour le prochain démarrage.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Editors</name>
    <message>
        <source>Open repeating event</source>
        <translation>Ouvrir un événement répété</translation>
    </message>
    <message>
        <source>“%1” repeats. What do you want to change?</source>
        <translation>«&#xa0;%1&#xa0;» se répète. Que voulez-vous modifier&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>C&amp;et événement</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>Cet événement et les &amp;suivants</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>&amp;Toute la série</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>« %1 »</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Pas encore enregistré</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were being written when the program ended: %1. Do you want to go on?</source>
        <translation>
            <numerusform>%Ln événement était en cours de saisie quand le programme s’est arrêté : %1. Voulez-vous continuer ?</numerusform>
            <numerusform>%Ln événements étaient en cours de saisie quand le programme s’est arrêté : %1. Voulez-vous continuer ?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>Co&amp;ntinuer</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Abandonner</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Plus tard</translation>
    </message>
    <message>
        <source>The service is starting again. Please try once more in a moment.</source>
        <translation>Le service redémarre. Veuillez réessayer dans un instant.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayIcon</name>
    <message>
        <source>Last sync: %1</source>
        <comment>%1 is a time</comment>
        <translation>Dernière synchronisation&#xa0;: %1</translation>
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
        <translation>&amp;Rejoindre la réunion</translation>
    </message>
    <message>
        <source>&amp;Show in the agenda</source>
        <translation>&amp;Afficher dans l’agenda</translation>
    </message>
    <message>
        <source>Nothing more today</source>
        <translation>Plus rien aujourd’hui</translation>
    </message>
    <message numerus="yes">
        <source>%n more today…</source>
        <translation>
            <numerusform>Encore %Ln aujourd’hui…</numerusform>
            <numerusform>Encore %Ln aujourd’hui…</numerusform>
        </translation>
    </message>
    <message>
        <source>Now: %1, until %2</source>
        <comment>an event, a time</comment>
        <translation>En cours : %1, jusqu’à %2</translation>
    </message>
    <message>
        <source>Next: %1 %2 (%3)</source>
        <comment>time and title of an event; in how many minutes</comment>
        <translation>Suivant : %1 %2 (%3)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBook</name>
    <message>
        <source>My calendar</source>
        <translation>Mon agenda</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBox</name>
    <message>
        <source>Calendar</source>
        <translation>Agenda</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::EventColor</name>
    <message>
        <source>Lavender</source>
        <translation>Lavande</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>Sauge</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>Raisin</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>Flamant rose</translation>
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
        <translation>Paon</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Graphite</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>Myrtille</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>Basilic</translation>
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
        <translation>Ouvrir l’&amp;agenda</translation>
    </message>
    <message>
        <source>&amp;New event…</source>
        <translation>&amp;Nouvel événement…</translation>
    </message>
    <message>
        <source>Review con&amp;flicts…</source>
        <translation>Examiner les &amp;conflits…</translation>
    </message>
    <message>
        <source>Review &amp;deletions…</source>
        <translation>Examiner les su&amp;ppressions…</translation>
    </message>
    <message>
        <source>S&amp;ign in to Google…</source>
        <translation>Connex&amp;ion à Google…</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>&amp;Réglages…</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>&amp;Historique…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>&amp;Synchroniser maintenant</translation>
    </message>
    <message>
        <source>&amp;Pause for 1 hour</source>
        <translation>Pause d’&amp;1 heure</translation>
    </message>
    <message>
        <source>Pause &amp;until resumed</source>
        <translation>Pause j&amp;usqu’à la reprise</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>Repr&amp;endre</translation>
    </message>
    <message>
        <source>Sign &amp;out…</source>
        <translation>Se &amp;déconnecter…</translation>
    </message>
    <message numerus="yes">
        <source>Review %n con&amp;flict(s)…</source>
        <translation>
            <numerusform>Examiner %Ln &amp;conflit…</numerusform>
            <numerusform>Examiner %Ln &amp;conflits…</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
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
        <translation>Regarder l’événement</translation>
    </message>
    <message>
        <source>Edit the event</source>
        <translation>Modifier l’événement</translation>
    </message>
    <message>
        <source>New event on the chosen day</source>
        <translation>Nouvel événement le jour choisi</translation>
    </message>
    <message>
        <source>Delete the event</source>
        <translation>Supprimer l’événement</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Join the meeting</source>
        <translation>Rejoindre la réunion</translation>
    </message>
    <message>
        <source>All that can be done with the event, such as answering an invitation</source>
        <translation>Tout ce qu’on peut faire de l’événement, par exemple répondre à une invitation</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>Aller à aujourd’hui</translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation>Aller à une date</translation>
    </message>
    <message>
        <source>Earlier days, at the top of the list</source>
        <translation>Jours précédents, en haut de la liste</translation>
    </message>
    <message>
        <source>Search, also in the past</source>
        <translation>Rechercher, aussi dans le passé</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Terminer la recherche</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Synchroniser maintenant</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Close the window; the program goes on</source>
        <translation>Fermer la fenêtre ; le programme continue</translation>
    </message>
    <message>
        <source>Quit the program</source>
        <translation>Quitter le programme</translation>
    </message>
    <message>
        <source>An event’s card</source>
        <translation>La fiche d’un événement</translation>
    </message>
    <message>
        <source>Duplicate the event</source>
        <translation>Dupliquer l’événement</translation>
    </message>
    <message>
        <source>Copy the link to it</source>
        <translation>Copier son lien</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Editing an event</source>
        <translation>Modifier un événement</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Remove the chosen guest</source>
        <translation>Retirer l’invité choisi</translation>
    </message>
    <message>
        <source>Close; what you typed is not thrown away unasked</source>
        <translation>Fermer ; ce que vous avez saisi n’est pas abandonné sans question</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflits</translation>
    </message>
    <message>
        <source>All from ARIA</source>
        <translation>Tout d’ARIA</translation>
    </message>
    <message>
        <source>All from Google</source>
        <translation>Tout de Google</translation>
    </message>
    <message>
        <source>Keep both as two events</source>
        <translation>Garder les deux comme événements distincts</translation>
    </message>
    <message>
        <source>Apply to all like this</source>
        <translation>Appliquer à tous les semblables</translation>
    </message>
    <message>
        <source>Next conflict</source>
        <translation>Conflit suivant</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Undo the chosen change</source>
        <translation>Annuler la modification choisie</translation>
    </message>
    <message>
        <source>Undo all since then</source>
        <translation>Annuler tout depuis</translation>
    </message>
    <message>
        <source>Only changes of this event</source>
        <translation>Seulement les modifications de cet événement</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Cette liste</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Touche</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Effet</translation>
    </message>
    <message>
        <source>Show or hide the month</source>
        <translation>Afficher ou masquer le mois</translation>
    </message>
    <message>
        <source>List of days, or one day by its hours</source>
        <translation>Liste des jours, ou un jour heure par heure</translation>
    </message>
    <message>
        <source>A day by its hours</source>
        <translation>Un jour heure par heure</translation>
    </message>
    <message>
        <source>The day beside it</source>
        <translation>Le jour d’à côté</translation>
    </message>
    <message>
        <source>Move the event, with Alt+Up back</source>
        <translation>Déplacer l’événement, avec Alt+Haut en arrière</translation>
    </message>
    <message>
        <source>Make the event longer</source>
        <translation>Allonger l’événement</translation>
    </message>
    <message>
        <source>Make the event shorter</source>
        <translation>Raccourcir l’événement</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>Ajout rapide</translation>
    </message>
    <message>
        <source>Add the event</source>
        <translation>Ajouter l’événement</translation>
    </message>
    <message>
        <source>Open what is typed in the editor</source>
        <translation>Ouvrir dans l’éditeur ce qui est saisi</translation>
    </message>
    <message>
        <source>In a date or time: the one below, with Up back</source>
        <translation>Dans une date ou une heure&#xa0;: celle d’en dessous, avec Haut en arrière</translation>
    </message>
    <message>
        <source>In a date or time: choose from a calendar or list</source>
        <translation>Dans une date ou une heure&#xa0;: choisir dans un calendrier ou une liste</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::StatusLine</name>
    <message>
        <source>Starting…</source>
        <comment>the service is about to run</comment>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>The calendar cannot be read</source>
        <translation>L’agenda ne peut pas être lu</translation>
    </message>
    <message>
        <source>Google wants a new sign-in</source>
        <translation>Google demande une nouvelle connexion</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <comment>button</comment>
        <translation>Se reconnecter</translation>
    </message>
    <message>
        <source>Not connected to Google yet</source>
        <translation>Pas encore connecté à Google</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>button</comment>
        <translation>Se connecter</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%Ln conflit</numerusform>
            <numerusform>%Ln conflits</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the conflicts</comment>
        <translation>Examiner</translation>
    </message>
    <message>
        <source>Many deletions wait for you</source>
        <translation>De nombreuses suppressions vous attendent</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the deletions</comment>
        <translation>Examiner</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n edit(s) waiting</source>
        <translation>
            <numerusform>En pause, %Ln modification en attente</numerusform>
            <numerusform>En pause, %Ln modifications en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of the sync</comment>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <comment>button: sync again</comment>
        <translation>Reprendre</translation>
    </message>
    <message numerus="yes">
        <source>Google refused %n event(s)</source>
        <translation>
            <numerusform>Google a refusé %Ln événement</numerusform>
            <numerusform>Google a refusé %Ln événements</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing %1 of %2</source>
        <comment>numbers of events</comment>
        <translation>Importation&#xa0;: %1 sur %2</translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n event(s) so far</source>
        <translation>
            <numerusform>Importation, %Ln événement jusqu’ici</numerusform>
            <numerusform>Importation, %Ln événements jusqu’ici</numerusform>
        </translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Synchronisation…</translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n edit(s) waiting</source>
        <translation>
            <numerusform>Hors ligne, %Ln modification en attente</numerusform>
            <numerusform>Hors ligne, %Ln modifications en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>Google cannot be reached</comment>
        <translation>Hors ligne</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on the way to Google</source>
        <translation>
            <numerusform>%Ln modification en route vers Google</numerusform>
            <numerusform>%Ln modifications en route vers Google</numerusform>
        </translation>
    </message>
    <message>
        <source>In step · %1</source>
        <comment>%1 is when: 2 min ago</comment>
        <translation>À jour · %1</translation>
    </message>
    <message>
        <source>In step</source>
        <comment>both calendars hold the same</comment>
        <translation>À jour</translation>
    </message>
    <message>
        <source>The calendar service is not running</source>
        <translation>Le service de calendrier n’est pas en marche</translation>
    </message>
    <message>
        <source>Try again</source>
        <comment>button: start the service</comment>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::SyncNote</name>
    <message>
        <source>Waiting for Google</source>
        <translation>En attente de Google</translation>
    </message>
    <message>
        <source>Google refused this event</source>
        <translation>Google a refusé cet événement</translation>
    </message>
    <message>
        <source>Google refused this event: %1</source>
        <translation>Google a refusé cet événement : %1</translation>
    </message>
    <message>
        <source>Changed in ARIA and in Google: review the conflict</source>
        <translation>Modifié dans ARIA et dans Google : examinez le conflit</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UiFormat</name>
    <message>
        <source>ddd, d MMM yyyy</source>
        <comment>format of a date with its weekday, see QDate::toString()</comment>
        <translation>ddd d MMM yyyy</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date and a time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Demain</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <comment>from one time to another</comment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>%1, all day</source>
        <translation>%1, toute la journée</translation>
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
        <translation>à l’instant</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>il y a %Ln min</numerusform>
            <numerusform>il y a %Ln min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <comment>hours</comment>
        <translation>
            <numerusform>il y a %Ln h</numerusform>
            <numerusform>il y a %Ln h</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>maintenant</translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>dans %Ln min</numerusform>
            <numerusform>dans %Ln min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>dans %Ln h</numerusform>
            <numerusform>dans %Ln h</numerusform>
        </translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>(sans titre)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UnsavedWords</name>
    <message>
        <source>Discard what you changed?</source>
        <translation>Abandonner vos modifications&#xa0;?</translation>
    </message>
</context>
<context>
    <name>aria::when::DateField</name>
    <message>
        <source>Choose a day</source>
        <translation>Choisir un jour</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>Il manque une date.</translation>
    </message>
    <message>
        <source>“%1” is no date that is understood. Dates look like this: %2.</source>
        <translation>« %1 » n’est pas compris comme une date. Une date s’écrit ainsi : %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>non valide</translation>
    </message>
</context>
<context>
    <name>aria::when::TimeField</name>
    <message>
        <source>A time is missing.</source>
        <translation>Il manque une heure.</translation>
    </message>
    <message>
        <source>“%1” is no time that is understood. Times look like this: %2.</source>
        <translation>« %1 » n’est pas compris comme une heure. Une heure s’écrit ainsi : %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>non valide</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Calendar</source>
        <comment>name of the program</comment>
        <translation>Agenda</translation>
    </message>
</context>
</TS>
