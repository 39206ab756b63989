<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
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
        <translation>%1 se ha movido de %2 a %3</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two dates</comment>
        <translation>%1 se ha movido de %2 a %3</translation>
    </message>
    <message>
        <source>%1 is now on %2</source>
        <comment>an event, dates</comment>
        <translation>%1 es ahora: %2</translation>
    </message>
    <message>
        <source>%1 now ends at %2</source>
        <comment>an event, a time or a date and time</comment>
        <translation>Nuevo final de %1: %2</translation>
    </message>
    <message>
        <source>%1 has no place any more</source>
        <comment>an event</comment>
        <translation>%1 ya no tiene lugar indicado</translation>
    </message>
    <message>
        <source>%1 now takes place at %2</source>
        <comment>an event, a place</comment>
        <translation>Nuevo lugar de %1: %2</translation>
    </message>
    <message>
        <source>%1 is tentative now</source>
        <comment>an event</comment>
        <translation>%1 es ahora provisional</translation>
    </message>
    <message>
        <source>%1 is confirmed now</source>
        <comment>an event</comment>
        <translation>%1 está ahora confirmado</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <comment>an event&apos;s old and new title</comment>
        <translation>%1 se llama ahora %2</translation>
    </message>
    <message>
        <source>%1 repeats differently now</source>
        <comment>an event</comment>
        <translation>%1 se repite ahora de otra forma</translation>
    </message>
    <message>
        <source>%1 does not repeat any more</source>
        <comment>an event</comment>
        <translation>%1 ya no se repite</translation>
    </message>
    <message>
        <source>%1 has another meeting link</source>
        <comment>an event</comment>
        <translation>%1 tiene otro enlace de reunión</translation>
    </message>
    <message>
        <source>The notes of %1 changed</source>
        <comment>an event</comment>
        <translation>Han cambiado las notas de %1</translation>
    </message>
    <message>
        <source>The attachments of %1 changed</source>
        <comment>an event</comment>
        <translation>Han cambiado los adjuntos de %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <comment>titles</comment>
        <translation>
            <numerusform>%1 y %Ln más</numerusform>
            <numerusform>%1 y %Ln más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) changed in Google Calendar</source>
        <translation>
            <numerusform>%Ln evento cambiado en Google Calendar</numerusform>
            <numerusform>%Ln eventos cambiados en Google Calendar</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <comment>an event</comment>
        <translation>Cancelado: %1</translation>
    </message>
    <message>
        <source>New: %1</source>
        <comment>an event</comment>
        <translation>Nuevo: %1</translation>
    </message>
    <message>
        <source>%1 on %2 moved from %3 to %4</source>
        <comment>an event, its day, two times</comment>
        <translation>%1 del %2 se movió de las %3 a las %4</translation>
    </message>
    <message>
        <source>%1 on %2 now ends at %3</source>
        <comment>an event, its day, a time</comment>
        <translation>%1 del %2 termina ahora a las %3</translation>
    </message>
    <message>
        <source>%1 (cancelled)</source>
        <comment>title of an event</comment>
        <translation>%1 (cancelado)</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) added in Google Calendar</source>
        <translation>
            <numerusform>Un evento añadido en Google Calendar</numerusform>
            <numerusform>%Ln eventos añadidos en Google Calendar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) cancelled in Google Calendar</source>
        <translation>
            <numerusform>Un evento cancelado en Google Calendar</numerusform>
            <numerusform>%Ln eventos cancelados en Google Calendar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them cancelled</source>
        <comment>5 events changed</comment>
        <translation>
            <numerusform>%1, uno de ellos cancelado</numerusform>
            <numerusform>%1, %Ln de ellos cancelados</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 invites you: %2</source>
        <comment>a person, an event</comment>
        <translation>%1 le invita: %2</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>Google lets this account only read this calendar.</source>
        <translation>Google solo permite a esta cuenta leer este calendario.</translation>
    </message>
    <message>
        <source>Only the organizer of this event can change that.</source>
        <translation>Solo el organizador de este evento puede cambiarlo.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Ya no existe.</translation>
    </message>
    <message>
        <source>The event was changed elsewhere in the meantime.</source>
        <translation>Entretanto, el evento se cambió en otro lugar.</translation>
    </message>
    <message>
        <source>What this change made is deleted already.</source>
        <translation>Lo que creó este cambio ya está eliminado.</translation>
    </message>
    <message>
        <source>This event is not in conflict any more.</source>
        <translation>Este evento ya no está en conflicto.</translation>
    </message>
    <message>
        <source>Other deletions wait by now. Please look at the list again.</source>
        <translation>Ahora esperan otras eliminaciones. Vuelva a mirar la lista.</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>Ninguna eliminación espera una decisión.</translation>
    </message>
    <message>
        <source>This series repeats in a way that cannot be split. Change one event or all of them.</source>
        <translation>Esta serie se repite de un modo que no se puede dividir. Cambie un evento o todos.</translation>
    </message>
    <message>
        <source>The series has no event at this time any more.</source>
        <translation>La serie ya no tiene ningún evento a esa hora.</translation>
    </message>
    <message>
        <source>Unusually many deletions at once wait for a decision.</source>
        <translation>Un número inusual de eliminaciones a la vez espera una decisión.</translation>
    </message>
    <message>
        <source>The sync is paused.</source>
        <translation>La sincronización está en pausa.</translation>
    </message>
    <message>
        <source>Not signed in to Google.</source>
        <translation>Sin sesión iniciada en Google.</translation>
    </message>
    <message>
        <source>Google has ended the sign-in. Please sign in again.</source>
        <translation>Google ha terminado la sesión. Vuelva a iniciarla.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed. Please sign in again and agree.</source>
        <translation>No se concedió a Google todo lo necesario. Vuelva a iniciar sesión y acepte.</translation>
    </message>
    <message>
        <source>The database cannot be reached. It is tried again by itself.</source>
        <translation>No se puede acceder a la base de datos. Se volverá a intentar automáticamente.</translation>
    </message>
    <message>
        <source>The database is busy. Please try again in a moment.</source>
        <translation>La base de datos está ocupada. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>No queda espacio en el disco.</translation>
    </message>
    <message>
        <source>Google cannot be reached. It is tried again by itself.</source>
        <translation>No se puede acceder a Google. Se volverá a intentar automáticamente.</translation>
    </message>
    <message>
        <source>Google does not answer. It is tried again by itself.</source>
        <translation>Google no responde. Se volverá a intentar automáticamente.</translation>
    </message>
    <message>
        <source>The service that speaks to Google does not answer. Please try again.</source>
        <translation>El servicio que habla con Google no responde. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The service is starting again. Please try again in a moment.</source>
        <translation>El servicio se está reiniciando. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google pide iniciar sesión de nuevo.</translation>
    </message>
    <message>
        <source>Google asks for patience. It is tried again by itself.</source>
        <translation>Google pide paciencia. Se volverá a intentar automáticamente.</translation>
    </message>
    <message>
        <source>Google has trouble at the moment. It is tried again by itself.</source>
        <translation>Google tiene problemas en este momento. Se volverá a intentar automáticamente.</translation>
    </message>
    <message>
        <source>Google does not allow this.</source>
        <translation>Google no lo permite.</translation>
    </message>
    <message>
        <source>Google refused it: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google lo ha rechazado: %1</translation>
    </message>
    <message>
        <source>Google does not allow this: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google no lo permite: %1</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>aceptado</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>quizás</translation>
    </message>
    <message>
        <source>at the start</source>
        <comment>a reminder</comment>
        <translation>al comenzar</translation>
    </message>
    <message>
        <source>%1 before</source>
        <comment>a reminder: 10 minutes before</comment>
        <translation>%1 antes</translation>
    </message>
    <message>
        <source>%1 by e-mail</source>
        <comment>a reminder: 10 minutes before by e-mail</comment>
        <translation>%1 por correo</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Repetición</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>Recordatorios</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Color</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>Quién lo ve</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Mostrar como</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Meeting link</source>
        <translation>Enlace de reunión</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Adjuntos</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Data of other programs</source>
        <translation>Datos de otros programas</translation>
    </message>
    <message>
        <source>Guests may invite others</source>
        <translation>Los invitados pueden invitar a otros</translation>
    </message>
    <message>
        <source>Guests may edit</source>
        <translation>Los invitados pueden modificar</translation>
    </message>
    <message>
        <source>Guests see the guest list</source>
        <translation>Los invitados ven la lista de invitados</translation>
    </message>
    <message>
        <source>Anyone may join</source>
        <translation>Cualquiera puede participar</translation>
    </message>
    <message>
        <source>Focus time</source>
        <translation>Tiempo de concentración</translation>
    </message>
    <message>
        <source>Out of office</source>
        <translation>Fuera de la oficina</translation>
    </message>
    <message>
        <source>Working location</source>
        <translation>Lugar de trabajo</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln semana</numerusform>
            <numerusform>%Ln semanas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln día</numerusform>
            <numerusform>%Ln días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln hora</numerusform>
            <numerusform>%Ln horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln minuto</numerusform>
            <numerusform>%Ln minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <comment>an event&apos;s reminders</comment>
        <translation>como en el calendario</translation>
    </message>
    <message>
        <source>none</source>
        <comment>an event&apos;s reminders</comment>
        <translation>ninguno</translation>
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
        <translation>%1 ha aceptado: %2</translation>
    </message>
    <message>
        <source>%1 declined: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 ha rechazado: %2</translation>
    </message>
    <message>
        <source>%1 may come: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 quizás asista: %2</translation>
    </message>
    <message>
        <source>Invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>Invitados a %1: %2</translation>
    </message>
    <message>
        <source>No longer invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>Ya no invitados a %1: %2</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Eliminado</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>Recuperado</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Conflicto resuelto</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Deshecho</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>en ARIA</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>en Google</translation>
    </message>
    <message>
        <source>edited in ARIA</source>
        <translation>modificado en ARIA</translation>
    </message>
    <message>
        <source>changed in Google</source>
        <translation>cambiado en Google</translation>
    </message>
    <message>
        <source>made in Google</source>
        <translation>creado en Google</translation>
    </message>
    <message>
        <source>deleted in Google</source>
        <translation>eliminado en Google</translation>
    </message>
    <message>
        <source>no longer in Google&apos;s calendar</source>
        <translation>ya no está en el calendario de Google</translation>
    </message>
    <message>
        <source>an earlier change was undone</source>
        <translation>se deshizo un cambio anterior</translation>
    </message>
    <message>
        <source>conflict: Google&apos;s version wins</source>
        <translation>conflicto: vale la versión de Google</translation>
    </message>
    <message>
        <source>conflict: ARIA&apos;s version wins</source>
        <translation>conflicto: vale la versión de ARIA</translation>
    </message>
    <message>
        <source>conflict: the latest edit wins</source>
        <translation>conflicto: vale la última modificación</translation>
    </message>
    <message>
        <source>conflict: decided by a person</source>
        <translation>conflicto: decidido por una persona</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a change that is not at Google yet</comment>
        <translation>en espera</translation>
    </message>
    <message>
        <source>overtaken by a later change</source>
        <translation>superado por un cambio posterior</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a change</comment>
        <translation>fallido</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <comment>a change, and why</comment>
        <translation>fallido: %1</translation>
    </message>
    <message>
        <source>%1 %2: %3 (%4)</source>
        <comment>Changed in ARIA: Team Meeting (15 January, 14:00)</comment>
        <translation>%1 %2: %3 (%4)</translation>
    </message>
    <message>
        <source>this event and all that follow in its series</source>
        <translation>este evento y todos los siguientes de su serie</translation>
    </message>
</context>
<context>
    <name>RecurrenceWords</name>
    <message>
        <source>first</source>
        <comment>… Monday of the month</comment>
        <translation>primer</translation>
    </message>
    <message>
        <source>second</source>
        <comment>… Monday of the month</comment>
        <translation>segundo</translation>
    </message>
    <message>
        <source>third</source>
        <comment>… Monday of the month</comment>
        <translation>tercer</translation>
    </message>
    <message>
        <source>fourth</source>
        <comment>… Monday of the month</comment>
        <translation>cuarto</translation>
    </message>
    <message>
        <source>last</source>
        <comment>… Monday of the month</comment>
        <translation>último</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Cada día</translation>
    </message>
    <message numerus="yes">
        <source>Every %n days</source>
        <translation>
            <numerusform>Cada %Ln día</numerusform>
            <numerusform>Cada %Ln días</numerusform>
        </translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Cada semana</translation>
    </message>
    <message numerus="yes">
        <source>Every %n weeks</source>
        <translation>
            <numerusform>Cada %Ln semana</numerusform>
            <numerusform>Cada %Ln semanas</numerusform>
        </translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Cada mes</translation>
    </message>
    <message numerus="yes">
        <source>Every %n months</source>
        <translation>
            <numerusform>Cada %Ln mes</numerusform>
            <numerusform>Cada %Ln meses</numerusform>
        </translation>
    </message>
    <message>
        <source>Every year</source>
        <translation>Cada año</translation>
    </message>
    <message numerus="yes">
        <source>Every %n years</source>
        <translation>
            <numerusform>Cada %Ln año</numerusform>
            <numerusform>Cada %Ln años</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>Every week on Monday and Friday</comment>
        <translation>%1, el %2</translation>
    </message>
    <message>
        <source>%1 on the last day</source>
        <comment>Every month on the last day</comment>
        <translation>%1, el último día</translation>
    </message>
    <message>
        <source>%1 on day %2</source>
        <comment>Every month on day 15</comment>
        <translation>%1, el día %2</translation>
    </message>
    <message>
        <source>%1 on the %2 working day</source>
        <comment>Every month on the last working day</comment>
        <translation>%1, el %2 día laborable</translation>
    </message>
    <message>
        <source>%1 on the days %2</source>
        <comment>Every month on the days 1 and 15</comment>
        <translation>%1, los días %2</translation>
    </message>
    <message>
        <source>%1 on the %2 %3</source>
        <comment>Every month on the second Monday</comment>
        <translation>%1, el %2 %3</translation>
    </message>
    <message>
        <source>once</source>
        <comment>how often an event takes place</comment>
        <translation>una vez</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <comment>how often an event takes place</comment>
        <translation>
            <numerusform>%Ln vez</numerusform>
            <numerusform>%Ln veces</numerusform>
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
        <translation>%1, hasta el %2</translation>
    </message>
    <message>
        <source>not on %1</source>
        <comment>dates on which a series does not take place</comment>
        <translation>excepto el %1</translation>
    </message>
    <message>
        <source>also on %1</source>
        <comment>dates on which a series also takes place</comment>
        <translation>también el %1</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>The calendar service is starting again. Please try again in a moment.</source>
        <translation>El servicio de calendario se está reiniciando. Inténtelo de nuevo en un momento.</translation>
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
        <translation>Lavanda</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>Salvia</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>Uva</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>Flamenco</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>Plátano</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>Mandarina</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>Pavo real</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Grafito</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>Arándano</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>Albahaca</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>Tomate</translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <translation>como en el calendario</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>todos</translation>
    </message>
    <message>
        <source>guests only</source>
        <translation>solo invitados</translation>
    </message>
    <message>
        <source>guests only (confidential)</source>
        <translation>solo invitados (confidencial)</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ocupado</translation>
    </message>
    <message>
        <source>free</source>
        <translation>libre</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmado</translation>
    </message>
    <message>
        <source>tentative</source>
        <translation>provisional</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>a new meeting link</source>
        <translation>un nuevo enlace de reunión</translation>
    </message>
    <message>
        <source>the calendar&apos;s colour</source>
        <translation>el color del calendario</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaRow</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <comment>names of guests</comment>
        <translation>
            <numerusform>%1, %2 y %Ln más</numerusform>
            <numerusform>%1, %2 y %Ln más</numerusform>
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
        <translation>Nada previsto</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>the person said no to the invitation</comment>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>running now</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>invitation, not answered yet</source>
        <translation>invitación, aún sin respuesta</translation>
    </message>
    <message>
        <source>%1 invites you, not answered yet</source>
        <comment>a person</comment>
        <translation>%1 le invita, aún sin respuesta</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaWindow</name>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Go to date</source>
        <translation>Ir a una fecha</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nuevo evento</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menú</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Search events</source>
        <translation>Buscar eventos</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Abrir…</translation>
    </message>
    <message>
        <source>&amp;Join meeting</source>
        <translation>&amp;Unirse a la reunión</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>Nada previsto</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>No se ha encontrado nada</translation>
    </message>
    <message>
        <source>Undone: “%1” is as it was.</source>
        <translation>Deshecho: «%1» está como antes.</translation>
    </message>
    <message>
        <source>Agenda (demo)</source>
        <translation>Agenda (demo)</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Day view</source>
        <translation>Vista de día</translation>
    </message>
    <message>
        <source>Mo&amp;ve the series to</source>
        <translation>&amp;Mover la serie a</translation>
    </message>
    <message>
        <source>Mo&amp;ve to</source>
        <comment>another calendar</comment>
        <translation>&amp;Mover a</translation>
    </message>
    <message>
        <source>&amp;Calendars</source>
        <translation>&amp;Calendarios</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Ata&amp;jos de teclado</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>E&amp;ditar…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>Dup&amp;licar…</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>Está invitado</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 le invita</translation>
    </message>
    <message>
        <source>For &amp;this event only</source>
        <translation>Solo para e&amp;ste evento</translation>
    </message>
    <message>
        <source>For &amp;all of the series</source>
        <translation>Para &amp;toda la serie</translation>
    </message>
    <message>
        <source>Answer &amp;with a note…</source>
        <translation>Responder con una &amp;nota…</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DeleteQuestion</name>
    <message>
        <source>Delete repeating event</source>
        <translation>Eliminar evento periódico</translation>
    </message>
    <message>
        <source>“%1” repeats. What should be deleted?</source>
        <translation>«%1» se repite. ¿Qué se debe eliminar?</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>&amp;Este evento</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>&amp;Toda la serie</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>Este evento y los &amp;siguientes</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DemoBar</name>
    <message>
        <source>This is a demo. All events are made up; your own calendar is not touched.</source>
        <translation>Esto es una demo. Todos los eventos son inventados; su propio calendario no se toca.</translation>
    </message>
    <message>
        <source>Use my &amp;own account</source>
        <translation>Usar mi &amp;propia cuenta</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventCommands</name>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>El servicio se detuvo antes de responder.</translation>
    </message>
    <message>
        <source>The history does not know this change any more.</source>
        <translation>El historial ya no conoce este cambio.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventDelegate</name>
    <message>
        <source>Join</source>
        <comment>button: take part in the online meeting</comment>
        <translation>Unirse</translation>
    </message>
    <message>
        <source>all day</source>
        <translation>todo el día</translation>
    </message>
    <message>
        <source>%1 (day %2 of %3)</source>
        <translation>%1 (día %2 de %3)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::MonthStrip</name>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln evento</numerusform>
            <numerusform>%Ln eventos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::QuickAddLine</name>
    <message>
        <source>Add: Lunch with Anna tomorrow %1</source>
        <comment>example; words the program understands, %1: half past twelve</comment>
        <translation>Añadir: Comida con Ana mañana %1</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>Añadir rápidamente</translation>
    </message>
    <message>
        <source>%1: and what?</source>
        <comment>%1 is a time; the title is missing</comment>
        <translation>%1: ¿y qué?</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>title and time of a new event</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Calendar of the new event</source>
        <translation>Calendario del nuevo evento</translation>
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
        <translation>«%1»</translation>
    </message>
    <message>
        <source>Is %1 meant so? Alt+Enter opens the editor.</source>
        <comment>%1 are words of a person</comment>
        <translation>¿Es eso lo que significa %1? Alt+Intro abre el editor.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::StatusHeader</name>
    <message>
        <source>Progress of the import</source>
        <translation>Progreso de la importación</translation>
    </message>
</context>
<context>
    <name>aria::agenda::UndoBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <comment>closes a message</comment>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Added “%1”.</source>
        <comment>an event</comment>
        <translation>«%1» añadido.</translation>
    </message>
    <message>
        <source>Changed “%1”.</source>
        <comment>an event</comment>
        <translation>«%1» cambiado.</translation>
    </message>
    <message>
        <source>Deleted “%1”.</source>
        <comment>an event</comment>
        <translation>«%1» eliminado.</translation>
    </message>
    <message>
        <source>Google gets it later.</source>
        <translation>Google lo recibirá más tarde.</translation>
    </message>
    <message>
        <source>Changed “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>Se han cambiado «%1» y los siguientes.</translation>
    </message>
    <message>
        <source>Deleted “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>Se han eliminado «%1» y los siguientes.</translation>
    </message>
    <message>
        <source>Moved “%1” to another calendar.</source>
        <comment>an event</comment>
        <translation>«%1» se movió a otro calendario.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an event, the answer to its invitation</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Changed “%1” and moved it to another calendar.</source>
        <comment>an event</comment>
        <translation>«%1» se ha cambiado y se ha movido a otro calendario.</translation>
    </message>
    <message>
        <source>It was changed in Google, too: please decide which version to keep.</source>
        <translation>También se cambió en Google: decida qué versión conservar.</translation>
    </message>
</context>
<context>
    <name>aria::card::EventCard</name>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Adjuntos</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Atajo: %1</translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation>&amp;Unirse</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Editar…</translation>
    </message>
    <message>
        <source>&amp;Duplicate…</source>
        <translation>&amp;Duplicar…</translation>
    </message>
    <message>
        <source>Open in &amp;Google Calendar</source>
        <translation>Abrir en &amp;Google Calendar</translation>
    </message>
    <message>
        <source>&amp;Copy link</source>
        <translation>&amp;Copiar enlace</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>Ce&amp;rrar</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>a guest&apos;s answer</comment>
        <translation>sí</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>quizás</translation>
    </message>
    <message>
        <source>no</source>
        <comment>a guest&apos;s answer</comment>
        <translation>no</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>aún sin respuesta</translation>
    </message>
    <message>
        <source>organizer</source>
        <translation>organizador</translation>
    </message>
    <message>
        <source>you</source>
        <comment>this guest is the person who reads it</comment>
        <translation>usted</translation>
    </message>
    <message>
        <source>optional</source>
        <comment>a guest who need not come</comment>
        <translation>opcional</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a guest, the answer</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 – “%2”</source>
        <comment>a guest with the answer, a note</comment>
        <translation>%1 – «%2»</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>times, the city of their time zone</comment>
        <translation>%1 en %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>guests</comment>
        <translation>
            <numerusform>y %Ln más</numerusform>
            <numerusform>y %Ln más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s)</source>
        <translation>
            <numerusform>%Ln invitado</numerusform>
            <numerusform>%Ln invitados</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted.</source>
        <translation>Este evento se ha eliminado.</translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>El enlace está copiado.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>facts about a guest</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
</context>
<context>
    <name>aria::choices::Autostart</name>
    <message>
        <source>The folder cannot be made.</source>
        <translation>No se puede crear la carpeta.</translation>
    </message>
</context>
<context>
    <name>aria::choices::CalendarPicker</name>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Calendarios</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>El servicio se está iniciando.</translation>
    </message>
    <message>
        <source>Asking Google for your calendars…</source>
        <translation>Preguntando a Google por sus calendarios…</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile.</source>
        <translation>El servicio se ha detenido entretanto.</translation>
    </message>
    <message>
        <source>Your calendars could not be listed: %1</source>
        <translation>No se han podido listar sus calendarios: %1</translation>
    </message>
    <message>
        <source>%1 (free/busy only, cannot be synced)</source>
        <extracomment>%1 is the name of a calendar that shows only when somebody is busy.</extracomment>
        <translation>%1 (solo libre/ocupado, no se puede sincronizar)</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <extracomment>%1 is the name of a calendar.</extracomment>
        <translation>%1 (solo lectura)</translation>
    </message>
    <message>
        <source>%1 (not in this account)</source>
        <extracomment>%1 is the id of a calendar that the settings name.</extracomment>
        <translation>%1 (no está en esta cuenta)</translation>
    </message>
</context>
<context>
    <name>aria::choices::SettingsAccess</name>
    <message>
        <source>the environment</source>
        <extracomment>Completes “Set by %1”: environment variables.</extracomment>
        <translation>el entorno</translation>
    </message>
    <message>
        <source>the command line</source>
        <extracomment>Completes “Set by %1”.</extracomment>
        <translation>la línea de órdenes</translation>
    </message>
    <message>
        <source>the demo</source>
        <extracomment>Completes “Set by %1”: the program runs against a made-up Google.</extracomment>
        <translation>la demostración</translation>
    </message>
</context>
<context>
    <name>aria::choices::StrategyChoice</name>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Cuando ambos lados han cambiado lo mismo</translation>
    </message>
    <message>
        <source>&amp;Google decides</source>
        <translation>Decide &amp;Google</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %2.</source>
        <comment>times</comment>
        <translation>Usted mueve «Dentista» a las %1 en ARIA, alguien lo mueve a las %2 en Google: es a las %2.</translation>
    </message>
    <message>
        <source>&amp;ARIA decides</source>
        <translation>&amp;Decide ARIA</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %1.</source>
        <comment>times</comment>
        <translation>Usted mueve «Dentista» a las %1 en ARIA, alguien lo mueve a las %2 en Google: es a las %1.</translation>
    </message>
    <message>
        <source>The &amp;later change decides</source>
        <translation>Decide el cambio más &amp;reciente</translation>
    </message>
    <message>
        <source>%1 was entered at noon, %2 at one o’clock: it is at %2.</source>
        <comment>times</comment>
        <translation>%1 se introdujo a mediodía, %2 a la una: es a las %2.</translation>
    </message>
    <message>
        <source>As&amp;k me</source>
        <translation>&amp;Preguntarme</translation>
    </message>
    <message>
        <source>Neither side is changed; “Dentist” waits in the list of conflicts until you decide.</source>
        <translation>No se cambia ningún lado; «Dentista» espera en la lista de conflictos hasta que usted decida.</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictModel</name>
    <message>
        <source>Deleted in ARIA, edited in Google</source>
        <translation>Eliminado en ARIA, modificado en Google</translation>
    </message>
    <message>
        <source>Deleted in Google, edited in ARIA</source>
        <translation>Eliminado en Google, modificado en ARIA</translation>
    </message>
    <message>
        <source>Differs: %1</source>
        <comment>names of fields</comment>
        <translation>Diferencias: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictReview</name>
    <message>
        <source>The conflict could not be settled: %1</source>
        <translation>No se ha podido resolver el conflicto: %1</translation>
    </message>
    <message>
        <source>The conflict is settled, but your own wording could not be saved: %1</source>
        <translation>El conflicto está resuelto, pero no se ha podido guardar su propia versión: %1</translation>
    </message>
    <message>
        <source>The conflicts could not be read: %1</source>
        <translation>No se han podido leer los conflictos: %1</translation>
    </message>
    <message>
        <source>This event has just changed. Please look at it again.</source>
        <translation>Este evento acaba de cambiar. Mírelo de nuevo.</translation>
    </message>
    <message>
        <source>Looking for conflicts…</source>
        <translation>Buscando conflictos…</translation>
    </message>
    <message>
        <source>There are no conflicts. Everything is settled.</source>
        <translation>No hay conflictos. Todo está resuelto.</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this</source>
        <comment>conflicts in which the same fields differ</comment>
        <translation>
            <numerusform>Aplicar a&amp;sí a %Ln conflicto</numerusform>
            <numerusform>Aplicar a&amp;sí a los %Ln conflictos</numerusform>
        </translation>
    </message>
    <message>
        <source>The event will be deleted.</source>
        <translation>El evento se eliminará.</translation>
    </message>
    <message>
        <source>%1, and as an event of its own: %2</source>
        <comment>two events</comment>
        <translation>%1, y como evento aparte: %2</translation>
    </message>
    <message>
        <source>Choose a side for each field.</source>
        <translation>Elija un lado para cada campo.</translation>
    </message>
    <message>
        <source>Review conflicts</source>
        <translation>Revisar conflictos</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Save my wording &amp;again</source>
        <translation>Guardar mi &amp;versión otra vez</translation>
    </message>
    <message>
        <source>Conflicts, newest first</source>
        <translation>Conflictos, los más recientes primero</translation>
    </message>
    <message>
        <source>Event in conflict</source>
        <translation>Evento en conflicto</translation>
    </message>
    <message>
        <source>As it will be</source>
        <translation>Así quedará</translation>
    </message>
    <message>
        <source>As it will be:</source>
        <translation>Así quedará:</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Atajo: %1</translation>
    </message>
    <message>
        <source>All from A&amp;RIA</source>
        <translation>Todo de A&amp;RIA</translation>
    </message>
    <message>
        <source>All from &amp;Google</source>
        <translation>Todo de &amp;Google</translation>
    </message>
    <message>
        <source>&amp;Keep both as two events</source>
        <translation>&amp;Conservar ambos como dos eventos</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>O&amp;mitir</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this: keep %1, delete %2</source>
        <comment>%1 and %2 are numbers of events</comment>
        <translation>
            <numerusform>&amp;Aplicar a %Ln como este: conservar %1, eliminar %2</numerusform>
            <numerusform>&amp;Aplicar a los %Ln como este: conservar %1, eliminar %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictTable</name>
    <message>
        <source>Fields that differ</source>
        <translation>Campos que difieren</translation>
    </message>
    <message>
        <source>%1, changed %2</source>
        <comment>ARIA, changed 15.01.24 14:00</comment>
        <translation>%1, cambiado el %2</translation>
    </message>
    <message>
        <source>Before</source>
        <comment>the version both sides had</comment>
        <translation>Antes</translation>
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
        <translation>eliminado</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>vacío</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>the version before</comment>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>%1 from ARIA</source>
        <comment>a field</comment>
        <translation>%1 de ARIA</translation>
    </message>
    <message>
        <source>%1 from Google</source>
        <comment>a field</comment>
        <translation>%1 de Google</translation>
    </message>
    <message>
        <source>Own wording</source>
        <translation>Versión propia</translation>
    </message>
    <message>
        <source>%1: own wording</source>
        <comment>a field</comment>
        <translation>%1: versión propia</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::DeletionsReview</name>
    <message>
        <source>Review deletions</source>
        <translation>Revisar eliminaciones</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Deleted</source>
        <comment>a column: where it was deleted</comment>
        <translation>Eliminado</translation>
    </message>
    <message>
        <source>What would be deleted</source>
        <translation>Lo que se eliminaría</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>&amp;Delete them on both sides</source>
        <translation>&amp;Eliminar en ambos lados</translation>
    </message>
    <message>
        <source>&amp;Bring them back</source>
        <translation>&amp;Recuperar</translation>
    </message>
    <message>
        <source>Decide &amp;later</source>
        <translation>Decidir &amp;más tarde</translation>
    </message>
    <message>
        <source>The deletions could not be read: %1</source>
        <translation>No se pudieron leer las eliminaciones: %1</translation>
    </message>
    <message>
        <source>The list has just changed. Please look at it again.</source>
        <translation>La lista acaba de cambiar. Vuelva a mirarla.</translation>
    </message>
    <message>
        <source>series from %1</source>
        <comment>a date</comment>
        <translation>serie desde %1</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>en Google</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>en ARIA</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>Ninguna eliminación espera una decisión.</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</source>
        <translation>
            <numerusform>Se eliminó %Ln evento en Google. En ARIA aún no se ha eliminado nada.</numerusform>
            <numerusform>Se eliminaron %Ln eventos a la vez en Google, un número inusual. En ARIA aún no se ha eliminado nada.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</source>
        <translation>
            <numerusform>Se eliminó %Ln evento en ARIA. En Google aún no se ha eliminado nada.</numerusform>
            <numerusform>Se eliminaron %Ln eventos a la vez en ARIA, un número inusual. En Google aún no se ha eliminado nada.</numerusform>
        </translation>
    </message>
    <message>
        <source>This could not be done: %1</source>
        <translation>No se pudo hacer: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::TimesEditor</name>
    <message>
        <source>From</source>
        <comment>start of an event</comment>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Until and with</source>
        <comment>last day of an event</comment>
        <translation>Hasta el día (incluido)</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>end of an event</comment>
        <translation>Hasta</translation>
    </message>
</context>
<context>
    <name>aria::dayview::AllDayStrip</name>
    <message>
        <source>All-day events</source>
        <translation>Eventos de todo el día</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>%1, rechazado</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayGrid</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln evento</numerusform>
            <numerusform>%Ln eventos</numerusform>
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
        <translation>%1, rechazado</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayPanel</name>
    <message>
        <source>Day before</source>
        <translation>Día anterior</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>Día siguiente</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventDraft</name>
    <message>
        <source>An event needs a title.</source>
        <translation>Un evento necesita un título.</translation>
    </message>
    <message>
        <source>There is no such time zone.</source>
        <translation>Esa zona horaria no existe.</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>Falta una fecha.</translation>
    </message>
    <message>
        <source>The event ends before it starts.</source>
        <translation>El evento termina antes de empezar.</translation>
    </message>
    <message>
        <source>This repetition is not valid: %1</source>
        <translation>Esta repetición no es válida: %1</translation>
    </message>
    <message>
        <source>With this repetition the event never takes place.</source>
        <translation>Con esta repetición, el evento nunca tiene lugar.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>«%1» no es una dirección de correo.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventEditor</name>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nuevo evento</translation>
    </message>
    <message>
        <source>You are changing all events of this series.</source>
        <translation>Está cambiando todos los eventos de esta serie.</translation>
    </message>
    <message>
        <source>You are changing this event of a series only.</source>
        <translation>Está cambiando solo este evento de una serie.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>The service is starting again. Please save once more in a moment.</source>
        <translation>El servicio se está reiniciando. Guarde de nuevo en un momento.</translation>
    </message>
    <message>
        <source>You are changing this event and all that follow in its series.</source>
        <translation>Está cambiando este evento y todos los siguientes de su serie.</translation>
    </message>
    <message>
        <source>They get a meeting link of their own.</source>
        <translation>Recibirán un enlace de reunión propio.</translation>
    </message>
    <message numerus="yes">
        <source>%n later event(s) that were changed or cancelled on their own will be as the rest of the series, because the times change.</source>
        <translation>
            <numerusform>%Ln evento posterior que se cambió o canceló por separado quedará como el resto de la serie, porque cambian los horarios.</numerusform>
            <numerusform>%Ln eventos posteriores que se cambiaron o cancelaron por separado quedarán como el resto de la serie, porque cambian los horarios.</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted meanwhile.</source>
        <translation>Este evento se ha eliminado entretanto.</translation>
    </message>
    <message>
        <source>This event was changed meanwhile:</source>
        <translation>Este evento se ha cambiado entretanto:</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field of an event and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>an empty field</comment>
        <translation>nada</translation>
    </message>
    <message>
        <source>Somebody else organizes it: you can answer, and choose your own reminder and colour.</source>
        <translation>Lo organiza otra persona: puede responder y elegir su propio aviso y color.</translation>
    </message>
    <message>
        <source>%1 organizes it: you can answer, and choose your own reminder and colour.</source>
        <comment>a person</comment>
        <translation>Lo organiza %1: puede responder y elegir su propio aviso y color.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventFields</name>
    <message>
        <source>Send mail to the g&amp;uests</source>
        <translation>En&amp;viar correo a los invitados</translation>
    </message>
    <message>
        <source>A series is in one calendar, with all its events.</source>
        <translation>Una serie está en un solo calendario, con todos sus eventos.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>«%1» no es una dirección de correo.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>no válido</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Off: the event changes in the guests’ calendars, but Google writes no mail.</source>
        <translation>Desactivado: el evento cambia en los calendarios de los invitados, pero Google no envía correos.</translation>
    </message>
    <message>
        <source>The calendar’s</source>
        <translation>La del calendario</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>&amp;Zona horaria</translation>
    </message>
    <message>
        <source>&amp;Repeats</source>
        <translation>&amp;Repetición</translation>
    </message>
    <message>
        <source>Ca&amp;lendar</source>
        <translation>Calen&amp;dario</translation>
    </message>
    <message>
        <source>&amp;Place</source>
        <translation>&amp;Lugar</translation>
    </message>
    <message>
        <source>&amp;Guests</source>
        <translation>&amp;Invitados</translation>
    </message>
    <message>
        <source>Re&amp;minders</source>
        <translation>Record&amp;atorios</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>&amp;Color</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notas</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventSaver</name>
    <message>
        <source>The service stopped before it answered. Please save once more.</source>
        <translation>El servicio se detuvo antes de responder. Guarde de nuevo.</translation>
    </message>
    <message>
        <source>This could not be saved: %1</source>
        <translation>No se ha podido guardar: %1</translation>
    </message>
    <message>
        <source>The event could not be moved to the other calendar: %1</source>
        <translation>No se pudo mover el evento al otro calendario: %1</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>El servicio se detuvo antes de responder.</translation>
    </message>
</context>
<context>
    <name>aria::editor::GuestList</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>aceptado</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>quizás</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>aún sin respuesta</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>Add a guest’s e-mail address</source>
        <translation>Añadir la dirección de correo de un invitado</translation>
    </message>
    <message>
        <source>Remove guest</source>
        <translation>Quitar al invitado</translation>
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
        <translation>&amp;Quedarme con lo mío</translation>
    </message>
    <message>
        <source>Take t&amp;heirs</source>
        <comment>the wording of an event from elsewhere</comment>
        <translation>&amp;Usar lo otro</translation>
    </message>
    <message>
        <source>Make it a ne&amp;w event</source>
        <translation>&amp;Hacer un evento nuevo</translation>
    </message>
</context>
<context>
    <name>aria::editor::ReminderList</name>
    <message>
        <source>Notification</source>
        <translation>Notificación</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Kind of reminder</source>
        <translation>Tipo de recordatorio</translation>
    </message>
    <message>
        <source>minutes before</source>
        <translation>minutos antes</translation>
    </message>
    <message>
        <source>hours before</source>
        <translation>horas antes</translation>
    </message>
    <message>
        <source>days before</source>
        <translation>días antes</translation>
    </message>
    <message>
        <source>weeks before</source>
        <translation>semanas antes</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>Unidad de tiempo</translation>
    </message>
    <message>
        <source>How long before</source>
        <translation>Cuánto antes</translation>
    </message>
    <message>
        <source>Remove this reminder</source>
        <translation>Quitar este recordatorio</translation>
    </message>
    <message>
        <source>As the calendar has &amp;it</source>
        <translation>&amp;Según el calendario</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>Sin recordatorio</translation>
    </message>
    <message>
        <source>A&amp;dd reminder</source>
        <translation>Añadir r&amp;ecordatorio</translation>
    </message>
    <message>
        <source>At most five</source>
        <translation>Cinco como máximo</translation>
    </message>
</context>
<context>
    <name>aria::editor::RepeatEditor</name>
    <message>
        <source>Repeats</source>
        <translation>Repetición</translation>
    </message>
    <message>
        <source>Every</source>
        <comment>how many days or weeks</comment>
        <translation>Cada</translation>
    </message>
    <message>
        <source>Number of times</source>
        <translation>Número de veces</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>forever</source>
        <comment>how long an event repeats</comment>
        <translation>siempre</translation>
    </message>
    <message>
        <source>until:</source>
        <comment>the day up to which an event repeats follows</comment>
        <translation>hasta el:</translation>
    </message>
    <message>
        <source>so many times:</source>
        <comment>after how many times an event ends; a number follows</comment>
        <translation>tantas veces:</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Repetition as RFC 5545 lines</source>
        <translation>Repetición en líneas RFC 5545</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 weeks</comment>
        <translation>cada</translation>
    </message>
    <message>
        <source>Monthly on the last %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Mensualmente, el último %1</translation>
    </message>
    <message>
        <source>Monthly on the first %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Mensualmente, el primer %1</translation>
    </message>
    <message>
        <source>Monthly on the second %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Mensualmente, el segundo %1</translation>
    </message>
    <message>
        <source>Monthly on the third %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Mensualmente, el tercer %1</translation>
    </message>
    <message>
        <source>Monthly on the fourth %1</source>
        <comment>%1 is a weekday</comment>
        <translation>Mensualmente, el cuarto %1</translation>
    </message>
    <message>
        <source>Does not repeat</source>
        <translation>No se repite</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>Diariamente</translation>
    </message>
    <message>
        <source>Weekly</source>
        <translation>Semanalmente</translation>
    </message>
    <message>
        <source>Monthly on day %1</source>
        <translation>Mensualmente, el día %1</translation>
    </message>
    <message>
        <source>Yearly</source>
        <translation>Anualmente</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Personalizado</translation>
    </message>
    <message numerus="yes">
        <source>day(s),</source>
        <comment>every 2 days</comment>
        <translation>
            <numerusform>día,</numerusform>
            <numerusform>días,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>week(s),</source>
        <comment>every 2 weeks</comment>
        <translation>
            <numerusform>semana,</numerusform>
            <numerusform>semanas,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>year(s),</source>
        <comment>every 2 years</comment>
        <translation>
            <numerusform>año,</numerusform>
            <numerusform>años,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>month(s),</source>
        <comment>every 2 months</comment>
        <translation>
            <numerusform>mes,</numerusform>
            <numerusform>meses,</numerusform>
        </translation>
    </message>
    <message>
        <source>Next: %1</source>
        <comment>%1 is a list of dates</comment>
        <translation>Próximas fechas: %1</translation>
    </message>
</context>
<context>
    <name>aria::editor::SpanFields</name>
    <message>
        <source>Start date</source>
        <translation>Fecha de inicio</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>Hora de inicio</translation>
    </message>
    <message>
        <source>End date</source>
        <translation>Fecha final</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>Hora final</translation>
    </message>
    <message>
        <source>&amp;All day</source>
        <translation>T&amp;odo el día</translation>
    </message>
    <message>
        <source>S&amp;tarts</source>
        <translation>Co&amp;mienza</translation>
    </message>
    <message>
        <source>&amp;Ends</source>
        <translation>&amp;Termina</translation>
    </message>
    <message>
        <source>Time zone…</source>
        <translation>Zona horaria…</translation>
    </message>
    <message>
        <source>Choose a time zone for this event</source>
        <translation>Elegir una zona horaria para este evento</translation>
    </message>
</context>
<context>
    <name>aria::freebusy::BusyLine</name>
    <message>
        <source>Looking up who is free…</source>
        <translation>Se mira quién está libre…</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen: the sign-in at Google does not include it.</source>
        <translation>No se puede ver si los invitados están libres: el inicio de sesión en Google no lo incluye.</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen now: %1</source>
        <translation>Ahora no se puede ver si los invitados están libres: %1</translation>
    </message>
    <message>
        <source>You are busy: %1</source>
        <comment>%1: times</comment>
        <translation>Usted está ocupado: %1</translation>
    </message>
    <message>
        <source>%1 is busy: %2</source>
        <comment>a person, times</comment>
        <translation>%1 tiene ocupado: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more are busy</source>
        <comment>people</comment>
        <translation>
            <numerusform>%Ln persona más está ocupada</numerusform>
            <numerusform>%Ln personas más están ocupadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Google does not say when %1 is busy.</source>
        <comment>a person</comment>
        <translation>Google no dice cuándo está ocupado %1.</translation>
    </message>
    <message>
        <source>Everybody is free then.</source>
        <translation>Todos están libres a esa hora.</translation>
    </message>
    <message>
        <source>Take the next &amp;free time: %1</source>
        <translation>Tomar la &amp;próxima hora libre: %1</translation>
    </message>
    <message>
        <source>No time in the next days at which all are free</source>
        <translation>Ninguna hora en los próximos días en que todos estén libres</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryModel</name>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Where</source>
        <comment>in ARIA or in Google</comment>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Changes, newest first</source>
        <translation>Cambios, los más recientes primero</translation>
    </message>
    <message>
        <source>Nothing has changed yet.</source>
        <translation>Todavía no ha cambiado nada.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>Atajo: %1</translation>
    </message>
    <message>
        <source>Only this &amp;event</source>
        <translation>Solo este &amp;evento</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>&amp;Deshacer este cambio</translation>
    </message>
    <message>
        <source>Undo &amp;all since then…</source>
        <translation>Deshacer &amp;todo desde entonces…</translation>
    </message>
    <message>
        <source>The history could not be read: %1</source>
        <translation>No se ha podido leer el historial: %1</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>Deshaciendo…</translation>
    </message>
    <message>
        <source>This could not be undone: %1</source>
        <translation>No se ha podido deshacer: %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <comment>a change</comment>
        <translation>Deshecho: %1</translation>
    </message>
    <message>
        <source>Undone, and waiting for Google: %1</source>
        <comment>a change</comment>
        <translation>Deshecho, a la espera de Google: %1</translation>
    </message>
    <message>
        <source>Undo all changes since then</source>
        <translation>Deshacer todos los cambios desde entonces</translation>
    </message>
    <message>
        <source>Undo every change since %1?</source>
        <comment>a date and time</comment>
        <translation>¿Deshacer todos los cambios desde %1?</translation>
    </message>
    <message>
        <source>Events made since then are deleted, deleted ones come back, in ARIA and in Google. The undoing can itself be undone. Guests get no mail.</source>
        <translation>Los eventos creados desde entonces se eliminan y los eliminados vuelven, en ARIA y en Google. Esto también se puede deshacer. Los invitados no reciben correos.</translation>
    </message>
    <message>
        <source>&amp;Undo all</source>
        <translation>De&amp;shacer todo</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) undone.</source>
        <translation>
            <numerusform>%Ln cambio deshecho.</numerusform>
            <numerusform>%Ln cambios deshechos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::history::VersionsTable</name>
    <message>
        <source>What changed</source>
        <translation>Qué ha cambiado</translation>
    </message>
    <message>
        <source>Before: there was no event</source>
        <translation>Antes: no había ningún evento</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>After: deleted</source>
        <translation>Después: eliminado</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Nothing a person sees.</source>
        <translation>Nada visible.</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>vacío</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerBar</name>
    <message>
        <source>Write a mail to the organizer</source>
        <translation>Enviar un correo al organizador</translation>
    </message>
    <message>
        <source>Note with the answer</source>
        <translation>Nota con la respuesta</translation>
    </message>
    <message>
        <source>The answer is for</source>
        <translation>La respuesta es</translation>
    </message>
    <message>
        <source>For this event only</source>
        <translation>Solo para este evento</translation>
    </message>
    <message>
        <source>For all of the series</source>
        <translation>Para toda la serie</translation>
    </message>
    <message>
        <source>The answer was not sent: %1</source>
        <translation>La respuesta no se envió: %1</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>Está invitado</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 le invita</translation>
    </message>
    <message>
        <source>Sending…</source>
        <comment>an answer</comment>
        <translation>Enviando…</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerCommand</name>
    <message>
        <source>The service is starting again. Please answer once more in a moment.</source>
        <translation>El servicio se está reiniciando. Responda de nuevo en un momento.</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>El servicio se detuvo antes de responder.</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerDialog</name>
    <message>
        <source>Answer an invitation</source>
        <translation>Responder a una invitación</translation>
    </message>
</context>
<context>
    <name>aria::invitation::Invitation</name>
    <message>
        <source>Yes</source>
        <comment>answer to an invitation</comment>
        <translation>Sí</translation>
    </message>
    <message>
        <source>Maybe</source>
        <comment>answer to an invitation</comment>
        <translation>Quizás</translation>
    </message>
    <message>
        <source>No</source>
        <comment>answer to an invitation</comment>
        <translation>No</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>&amp;Sí</translation>
    </message>
    <message>
        <source>&amp;Maybe</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>&amp;Quizás</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>N&amp;o</translation>
    </message>
    <message>
        <source>You said yes.</source>
        <translation>Ha dicho que sí.</translation>
    </message>
    <message>
        <source>You said maybe.</source>
        <translation>Ha dicho que quizás.</translation>
    </message>
    <message>
        <source>You said no.</source>
        <translation>Ha dicho que no.</translation>
    </message>
    <message>
        <source>You have not answered yet.</source>
        <translation>Aún no ha respondido.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::SystemKeychain</name>
    <message>
        <source>The system keyring cannot be used: %1</source>
        <comment>%1 says why</comment>
        <translation>No se puede usar el llavero del sistema: %1</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>No responde.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::TokenKeeper</name>
    <message>
        <source>The program ends.</source>
        <translation>El programa termina.</translation>
    </message>
    <message>
        <source>The sign-in cannot be read: %1</source>
        <translation>No se puede leer la sesión: %1</translation>
    </message>
    <message>
        <source>The system keyring did not keep it.</source>
        <translation>El llavero del sistema no la ha guardado.</translation>
    </message>
    <message>
        <source>token.json could not be deleted. Delete it yourself.</source>
        <translation>No se ha podido eliminar token.json. Elimínelo usted mismo.</translation>
    </message>
    <message>
        <source>The sign-in was not read yet.</source>
        <translation>La sesión aún no se ha leído.</translation>
    </message>
    <message>
        <source>The sign-in could not be removed from the keyring: %1</source>
        <translation>No se ha podido quitar la sesión del llavero: %1</translation>
    </message>
    <message>
        <source>The sign-in could not be kept in the keyring and lasts only until this program ends: %1</source>
        <translation>No se ha podido guardar la sesión en el llavero; solo dura hasta que este programa termine: %1</translation>
    </message>
</context>
<context>
    <name>aria::notifications::AttentionNotices</name>
    <message numerus="yes">
        <source>%n event(s) changed both in ARIA and in Google</source>
        <translation>
            <numerusform>%Ln evento cambiado tanto en ARIA como en Google</numerusform>
            <numerusform>%Ln eventos cambiados tanto en ARIA como en Google</numerusform>
        </translation>
    </message>
    <message>
        <source>Please decide which version to keep. Nothing is lost until you do.</source>
        <translation>Decida qué versión conservar. Mientras tanto no se pierde nada.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>conflicts</comment>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Please sign in to Google again</source>
        <translation>Inicie sesión en Google de nuevo</translation>
    </message>
    <message>
        <source>Google has ended the sign-in, so the calendars are not kept in step. While the consent screen of your Google project is in Testing, Google does so after 7 days.</source>
        <translation>Google ha cerrado la sesión, por lo que los calendarios ya no se sincronizan. Mientras la pantalla de consentimiento de su proyecto de Google esté en «Testing», Google lo hace a los 7 días.</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <comment>to Google</comment>
        <translation>Reconectar</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) would be deleted</source>
        <comment>unusually many at once</comment>
        <translation>
            <numerusform>Se eliminaría un evento</numerusform>
            <numerusform>Se eliminarían %Ln eventos</numerusform>
        </translation>
    </message>
    <message>
        <source>That is unusually many at once. Please decide; until then they stay, and the calendar waits.</source>
        <translation>Son inusualmente muchos a la vez. Decida, por favor; hasta entonces se quedan y el calendario espera.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>deletions</comment>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Until you do, the calendars are not kept in step.</source>
        <translation>Hasta entonces, los calendarios no se mantienen al día.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed, so the calendars are not kept in step. Please sign in again and tick every box.</source>
        <translation>No se permitió a Google todo lo necesario; por eso los calendarios no se mantienen al día. Inicie sesión de nuevo y marque todas las casillas.</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ChangeNotices</name>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ReminderNotices</name>
    <message>
        <source>%1 in %2</source>
        <comment>an event, a duration</comment>
        <translation>%1 en %2</translation>
    </message>
    <message>
        <source>%1 begins now</source>
        <comment>an event</comment>
        <translation>%1 empieza ahora</translation>
    </message>
    <message>
        <source>%1 has begun</source>
        <comment>an event</comment>
        <translation>%1 ha empezado</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Join</source>
        <comment>a meeting</comment>
        <translation>Unirse</translation>
    </message>
    <message>
        <source>Snooze for %1</source>
        <comment>a reminder, a duration</comment>
        <translation>Posponer %1</translation>
    </message>
</context>
<context>
    <name>aria::settings::AboutPage</name>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>Keeps the events of ARIA and of Google Calendar the same on both sides.</source>
        <translation>Mantiene iguales en ambos lados los eventos de ARIA y de Google Calendar.</translation>
    </message>
    <message>
        <source>Version:</source>
        <translation>Versión:</translation>
    </message>
    <message>
        <source>Qt:</source>
        <translation>Qt:</translation>
    </message>
    <message>
        <source>System:</source>
        <translation>Sistema:</translation>
    </message>
    <message>
        <source>License:</source>
        <translation>Licencia:</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Copiar diagnóstico</translation>
    </message>
    <message>
        <source>Versions, settings and counts, for a report. Titles, addresses and tokens are left out.</source>
        <translation>Versiones, ajustes y cifras para un informe. Se omiten títulos, direcciones y tokens.</translation>
    </message>
    <message>
        <source>Copied. Titles, addresses and tokens were left out.</source>
        <translation>Copiado. Se han omitido títulos, direcciones y tokens.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AccountPage</name>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Sign ou&amp;t…</source>
        <translation>Ce&amp;rrar sesión…</translation>
    </message>
    <message>
        <source>In a &amp;file that only you can read, token.json</source>
        <translation>En un &amp;archivo que solo usted puede leer: token.json</translation>
    </message>
    <message>
        <source>In the system &amp;keyring</source>
        <translation>En el &amp;llavero del sistema</translation>
    </message>
    <message>
        <source>Google</source>
        <translation>Google</translation>
    </message>
    <message>
        <source>Folder of the &amp;credentials:</source>
        <translation>Carpeta de las &amp;credenciales:</translation>
    </message>
    <message>
        <source>Where the sign-in is kept</source>
        <translation>Dónde se guarda la sesión</translation>
    </message>
    <message>
        <source>Folder of the credentials</source>
        <translation>Carpeta de las credenciales</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>E&amp;xaminar…</translation>
    </message>
    <message>
        <source>With the keyring, only this program finds the sign-in, and only while you are logged in; a service without windows does not.</source>
        <translation>En el llavero, solo este programa encuentra la sesión, y solo mientras su sesión del sistema está abierta; un servicio sin ventanas no la encuentra.</translation>
    </message>
    <message>
        <source>Moving the sign-in…</source>
        <translation>Moviendo la sesión…</translation>
    </message>
    <message>
        <source>&amp;Reconnect…</source>
        <translation>Reco&amp;nectar…</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>&amp;Iniciar sesión…</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>El servicio se está iniciando.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Ha iniciado sesión.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google pide que inicie sesión de nuevo.</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Nadie ha iniciado sesión.</translation>
    </message>
    <message>
        <source>The sign-in stays where it was: %1</source>
        <translation>La sesión se queda donde estaba: %1</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>Llavero</translation>
    </message>
    <message>
        <source>You are signed in as %1.</source>
        <comment>an e-mail address</comment>
        <translation>Ha iniciado sesión como %1.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>Avanzado</translation>
    </message>
    <message>
        <source>&amp;Log:</source>
        <translation>&amp;Registro:</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Solo errores</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Avisos</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Lo que sucede</translation>
    </message>
    <message>
        <source>Everything, for finding a fault</source>
        <translation>Todo, para encontrar un fallo</translation>
    </message>
    <message>
        <source>Log &amp;format:</source>
        <translation>&amp;Formato del registro:</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A &amp;change waits for Google at most:</source>
        <translation>Un &amp;cambio espera a Google como máximo:</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>&amp;Webhook address:</source>
        <translation>Dirección del &amp;webhook:</translation>
    </message>
    <message>
        <source>Where Google can reach this computer at a public https address, changes arrive at once instead of at the next look.</source>
        <translation>Si Google puede llegar a este equipo por una dirección https pública, los cambios llegan al momento y no en la siguiente comprobación.</translation>
    </message>
    <message>
        <source>&amp;Google’s API:</source>
        <translation>&amp;API de Google:</translation>
    </message>
    <message>
        <source>Google’s &amp;revocation:</source>
        <translation>Re&amp;vocación en Google:</translation>
    </message>
    <message>
        <source>&amp;Tell about changes at:</source>
        <translation>Avi&amp;sar de los cambios en:</translation>
    </message>
    <message>
        <source>&amp;Signed with:</source>
        <translation>Firma&amp;do con:</translation>
    </message>
    <message>
        <source>Programs that want to hear of each change get it there, signed with a secret that begins with whsec_.</source>
        <translation>Los programas que quieren conocer cada cambio lo reciben allí, firmado con un secreto que empieza por whsec_.</translation>
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
        <translation>ARIA y otros programas acceden aquí al calendario.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>&amp;Dirección:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>&amp;Puerto:</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Token:</translation>
    </message>
    <message>
        <source>With a token, whoever calls the API has to send it. Without one, the API can be reached from this computer only.</source>
        <translation>Con un token, quien llame a la API tiene que enviarlo. Sin él, solo se puede acceder a la API desde este equipo.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nuevo</translation>
    </message>
    <message>
        <source>Makes a new token; programs that use the old one have to be given it.</source>
        <translation>Crea un token nuevo; hay que dárselo a los programas que usan el antiguo.</translation>
    </message>
</context>
<context>
    <name>aria::settings::CalendarsPage</name>
    <message>
        <source>Calendars</source>
        <translation>Calendarios</translation>
    </message>
    <message>
        <source>These calendars of the account are kept in step with ARIA:</source>
        <translation>Estos calendarios de la cuenta se sincronizan con ARIA:</translation>
    </message>
    <message>
        <source>&amp;Time zone of “today”:</source>
        <translation>&amp;Zona horaria de «hoy»:</translation>
    </message>
    <message>
        <source>the calendar’s own</source>
        <translation>la del calendario</translation>
    </message>
</context>
<context>
    <name>aria::settings::DatabasePage</name>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>&amp;Database:</source>
        <translation>&amp;Base de datos:</translation>
    </message>
    <message>
        <source>sqlite:///path for a file on this computer, or postgresql://user:password@host/name for the database that ARIA uses. Events are not moved from one to the other; the new one is filled from Google.</source>
        <translation>sqlite:///ruta para un archivo en este equipo, o postgresql://usuario:contraseña@servidor/nombre para la base de datos que usa ARIA. Los eventos no se trasladan de una a otra; la nueva se llena desde Google.</translation>
    </message>
    <message>
        <source>Keep the &amp;history for:</source>
        <translation>Guardar el &amp;historial durante:</translation>
    </message>
    <message>
        <source> days</source>
        <translation> días</translation>
    </message>
    <message>
        <source>Keep d&amp;eleted events for:</source>
        <translation>Guardar los eventos &amp;eliminados durante:</translation>
    </message>
</context>
<context>
    <name>aria::settings::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Tell me what &amp;others changed in Google</source>
        <translation>Avisarme de lo que &amp;otros han cambiado en Google</translation>
    </message>
    <message>
        <source>&amp;Remind me of events, as each event’s own reminders say</source>
        <translation>&amp;Recordarme los eventos según sus propios recordatorios</translation>
    </message>
    <message>
        <source>&amp;Quiet hours, without either</source>
        <translation>Horas de &amp;silencio, sin ninguno de los dos</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>&amp;De:</translation>
    </message>
    <message>
        <source>&amp;Until:</source>
        <translation>&amp;A:</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Silencio desde</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Silencio hasta</translation>
    </message>
    <message>
        <source>Key to &amp;join the next meeting, from anywhere:</source>
        <translation>&amp;Tecla para unirse a la próxima reunión desde cualquier lugar:</translation>
    </message>
    <message>
        <source>Key to join the next meeting</source>
        <translation>Tecla para unirse a la próxima reunión</translation>
    </message>
    <message>
        <source>None at first. A function key, or one with Ctrl, Alt or the Windows key.</source>
        <translation>Al principio, ninguna. Una tecla de función, o una con Ctrl, Alt o la tecla Windows.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>Este escritorio no permite que un programa tenga una tecla que funcione en todas partes.</translation>
    </message>
    <message>
        <source>“%1” cannot join meetings from anywhere: choose a function key, or a letter or digit with Ctrl, Alt or the Windows key.</source>
        <translation>«%1» no puede funcionar desde cualquier lugar: elija una tecla de función, o una letra o cifra con Ctrl, Alt o la tecla Windows.</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingRow</name>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>Establecido por %1 (%2)</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Páginas de los ajustes</translation>
    </message>
</context>
<context>
    <name>aria::settings::SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>Sincronización</translation>
    </message>
    <message>
        <source>&amp;Start with the session</source>
        <translation>&amp;Iniciar con la sesión</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Cuando ambos lados han cambiado lo mismo</translation>
    </message>
    <message>
        <source>Look for changes e&amp;very:</source>
        <translation>&amp;Buscar cambios cada:</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds</comment>
        <translation> s</translation>
    </message>
    <message>
        <source>What changes in ARIA goes to Google at once. With a webhook, Google is asked only every sixth time.</source>
        <translation>Lo que cambia en ARIA va a Google al momento. Con un webhook, solo se pregunta a Google una de cada seis veces.</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>No se ha podido establecer el inicio con la sesión: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::Assistant</name>
    <message>
        <source>Connect to Google</source>
        <translation>Conectar con Google</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>The account’s events stay here and are compared after the sign-in.</source>
        <translation>Los eventos de la cuenta se quedan aquí y se comparan después de iniciar sesión.</translation>
    </message>
</context>
<context>
    <name>aria::signin::BrowserSignIn</name>
    <message>
        <source>The service was restarted meanwhile. Try again.</source>
        <translation>El servicio se ha reiniciado entretanto. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The service is starting. Try again in a moment.</source>
        <translation>El servicio se está iniciando. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile. Try again.</source>
        <translation>El servicio se ha detenido entretanto. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Google may not send the browser back to this program. Add %1 to the redirect addresses of your client, or use a client of the type “Desktop app”.</source>
        <extracomment>%1 is a web address of this program.</extracomment>
        <translation>Google no puede devolver el navegador a este programa. Añada %1 a las direcciones de redirección de su cliente, o use un cliente del tipo «Desktop app».</translation>
    </message>
</context>
<context>
    <name>aria::signin::ChoicesPage</name>
    <message>
        <source>&amp;Start with the session</source>
        <translation>&amp;Iniciar con la sesión</translation>
    </message>
    <message>
        <source>What is synced, and how</source>
        <translation>Qué se sincroniza, y cómo</translation>
    </message>
    <message>
        <source>All of this can be changed in the settings later.</source>
        <translation>Todo esto se puede cambiar más tarde en los ajustes.</translation>
    </message>
    <message>
        <source>Begin the s&amp;ync</source>
        <translation>&amp;Empezar la sincronización</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Calendarios</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>Cuando ambos lados han cambiado lo mismo</translation>
    </message>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>Establecido por %1 (%2)</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>No se ha podido establecer el inicio con la sesión: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientFilePage</name>
    <message>
        <source>&amp;Choose client_secrets.json…</source>
        <translation>&amp;Elegir client_secrets.json…</translation>
    </message>
    <message>
        <source>Who you are to Google</source>
        <translation>Quién es usted para Google</translation>
    </message>
    <message>
        <source>Your calendar is reached with a key of your own, which Google gives you as a file. Nobody else is in between.</source>
        <translation>A su calendario se accede con una clave propia, que Google le da en forma de archivo. No hay nadie más en medio.</translation>
    </message>
    <message>
        <source>Drop the file anywhere here</source>
        <translation>Suelte el archivo en cualquier lugar de aquí</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>De dónde viene</translation>
    </message>
    <message>
        <source>&amp;Try it with the demo calendar</source>
        <translation>&amp;Probar con el calendario de demostración</translation>
    </message>
    <message>
        <source>Starts again with a made-up Google on this computer; nothing of yours is touched.</source>
        <translation>Empieza de nuevo con un Google ficticio en este equipo; no se toca nada suyo.</translation>
    </message>
    <message>
        <source>There is one already. Go on with it, or choose another.</source>
        <translation>Ya hay uno. Continúe con él o elija otro.</translation>
    </message>
    <message>
        <source>Choose client_secrets.json</source>
        <translation>Elegir client_secrets.json</translation>
    </message>
    <message>
        <source>Google’s client file (*.json)</source>
        <translation>Archivo de cliente de Google (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>The name of a file and what is to be said about it.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The file could not be put in its place: %1</source>
        <translation>No se ha podido poner el archivo en su sitio: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientGuide</name>
    <message>
        <source>Create a project in the %1; any name will do.</source>
        <translation>Cree un proyecto en la %1; sirve cualquier nombre.</translation>
    </message>
    <message>
        <source>Google Cloud console</source>
        <translation>consola de Google Cloud</translation>
    </message>
    <message>
        <source>Switch the %1 on for it.</source>
        <extracomment>%1 is a link, “Google Calendar API”.</extracomment>
        <translation>Active en él la %1.</translation>
    </message>
    <message>
        <source>Google Calendar API</source>
        <translation>Google Calendar API</translation>
    </message>
    <message>
        <source>In the %1 choose “Get started”: a name, your address, and “External” as the audience.</source>
        <extracomment>%1 is a link, “Google Auth Platform”; “Get started” and “External” are words on Google’s page.</extracomment>
        <translation>En %1, elija «Get started»: un nombre, su dirección y «External» como público.</translation>
    </message>
    <message>
        <source>Google Auth Platform</source>
        <translation>Google Auth Platform</translation>
    </message>
    <message>
        <source>Under %1 choose “Publish app”. While it is in “Testing”, Google ends every sign-in after 7 days.</source>
        <extracomment>%1 is a link, “Audience”; “Publish app” and “Testing” are words on Google’s page.</extracomment>
        <translation>En %1, elija «Publish app». Mientras esté en «Testing», Google cierra cada sesión a los 7 días.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Under %1 create a client of the type “Desktop app”, then choose “Download JSON”.</source>
        <extracomment>%1 is a link, “Clients”; “Desktop app” and “Download JSON” are words on Google’s page.</extracomment>
        <translation>En %1, cree un cliente del tipo «Desktop app» y elija después «Download JSON».</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Drop the downloaded file here, or choose it.</source>
        <translation>Suelte aquí el archivo descargado, o elíjalo.</translation>
    </message>
    <message>
        <source>%1.</source>
        <extracomment>The number of a step in a list.</extracomment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Where the file comes from</source>
        <translation>De dónde viene el archivo</translation>
    </message>
</context>
<context>
    <name>aria::signin::FirstSyncPage</name>
    <message>
        <source>The first sync</source>
        <translation>La primera sincronización</translation>
    </message>
    <message>
        <source>You can close this window; it goes on behind the icon in the panel.</source>
        <translation>Puede cerrar esta ventana; la sincronización continúa tras el icono del panel.</translation>
    </message>
    <message>
        <source>Open the &amp;agenda</source>
        <translation>Abrir la &amp;agenda</translation>
    </message>
    <message>
        <source>Progress of the first sync</source>
        <translation>Progreso de la primera sincronización</translation>
    </message>
    <message numerus="yes">
        <source>Done: %n event(s) are in step.</source>
        <translation>
            <numerusform>Listo: %Ln evento está sincronizado.</numerusform>
            <numerusform>Listo: %Ln eventos están sincronizados.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <extracomment>Two numbers of events.</extracomment>
        <translation>%1 de %2 eventos</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) so far</source>
        <translation>
            <numerusform>%Ln evento hasta ahora</numerusform>
            <numerusform>%Ln eventos hasta ahora</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking Google for your events…</source>
        <translation>Preguntando a Google por sus eventos…</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInPage</name>
    <message>
        <source>Copy &amp;link</source>
        <translation>Copiar &amp;enlace</translation>
    </message>
    <message>
        <source>&amp;Open the browser again</source>
        <translation>&amp;Abrir el navegador de nuevo</translation>
    </message>
    <message>
        <source>&amp;Stop waiting</source>
        <translation>&amp;Dejar de esperar</translation>
    </message>
    <message>
        <source>Use another client_&amp;secrets.json…</source>
        <translation>Usar otro client_&amp;secrets.json…</translation>
    </message>
    <message>
        <source>Connect to Google again</source>
        <translation>Conectar con Google de nuevo</translation>
    </message>
    <message>
        <source>Sign in to Google</source>
        <translation>Iniciar sesión en Google</translation>
    </message>
    <message>
        <source>Your password stays in the browser. This program gets the right to see and edit events and to see the list of your calendars, nothing else.</source>
        <translation>Su contraseña se queda en el navegador. Este programa obtiene el derecho a ver y modificar eventos y a ver la lista de sus calendarios, nada más.</translation>
    </message>
    <message>
        <source>The browser opens Google’s own page. Choose your account there and allow what is asked.</source>
        <translation>El navegador abre la página de Google. Elija allí su cuenta y permita lo que se pide.</translation>
    </message>
    <message>
        <source>Preparing the sign-in…</source>
        <translation>Preparando el inicio de sesión…</translation>
    </message>
    <message>
        <source>Continue in your browser. This page goes on by itself when you are done there.</source>
        <translation>Continúe en su navegador. Esta página avanza sola cuando haya terminado allí.</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the link and open it in one on this computer.</source>
        <translation>No se ha podido abrir ningún navegador. Copie el enlace y ábralo en un navegador de este equipo.</translation>
    </message>
    <message>
        <source>You are signed in again, and the sync goes on.</source>
        <translation>Ha iniciado sesión de nuevo y la sincronización continúa.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Ha iniciado sesión.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>Sign in with &amp;Google</source>
        <translation>Iniciar sesión con &amp;Google</translation>
    </message>
    <message>
        <source>The link is copied. Open it in a browser on this computer.</source>
        <translation>El enlace está copiado. Ábralo en un navegador de este equipo.</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInWords</name>
    <message>
        <source>This is the client of a web application. It works where this program’s address stands among its redirect addresses; a “Desktop app” client needs none.</source>
        <translation>Este es el cliente de una aplicación web. Funciona si la dirección de este programa está entre sus direcciones de redirección; un cliente «Desktop app» no necesita ninguna.</translation>
    </message>
    <message>
        <source>This is the right file.</source>
        <translation>Este es el archivo correcto.</translation>
    </message>
    <message>
        <source>This is an OAuth client, but something is missing in it: %1 Download it again.</source>
        <translation>Este es un cliente OAuth, pero le falta algo: %1 Descárguelo de nuevo.</translation>
    </message>
    <message>
        <source>This is the key of a service account, which has a calendar of its own and cannot see yours. Create a client of the type “Desktop app” instead.</source>
        <translation>Esta es la clave de una cuenta de servicio, que tiene un calendario propio y no puede ver el suyo. Cree en su lugar un cliente del tipo «Desktop app».</translation>
    </message>
    <message>
        <source>This is token.json, the result of a sign-in. What is needed here is the file that the sign-in starts from, client_secrets.json.</source>
        <translation>Esto es token.json, el resultado de un inicio de sesión. Aquí se necesita el archivo con el que empieza la sesión: client_secrets.json.</translation>
    </message>
    <message>
        <source>This is an API key, which opens public calendars only. Create a client of the type “Desktop app” instead.</source>
        <translation>Esta es una clave de API, que solo abre calendarios públicos. Cree en su lugar un cliente del tipo «Desktop app».</translation>
    </message>
    <message>
        <source>This file is empty. Download it again.</source>
        <translation>Este archivo está vacío. Descárguelo de nuevo.</translation>
    </message>
    <message>
        <source>This is no JSON file. Google’s file ends in .json and begins with “{”.</source>
        <translation>Este no es un archivo JSON. El archivo de Google termina en .json y empieza por «{».</translation>
    </message>
    <message>
        <source>This is a JSON file, but not a client of Google’s.</source>
        <translation>Este es un archivo JSON, pero no es un cliente de Google.</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>Ese archivo ya no existe.</translation>
    </message>
    <message>
        <source>This file cannot be read. Is it a folder, or another person’s?</source>
        <translation>Este archivo no se puede leer. ¿Es una carpeta, o de otra persona?</translation>
    </message>
    <message>
        <source>Access was declined in the browser. If Google said that the app is not verified: choose “Advanced” there, then “Continue”. If it said that access is blocked: add yourself as a test user, or publish the app.</source>
        <translation>El acceso se rechazó en el navegador. Si Google dijo que la aplicación no está verificada: elija allí «Configuración avanzada» y después «Continuar». Si dijo que el acceso está bloqueado: añádase como usuario de prueba, o publique la aplicación.</translation>
    </message>
    <message>
        <source>Not every box was ticked in the browser. Sign in again and allow both: seeing and editing events, and the list of your calendars.</source>
        <translation>No se marcaron todas las casillas en el navegador. Inicie sesión de nuevo y permita ambas cosas: ver y modificar eventos, y la lista de sus calendarios.</translation>
    </message>
    <message>
        <source>This sign-in took longer than ten minutes or was used already. Start again.</source>
        <translation>Este inicio de sesión ha tardado más de diez minutos o ya se ha usado. Empiece de nuevo.</translation>
    </message>
    <message>
        <source>Google does not know this client any more; it may have been deleted. Choose another client_secrets.json.</source>
        <translation>Google ya no conoce este cliente; puede que se haya eliminado. Elija otro client_secrets.json.</translation>
    </message>
    <message>
        <source>Google did not accept what the browser brought. Start again.</source>
        <translation>Google no ha aceptado lo que trajo el navegador. Empiece de nuevo.</translation>
    </message>
    <message>
        <source>client_secrets.json is not there any more. Choose it again.</source>
        <translation>client_secrets.json ya no está. Elíjalo de nuevo.</translation>
    </message>
    <message>
        <source>You are signed in, but the sign-in could not be kept: %1</source>
        <translation>Ha iniciado sesión, pero no se ha podido guardar la sesión: %1</translation>
    </message>
    <message>
        <source>Signing in did not work. Try again.</source>
        <translation>El inicio de sesión no ha funcionado. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Google ended the sign-in. It does so after 7 days while the consent screen of your project is in “Testing”: publish the app on the Audience page of the Google Cloud console, and it lasts. It also ends after a new password, or where you removed the access in your Google account.</source>
        <translation>Google ha cerrado la sesión. Lo hace a los 7 días mientras la pantalla de consentimiento de su proyecto esté en «Testing»: publique la aplicación en la página Audience de la consola de Google Cloud, y durará. También termina tras un cambio de contraseña, o si retiró el acceso en su cuenta de Google.</translation>
    </message>
</context>
<context>
    <name>aria::tray::AccountWindows</name>
    <message>
        <source>The demo could not be started.</source>
        <translation>No se ha podido iniciar la demostración.</translation>
    </message>
</context>
<context>
    <name>aria::tray::PortQuestion</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>El puerto %1 está ocupado</translation>
    </message>
    <message>
        <source>ARIA reaches this program at port %1, but another program uses it already.</source>
        <translation>ARIA accede a este programa por el puerto %1, pero otro programa ya lo usa.</translation>
    </message>
    <message>
        <source>Looking who it is…</source>
        <translation>Mirando quién es…</translation>
    </message>
    <message>
        <source>any free port</source>
        <translation>cualquier puerto libre</translation>
    </message>
    <message>
        <source>Use this &amp;port until the next start:</source>
        <translation>Usar este &amp;puerto hasta el próximo inicio:</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>&amp;Usarlo</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>It is another instance of this service, and it is well.</source>
        <translation>Es otra instancia de este servicio, y está bien.</translation>
    </message>
    <message>
        <source>It is another instance of this service. Its state: %1</source>
        <translation>Es otra instancia de este servicio. Su estado: %1</translation>
    </message>
    <message>
        <source>It is not this calendar service. Which program it is cannot be seen from here; perhaps it belongs to another user.</source>
        <translation>No es este servicio de calendario. Desde aquí no se ve qué programa es; quizá pertenezca a otro usuario.</translation>
    </message>
    <message>
        <source>It is not this calendar service but “%1” (process %2).</source>
        <comment>a program&apos;s name, its number</comment>
        <translation>No es este servicio de calendario, sino «%1» (proceso %2).</translation>
    </message>
</context>
<context>
    <name>aria::tray::StartFailure</name>
    <message>
        <source>A setting is wrong.</source>
        <translation>Un ajuste es incorrecto.</translation>
    </message>
    <message>
        <source>The database was written by a newer version of this program.</source>
        <translation>La base de datos fue escrita por una versión más reciente de este programa.</translation>
    </message>
    <message>
        <source>Another program uses the database.</source>
        <translation>Otro programa usa la base de datos.</translation>
    </message>
    <message>
        <source>The database cannot be opened.</source>
        <translation>No se puede abrir la base de datos.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>No queda espacio en el disco.</translation>
    </message>
    <message>
        <source>The folder for the sign-in cannot be used.</source>
        <translation>No se puede usar la carpeta del inicio de sesión.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>No se pudo iniciar la demo.</translation>
    </message>
    <message>
        <source>The calendar service could not be started.</source>
        <translation>No se pudo iniciar el servicio de calendario.</translation>
    </message>
    <message>
        <source>The calendar does not start</source>
        <translation>El calendario no se inicia</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>Abrir los &amp;ajustes</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
</context>
<context>
    <name>aria::tray::TrayRun</name>
    <message>
        <source>Keyring</source>
        <translation>Llavero</translation>
    </message>
</context>
<context>
    <name>aria::tray::Windows</name>
    <message>
        <source>Join the next meeting</source>
        <translation>Unirse a la próxima reunión</translation>
    </message>
    <message>
        <source>No key to join meetings</source>
        <translation>Sin tecla para unirse a reuniones</translation>
    </message>
    <message>
        <source>The desktop does not give %1 to this program: another one may have it.</source>
        <comment>a key</comment>
        <translation>El escritorio no da %1 a este programa: puede que la tenga otro.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>Este escritorio no permite que un programa tenga una tecla que funcione en todas partes.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Desktop</name>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>Sign out of Google? The events stay here; they are synced again after the next sign-in.</source>
        <translation>¿Cerrar la sesión de Google? Los eventos se quedan aquí; se volverán a sincronizar cuando inicie sesión de nuevo.</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>Ce&amp;rrar sesión</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) are not saved: %1. Quit all the same?</source>
        <translation>
            <numerusform>Un evento no está guardado: %1. ¿Salir de todos modos?</numerusform>
            <numerusform>%Ln eventos no están guardados: %1. ¿Salir de todos modos?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep for the next start</source>
        <translation>&amp;Guardar para el próximo inicio</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Descartar</translation>
    </message>
    <message>
        <source>The calendar goes on in the panel. A click on its icon opens it again; to end it, choose Quit in its menu.</source>
        <translation>El calendario sigue en el panel. Un clic en su icono lo abre de nuevo; para terminarlo, elija Salir en su menú.</translation>
    </message>
    <message>
        <source>The calendar goes on without a window. Start it again to open it; to end it, choose Quit in its menu.</source>
        <translation>El calendario sigue sin ventana. Inícielo de nuevo para abrirlo; para terminarlo, elija Salir en su menú.</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>There is no more meeting today that can be joined.</source>
        <translation>Hoy no queda ninguna reunión a la que unirse.</translation>
    </message>
    <message>
        <source>What you changed in %1 is not saved. Quit all the same?</source>
        <comment>titles of windows</comment>
        <translation>Lo que ha cambiado en %1 no está guardado. ¿Salir de todos modos?</translation>
    </message>
    <message>
        <source>What you changed in %1 cannot be kept for the next start.</source>
        <comment>titles of windows</comment>
        <translation>Lo que ha cambiado en %1 no se puede conservar para el próximo inicio.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Editors</name>
    <message>
        <source>Open repeating event</source>
        <translation>Abrir un evento repetido</translation>
    </message>
    <message>
        <source>“%1” repeats. What do you want to change?</source>
        <translation>«%1» se repite. ¿Qué quiere cambiar?</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>&amp;Este evento</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>Este evento y los &amp;siguientes</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>&amp;Toda la serie</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Aún sin guardar</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were being written when the program ended: %1. Do you want to go on?</source>
        <translation>
            <numerusform>Se estaba escribiendo un evento cuando terminó el programa: %1. ¿Desea continuar?</numerusform>
            <numerusform>Se estaban escribiendo %Ln eventos cuando terminó el programa: %1. ¿Desea continuar?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Descartar</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Más tarde</translation>
    </message>
    <message>
        <source>The service is starting again. Please try once more in a moment.</source>
        <translation>El servicio se está reiniciando. Inténtelo de nuevo en un momento.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayIcon</name>
    <message>
        <source>Last sync: %1</source>
        <comment>%1 is a time</comment>
        <translation>Última sincronización: %1</translation>
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
        <translation>&amp;Unirse a la reunión</translation>
    </message>
    <message>
        <source>&amp;Show in the agenda</source>
        <translation>&amp;Mostrar en la agenda</translation>
    </message>
    <message>
        <source>Nothing more today</source>
        <translation>Nada más hoy</translation>
    </message>
    <message numerus="yes">
        <source>%n more today…</source>
        <translation>
            <numerusform>Hoy %Ln más…</numerusform>
            <numerusform>Hoy %Ln más…</numerusform>
        </translation>
    </message>
    <message>
        <source>Now: %1, until %2</source>
        <comment>an event, a time</comment>
        <translation>Ahora: %1, hasta las %2</translation>
    </message>
    <message>
        <source>Next: %1 %2 (%3)</source>
        <comment>time and title of an event; in how many minutes</comment>
        <translation>Próximo: %1 %2 (%3)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBook</name>
    <message>
        <source>My calendar</source>
        <translation>Mi calendario</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBox</name>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::EventColor</name>
    <message>
        <source>Lavender</source>
        <translation>Lavanda</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>Salvia</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>Uva</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>Flamenco</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>Plátano</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>Mandarina</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>Pavo real</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Grafito</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>Arándano</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>Albahaca</translation>
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
        <translation>Abrir la &amp;agenda</translation>
    </message>
    <message>
        <source>&amp;New event…</source>
        <translation>&amp;Nuevo evento…</translation>
    </message>
    <message>
        <source>Review con&amp;flicts…</source>
        <translation>Revisar con&amp;flictos…</translation>
    </message>
    <message>
        <source>Review &amp;deletions…</source>
        <translation>Revisar &amp;eliminaciones…</translation>
    </message>
    <message>
        <source>S&amp;ign in to Google…</source>
        <translation>&amp;Iniciar sesión en Google…</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>Ajus&amp;tes…</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>&amp;Historial…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>Sincroni&amp;zar ahora</translation>
    </message>
    <message>
        <source>&amp;Pause for 1 hour</source>
        <translation>&amp;Pausar durante 1 hora</translation>
    </message>
    <message>
        <source>Pause &amp;until resumed</source>
        <translation>Pa&amp;usar hasta reanudar</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>Reanu&amp;dar</translation>
    </message>
    <message>
        <source>Sign &amp;out…</source>
        <translation>Ce&amp;rrar sesión…</translation>
    </message>
    <message numerus="yes">
        <source>Review %n con&amp;flict(s)…</source>
        <translation>
            <numerusform>Revisar %Ln con&amp;flicto…</numerusform>
            <numerusform>Revisar %Ln con&amp;flictos…</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
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
        <translation>Ver el evento</translation>
    </message>
    <message>
        <source>Edit the event</source>
        <translation>Editar el evento</translation>
    </message>
    <message>
        <source>New event on the chosen day</source>
        <translation>Nuevo evento en el día elegido</translation>
    </message>
    <message>
        <source>Delete the event</source>
        <translation>Eliminar el evento</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Join the meeting</source>
        <translation>Unirse a la reunión</translation>
    </message>
    <message>
        <source>All that can be done with the event, such as answering an invitation</source>
        <translation>Todo lo que se puede hacer con el evento, como responder a una invitación</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>Ir a hoy</translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation>Ir a una fecha</translation>
    </message>
    <message>
        <source>Earlier days, at the top of the list</source>
        <translation>Días anteriores, al principio de la lista</translation>
    </message>
    <message>
        <source>Search, also in the past</source>
        <translation>Buscar, también en el pasado</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Terminar la búsqueda</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Sincronizar ahora</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menú</translation>
    </message>
    <message>
        <source>Close the window; the program goes on</source>
        <translation>Cerrar la ventana; el programa sigue</translation>
    </message>
    <message>
        <source>Quit the program</source>
        <translation>Salir del programa</translation>
    </message>
    <message>
        <source>An event’s card</source>
        <translation>La ficha de un evento</translation>
    </message>
    <message>
        <source>Duplicate the event</source>
        <translation>Duplicar el evento</translation>
    </message>
    <message>
        <source>Copy the link to it</source>
        <translation>Copiar su enlace</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Editing an event</source>
        <translation>Editar un evento</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Remove the chosen guest</source>
        <translation>Quitar al invitado elegido</translation>
    </message>
    <message>
        <source>Close; what you typed is not thrown away unasked</source>
        <translation>Cerrar; lo escrito no se descarta sin preguntar</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflictos</translation>
    </message>
    <message>
        <source>All from ARIA</source>
        <translation>Todo de ARIA</translation>
    </message>
    <message>
        <source>All from Google</source>
        <translation>Todo de Google</translation>
    </message>
    <message>
        <source>Keep both as two events</source>
        <translation>Conservar ambos como dos eventos</translation>
    </message>
    <message>
        <source>Apply to all like this</source>
        <translation>Aplicar a todos los similares</translation>
    </message>
    <message>
        <source>Next conflict</source>
        <translation>Conflicto siguiente</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Undo the chosen change</source>
        <translation>Deshacer el cambio elegido</translation>
    </message>
    <message>
        <source>Undo all since then</source>
        <translation>Deshacer todo desde entonces</translation>
    </message>
    <message>
        <source>Only changes of this event</source>
        <translation>Solo cambios de este evento</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Esta lista</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tecla</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué hace</translation>
    </message>
    <message>
        <source>Show or hide the month</source>
        <translation>Mostrar u ocultar el mes</translation>
    </message>
    <message>
        <source>List of days, or one day by its hours</source>
        <translation>Lista de días, o un día por horas</translation>
    </message>
    <message>
        <source>A day by its hours</source>
        <translation>Un día por horas</translation>
    </message>
    <message>
        <source>The day beside it</source>
        <translation>El día de al lado</translation>
    </message>
    <message>
        <source>Move the event, with Alt+Up back</source>
        <translation>Mover el evento, con Alt+Arriba hacia atrás</translation>
    </message>
    <message>
        <source>Make the event longer</source>
        <translation>Alargar el evento</translation>
    </message>
    <message>
        <source>Make the event shorter</source>
        <translation>Acortar el evento</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>Añadir rápidamente</translation>
    </message>
    <message>
        <source>Add the event</source>
        <translation>Añadir el evento</translation>
    </message>
    <message>
        <source>Open what is typed in the editor</source>
        <translation>Abrir en el editor lo escrito</translation>
    </message>
    <message>
        <source>In a date or time: the one below, with Up back</source>
        <translation>En una fecha u hora: la de abajo, con Arriba hacia atrás</translation>
    </message>
    <message>
        <source>In a date or time: choose from a calendar or list</source>
        <translation>En una fecha u hora: elegir en un calendario o una lista</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::StatusLine</name>
    <message>
        <source>Starting…</source>
        <comment>the service is about to run</comment>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>The calendar cannot be read</source>
        <translation>No se puede leer el calendario</translation>
    </message>
    <message>
        <source>Google wants a new sign-in</source>
        <translation>Google pide iniciar sesión de nuevo</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <comment>button</comment>
        <translation>Volver a iniciar sesión</translation>
    </message>
    <message>
        <source>Not connected to Google yet</source>
        <translation>Aún sin conectar con Google</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>button</comment>
        <translation>Iniciar sesión</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%Ln conflicto</numerusform>
            <numerusform>%Ln conflictos</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the conflicts</comment>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Many deletions wait for you</source>
        <translation>Muchas eliminaciones le esperan</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the deletions</comment>
        <translation>Revisar</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n edit(s) waiting</source>
        <translation>
            <numerusform>En pausa, %Ln cambio en espera</numerusform>
            <numerusform>En pausa, %Ln cambios en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of the sync</comment>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Resume</source>
        <comment>button: sync again</comment>
        <translation>Reanudar</translation>
    </message>
    <message numerus="yes">
        <source>Google refused %n event(s)</source>
        <translation>
            <numerusform>Google ha rechazado %Ln evento</numerusform>
            <numerusform>Google ha rechazado %Ln eventos</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing %1 of %2</source>
        <comment>numbers of events</comment>
        <translation>Importando %1 de %2</translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n event(s) so far</source>
        <translation>
            <numerusform>Importando, %Ln evento hasta ahora</numerusform>
            <numerusform>Importando, %Ln eventos hasta ahora</numerusform>
        </translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Sincronizando…</translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n edit(s) waiting</source>
        <translation>
            <numerusform>Sin conexión, %Ln cambio en espera</numerusform>
            <numerusform>Sin conexión, %Ln cambios en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>Google cannot be reached</comment>
        <translation>Sin conexión</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on the way to Google</source>
        <translation>
            <numerusform>%Ln cambio de camino a Google</numerusform>
            <numerusform>%Ln cambios de camino a Google</numerusform>
        </translation>
    </message>
    <message>
        <source>In step · %1</source>
        <comment>%1 is when: 2 min ago</comment>
        <translation>Al día · %1</translation>
    </message>
    <message>
        <source>In step</source>
        <comment>both calendars hold the same</comment>
        <translation>Al día</translation>
    </message>
    <message>
        <source>The calendar service is not running</source>
        <translation>El servicio de calendario no está en marcha</translation>
    </message>
    <message>
        <source>Try again</source>
        <comment>button: start the service</comment>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::SyncNote</name>
    <message>
        <source>Waiting for Google</source>
        <translation>A la espera de Google</translation>
    </message>
    <message>
        <source>Google refused this event</source>
        <translation>Google ha rechazado este evento</translation>
    </message>
    <message>
        <source>Google refused this event: %1</source>
        <translation>Google ha rechazado este evento: %1</translation>
    </message>
    <message>
        <source>Changed in ARIA and in Google: review the conflict</source>
        <translation>Cambiado en ARIA y en Google: revise el conflicto</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UiFormat</name>
    <message>
        <source>ddd, d MMM yyyy</source>
        <comment>format of a date with its weekday, see QDate::toString()</comment>
        <translation>ddd, d MMM yyyy</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date and a time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Mañana</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <comment>from one time to another</comment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>%1, all day</source>
        <translation>%1, todo el día</translation>
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
        <translation>ahora mismo</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>hace %Ln min</numerusform>
            <numerusform>hace %Ln min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <comment>hours</comment>
        <translation>
            <numerusform>hace %Ln h</numerusform>
            <numerusform>hace %Ln h</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>en %Ln min</numerusform>
            <numerusform>en %Ln min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>en %Ln h</numerusform>
            <numerusform>en %Ln h</numerusform>
        </translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>(sin título)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UnsavedWords</name>
    <message>
        <source>Discard what you changed?</source>
        <translation>¿Descartar lo que ha cambiado?</translation>
    </message>
</context>
<context>
    <name>aria::when::DateField</name>
    <message>
        <source>Choose a day</source>
        <translation>Elegir un día</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>Falta una fecha.</translation>
    </message>
    <message>
        <source>“%1” is no date that is understood. Dates look like this: %2.</source>
        <translation>«%1» no se entiende como fecha. Una fecha se escribe así: %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>no válido</translation>
    </message>
</context>
<context>
    <name>aria::when::TimeField</name>
    <message>
        <source>A time is missing.</source>
        <translation>Falta una hora.</translation>
    </message>
    <message>
        <source>“%1” is no time that is understood. Times look like this: %2.</source>
        <translation>«%1» no se entiende como hora. Una hora se escribe así: %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>no válido</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Calendar</source>
        <comment>name of the program</comment>
        <translation>Calendario</translation>
    </message>
</context>
</TS>
