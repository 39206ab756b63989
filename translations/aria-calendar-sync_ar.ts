<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message>
        <source>%1, %2</source>
        <comment>an event&apos;s title, its time</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two times of one day</comment>
        <translation>نُقل %1 من %2 إلى %3</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two dates</comment>
        <translation>نُقل %1 من %2 إلى %3</translation>
    </message>
    <message>
        <source>%1 is now on %2</source>
        <comment>an event, dates</comment>
        <translation>الموعد الجديد لـ %1: %2</translation>
    </message>
    <message>
        <source>%1 now ends at %2</source>
        <comment>an event, a time or a date and time</comment>
        <translation>النهاية الجديدة لـ %1: %2</translation>
    </message>
    <message>
        <source>%1 has no place any more</source>
        <comment>an event</comment>
        <translation>لم يعد لـ %1 مكان</translation>
    </message>
    <message>
        <source>%1 now takes place at %2</source>
        <comment>an event, a place</comment>
        <translation>المكان الجديد لـ %1: %2</translation>
    </message>
    <message>
        <source>%1 is tentative now</source>
        <comment>an event</comment>
        <translation>أصبح %1 غير مؤكد</translation>
    </message>
    <message>
        <source>%1 is confirmed now</source>
        <comment>an event</comment>
        <translation>أصبح %1 مؤكدًا</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <comment>an event&apos;s old and new title</comment>
        <translation>أصبح اسم %1: %2</translation>
    </message>
    <message>
        <source>%1 repeats differently now</source>
        <comment>an event</comment>
        <translation>تغيّر تكرار %1</translation>
    </message>
    <message>
        <source>%1 does not repeat any more</source>
        <comment>an event</comment>
        <translation>لم يعد %1 يتكرر</translation>
    </message>
    <message>
        <source>%1 has another meeting link</source>
        <comment>an event</comment>
        <translation>لـ %1 رابط اجتماع آخر</translation>
    </message>
    <message>
        <source>The notes of %1 changed</source>
        <comment>an event</comment>
        <translation>تغيّرت ملاحظات %1</translation>
    </message>
    <message>
        <source>The attachments of %1 changed</source>
        <comment>an event</comment>
        <translation>تغيّرت مرفقات %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <comment>titles</comment>
        <translation>
            <numerusform>%1</numerusform>
            <numerusform>‏%1 وواحد آخر</numerusform>
            <numerusform>‏%1 واثنان آخران</numerusform>
            <numerusform>‏%1 و%Ln آخرون</numerusform>
            <numerusform>‏%1 و%Ln آخر</numerusform>
            <numerusform>‏%1 و%Ln آخر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) changed in Google Calendar</source>
        <translation>
            <numerusform>لم يتغيّر أي حدث في تقويم Google</numerusform>
            <numerusform>تغيّر حدث واحد في تقويم Google</numerusform>
            <numerusform>تغيّر حدثان في تقويم Google</numerusform>
            <numerusform>تغيّرت %Ln أحداث في تقويم Google</numerusform>
            <numerusform>تغيّر %Ln حدثًا في تقويم Google</numerusform>
            <numerusform>تغيّر %Ln حدث في تقويم Google</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <comment>an event</comment>
        <translation>أُلغي: %1</translation>
    </message>
    <message>
        <source>New: %1</source>
        <comment>an event</comment>
        <translation>جديد: %1</translation>
    </message>
    <message>
        <source>%1 on %2 moved from %3 to %4</source>
        <comment>an event, its day, two times</comment>
        <translation>نُقل %1 يوم %2 من %3 إلى %4</translation>
    </message>
    <message>
        <source>%1 on %2 now ends at %3</source>
        <comment>an event, its day, a time</comment>
        <translation>ينتهي %1 يوم %2 الآن في %3</translation>
    </message>
    <message>
        <source>%1 (cancelled)</source>
        <comment>title of an event</comment>
        <translation>%1 (أُلغي)</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) added in Google Calendar</source>
        <translation>
            <numerusform>لم يُضف أي حدث في تقويم Google</numerusform>
            <numerusform>أُضيف حدث واحد في تقويم Google</numerusform>
            <numerusform>أُضيف حدثان في تقويم Google</numerusform>
            <numerusform>أُضيفت %Ln أحداث في تقويم Google</numerusform>
            <numerusform>أُضيف %Ln حدثًا في تقويم Google</numerusform>
            <numerusform>أُضيف %Ln حدث في تقويم Google</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) cancelled in Google Calendar</source>
        <translation>
            <numerusform>لم يُلغ أي حدث في تقويم Google</numerusform>
            <numerusform>أُلغي حدث واحد في تقويم Google</numerusform>
            <numerusform>أُلغي حدثان في تقويم Google</numerusform>
            <numerusform>أُلغيت %Ln أحداث في تقويم Google</numerusform>
            <numerusform>أُلغي %Ln حدثًا في تقويم Google</numerusform>
            <numerusform>أُلغي %Ln حدث في تقويم Google</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them cancelled</source>
        <comment>5 events changed</comment>
        <translation>
            <numerusform>%1، لم يُلغ منها شيء</numerusform>
            <numerusform>%1، أُلغي واحد منها</numerusform>
            <numerusform>%1، أُلغي اثنان منها</numerusform>
            <numerusform>%1، أُلغيت %Ln منها</numerusform>
            <numerusform>%1، أُلغي %Ln منها</numerusform>
            <numerusform>%1، أُلغي %Ln منها</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 invites you: %2</source>
        <comment>a person, an event</comment>
        <translation>%1 يدعوك: %2</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>Google lets this account only read this calendar.</source>
        <translation>يسمح Google لهذا الحساب بقراءة هذا التقويم فقط.</translation>
    </message>
    <message>
        <source>Only the organizer of this event can change that.</source>
        <translation>لا يمكن تغيير ذلك إلا لمنظّم هذا الحدث.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>لم يعد موجودًا.</translation>
    </message>
    <message>
        <source>The event was changed elsewhere in the meantime.</source>
        <translation>تغيّر الحدث في مكان آخر في هذه الأثناء.</translation>
    </message>
    <message>
        <source>What this change made is deleted already.</source>
        <translation>ما أنشأه هذا التغيير حُذف بالفعل.</translation>
    </message>
    <message>
        <source>This event is not in conflict any more.</source>
        <translation>لم يعد هذا الحدث في تعارض.</translation>
    </message>
    <message>
        <source>Other deletions wait by now. Please look at the list again.</source>
        <translation>تنتظر الآن عمليات حذف أخرى. يُرجى مراجعة القائمة من جديد.</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>لا توجد عمليات حذف تنتظر قرارًا.</translation>
    </message>
    <message>
        <source>This series repeats in a way that cannot be split. Change one event or all of them.</source>
        <translation>تتكرر هذه السلسلة بطريقة لا يمكن تقسيمها. غيّر حدثًا واحدًا أو كل الأحداث.</translation>
    </message>
    <message>
        <source>The series has no event at this time any more.</source>
        <translation>لم يعد في السلسلة حدث في هذا الوقت.</translation>
    </message>
    <message>
        <source>Unusually many deletions at once wait for a decision.</source>
        <translation>عدد كبير غير معتاد من عمليات الحذف دفعة واحدة ينتظر قرارًا.</translation>
    </message>
    <message>
        <source>The sync is paused.</source>
        <translation>المزامنة متوقفة مؤقتًا.</translation>
    </message>
    <message>
        <source>Not signed in to Google.</source>
        <translation>لم يُسجَّل الدخول إلى Google.</translation>
    </message>
    <message>
        <source>Google has ended the sign-in. Please sign in again.</source>
        <translation>أنهى Google تسجيل الدخول. يُرجى تسجيل الدخول من جديد.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed. Please sign in again and agree.</source>
        <translation>لم يُسمح لـ Google بكل ما يلزم. يُرجى تسجيل الدخول من جديد والموافقة.</translation>
    </message>
    <message>
        <source>The database cannot be reached. It is tried again by itself.</source>
        <translation>يتعذّر الوصول إلى قاعدة البيانات. ستُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>The database is busy. Please try again in a moment.</source>
        <translation>قاعدة البيانات مشغولة. يُرجى المحاولة بعد لحظات.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>لم تعد هناك مساحة على القرص.</translation>
    </message>
    <message>
        <source>Google cannot be reached. It is tried again by itself.</source>
        <translation>يتعذّر الوصول إلى Google. ستُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>Google does not answer. It is tried again by itself.</source>
        <translation>لا يستجيب Google. ستُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>The service that speaks to Google does not answer. Please try again.</source>
        <translation>لا تستجيب الخدمة التي تتواصل مع Google. يُرجى المحاولة من جديد.</translation>
    </message>
    <message>
        <source>The service is starting again. Please try again in a moment.</source>
        <translation>يُعاد تشغيل الخدمة. يُرجى المحاولة بعد لحظات.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>يطلب Google تسجيل دخول جديدًا.</translation>
    </message>
    <message>
        <source>Google asks for patience. It is tried again by itself.</source>
        <translation>يطلب Google الانتظار قليلًا. ستُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>Google has trouble at the moment. It is tried again by itself.</source>
        <translation>يواجه Google مشكلة في الوقت الحالي. ستُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>Google does not allow this.</source>
        <translation>لا يسمح Google بذلك.</translation>
    </message>
    <message>
        <source>Google refused it: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>رفض Google ذلك: %1</translation>
    </message>
    <message>
        <source>Google does not allow this: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>لا يسمح Google بذلك: %1</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>قَبِل</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>رفض</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>ربما</translation>
    </message>
    <message>
        <source>at the start</source>
        <comment>a reminder</comment>
        <translation>عند البداية</translation>
    </message>
    <message>
        <source>%1 before</source>
        <comment>a reminder: 10 minutes before</comment>
        <translation>قبل %1</translation>
    </message>
    <message>
        <source>%1 by e-mail</source>
        <comment>a reminder: 10 minutes before by e-mail</comment>
        <translation>‏%1 بالبريد الإلكتروني</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>الملاحظات</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>الضيوف</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>التكرار</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>التذكيرات</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>اللون</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>الوسم</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>من يراه</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>يظهر بوصفه</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Meeting link</source>
        <translation>رابط الاجتماع</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>المرفقات</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Data of other programs</source>
        <translation>بيانات برامج أخرى</translation>
    </message>
    <message>
        <source>Guests may invite others</source>
        <translation>للضيوف دعوة آخرين</translation>
    </message>
    <message>
        <source>Guests may edit</source>
        <translation>للضيوف التعديل</translation>
    </message>
    <message>
        <source>Guests see the guest list</source>
        <translation>للضيوف رؤية قائمة الضيوف</translation>
    </message>
    <message>
        <source>Anyone may join</source>
        <translation>لأي شخص الانضمام</translation>
    </message>
    <message>
        <source>Focus time</source>
        <translation>وقت التركيز</translation>
    </message>
    <message>
        <source>Out of office</source>
        <translation>خارج المكتب</translation>
    </message>
    <message>
        <source>Working location</source>
        <translation>مكان العمل</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln أسبوع</numerusform>
            <numerusform>أسبوع واحد</numerusform>
            <numerusform>أسبوعين</numerusform>
            <numerusform>%Ln أسابيع</numerusform>
            <numerusform>%Ln أسبوعًا</numerusform>
            <numerusform>%Ln أسبوع</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln يوم</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومين</numerusform>
            <numerusform>%Ln أيام</numerusform>
            <numerusform>%Ln يومًا</numerusform>
            <numerusform>%Ln يوم</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln ساعة</numerusform>
            <numerusform>ساعة واحدة</numerusform>
            <numerusform>ساعتين</numerusform>
            <numerusform>%Ln ساعات</numerusform>
            <numerusform>%Ln ساعة</numerusform>
            <numerusform>%Ln ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln دقيقة</numerusform>
            <numerusform>دقيقة واحدة</numerusform>
            <numerusform>دقيقتين</numerusform>
            <numerusform>%Ln دقائق</numerusform>
            <numerusform>%Ln دقيقة</numerusform>
            <numerusform>%Ln دقيقة</numerusform>
        </translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <comment>an event&apos;s reminders</comment>
        <translation>كما في التقويم</translation>
    </message>
    <message>
        <source>none</source>
        <comment>an event&apos;s reminders</comment>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>guest (answer)</comment>
        <translation>‏%1 (%2)</translation>
    </message>
</context>
<context>
    <name>GuestWords</name>
    <message>
        <source>%1 accepted: %2</source>
        <comment>a guest, an event</comment>
        <translation>قَبِل %1 الدعوة: %2</translation>
    </message>
    <message>
        <source>%1 declined: %2</source>
        <comment>a guest, an event</comment>
        <translation>رفض %1 الدعوة: %2</translation>
    </message>
    <message>
        <source>%1 may come: %2</source>
        <comment>a guest, an event</comment>
        <translation>ربما يحضر %1: %2</translation>
    </message>
    <message>
        <source>Invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>مدعوون إلى %1: %2</translation>
    </message>
    <message>
        <source>No longer invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>لم يعودوا مدعوين إلى %1: %2</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Made</source>
        <translation>أُنشئ</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>تغيّر</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>حُذف</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>استُعيد</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>حُلّ التعارض</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>تُراجع عنه</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>في ARIA</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>في Google</translation>
    </message>
    <message>
        <source>edited in ARIA</source>
        <translation>عُدّل في ARIA</translation>
    </message>
    <message>
        <source>changed in Google</source>
        <translation>تغيّر في Google</translation>
    </message>
    <message>
        <source>made in Google</source>
        <translation>أُنشئ في Google</translation>
    </message>
    <message>
        <source>deleted in Google</source>
        <translation>حُذف في Google</translation>
    </message>
    <message>
        <source>no longer in Google&apos;s calendar</source>
        <translation>لم يعد في تقويم Google</translation>
    </message>
    <message>
        <source>an earlier change was undone</source>
        <translation>جرى التراجع عن تغيير سابق</translation>
    </message>
    <message>
        <source>conflict: Google&apos;s version wins</source>
        <translation>تعارض: اعتُمدت نسخة Google</translation>
    </message>
    <message>
        <source>conflict: ARIA&apos;s version wins</source>
        <translation>تعارض: اعتُمدت نسخة ARIA</translation>
    </message>
    <message>
        <source>conflict: the latest edit wins</source>
        <translation>تعارض: اعتُمد آخر تعديل</translation>
    </message>
    <message>
        <source>conflict: decided by a person</source>
        <translation>تعارض: حسمه شخص</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a change that is not at Google yet</comment>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>overtaken by a later change</source>
        <translation>تجاوزه تغيير لاحق</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a change</comment>
        <translation>فشل</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <comment>a change, and why</comment>
        <translation>فشل: %1</translation>
    </message>
    <message>
        <source>%1 %2: %3 (%4)</source>
        <comment>Changed in ARIA: Team Meeting (15 January, 14:00)</comment>
        <translation>‏%1 %2: %3 (%4)</translation>
    </message>
    <message>
        <source>this event and all that follow in its series</source>
        <translation>هذا الحدث وكل ما يليه في سلسلته</translation>
    </message>
</context>
<context>
    <name>RecurrenceWords</name>
    <message>
        <source>first</source>
        <comment>… Monday of the month</comment>
        <translation>الأول</translation>
    </message>
    <message>
        <source>second</source>
        <comment>… Monday of the month</comment>
        <translation>الثاني</translation>
    </message>
    <message>
        <source>third</source>
        <comment>… Monday of the month</comment>
        <translation>الثالث</translation>
    </message>
    <message>
        <source>fourth</source>
        <comment>… Monday of the month</comment>
        <translation>الرابع</translation>
    </message>
    <message>
        <source>last</source>
        <comment>… Monday of the month</comment>
        <translation>الأخير</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>كل يوم</translation>
    </message>
    <message numerus="yes">
        <source>Every %n days</source>
        <translation>
            <numerusform>كل %Ln يوم</numerusform>
            <numerusform>كل يوم</numerusform>
            <numerusform>كل يومين</numerusform>
            <numerusform>كل %Ln أيام</numerusform>
            <numerusform>كل %Ln يومًا</numerusform>
            <numerusform>كل %Ln يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>كل أسبوع</translation>
    </message>
    <message numerus="yes">
        <source>Every %n weeks</source>
        <translation>
            <numerusform>كل %Ln أسبوع</numerusform>
            <numerusform>كل أسبوع</numerusform>
            <numerusform>كل أسبوعين</numerusform>
            <numerusform>كل %Ln أسابيع</numerusform>
            <numerusform>كل %Ln أسبوعًا</numerusform>
            <numerusform>كل %Ln أسبوع</numerusform>
        </translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>كل شهر</translation>
    </message>
    <message numerus="yes">
        <source>Every %n months</source>
        <translation>
            <numerusform>كل %Ln شهر</numerusform>
            <numerusform>كل شهر</numerusform>
            <numerusform>كل شهرين</numerusform>
            <numerusform>كل %Ln أشهر</numerusform>
            <numerusform>كل %Ln شهرًا</numerusform>
            <numerusform>كل %Ln شهر</numerusform>
        </translation>
    </message>
    <message>
        <source>Every year</source>
        <translation>كل سنة</translation>
    </message>
    <message numerus="yes">
        <source>Every %n years</source>
        <translation>
            <numerusform>كل %Ln سنة</numerusform>
            <numerusform>كل سنة</numerusform>
            <numerusform>كل سنتين</numerusform>
            <numerusform>كل %Ln سنوات</numerusform>
            <numerusform>كل %Ln سنة</numerusform>
            <numerusform>كل %Ln سنة</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>Every week on Monday and Friday</comment>
        <translation>‏%1 في %2</translation>
    </message>
    <message>
        <source>%1 on the last day</source>
        <comment>Every month on the last day</comment>
        <translation>‏%1 في اليوم الأخير</translation>
    </message>
    <message>
        <source>%1 on day %2</source>
        <comment>Every month on day 15</comment>
        <translation>‏%1 في اليوم %2</translation>
    </message>
    <message>
        <source>%1 on the %2 working day</source>
        <comment>Every month on the last working day</comment>
        <translation>‏%1 في يوم العمل %2</translation>
    </message>
    <message>
        <source>%1 on the days %2</source>
        <comment>Every month on the days 1 and 15</comment>
        <translation>‏%1 في الأيام %2</translation>
    </message>
    <message>
        <source>%1 on the %2 %3</source>
        <comment>Every month on the second Monday</comment>
        <translation>‏%1 في %3 %2</translation>
    </message>
    <message>
        <source>once</source>
        <comment>how often an event takes place</comment>
        <translation>مرة واحدة</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <comment>how often an event takes place</comment>
        <translation>
            <numerusform>%Ln مرة</numerusform>
            <numerusform>مرة واحدة</numerusform>
            <numerusform>مرتان</numerusform>
            <numerusform>%Ln مرات</numerusform>
            <numerusform>%Ln مرة</numerusform>
            <numerusform>%Ln مرة</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>Every week, 10 times</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <comment>Every week, until 31 May 2024</comment>
        <translation>‏%1، حتى %2</translation>
    </message>
    <message>
        <source>not on %1</source>
        <comment>dates on which a series does not take place</comment>
        <translation>ما عدا %1</translation>
    </message>
    <message>
        <source>also on %1</source>
        <comment>dates on which a series also takes place</comment>
        <translation>وأيضًا في %1</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>The calendar service is starting again. Please try again in a moment.</source>
        <translation>خدمة التقويم تبدأ من جديد. يُرجى إعادة المحاولة بعد لحظات.</translation>
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
        <translation>%1، %2</translation>
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
        <translation>خزامى</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>مريمية</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>عنبي</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>فلامينغو</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>موزي</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>يوسفي</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>طاووسي</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>غرافيت</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>توت أزرق</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>ريحان</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>طماطم</translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <translation>كما في التقويم</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>الجميع</translation>
    </message>
    <message>
        <source>guests only</source>
        <translation>الضيوف فقط</translation>
    </message>
    <message>
        <source>guests only (confidential)</source>
        <translation>الضيوف فقط (سرّي)</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>مشغول</translation>
    </message>
    <message>
        <source>free</source>
        <translation>متاح</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>مؤكد</translation>
    </message>
    <message>
        <source>tentative</source>
        <translation>غير مؤكد</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: value</comment>
        <translation>‏%1: %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>no</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>a new meeting link</source>
        <translation>رابط اجتماع جديد</translation>
    </message>
    <message>
        <source>the calendar&apos;s colour</source>
        <translation>لون التقويم</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaRow</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <comment>names of guests</comment>
        <translation>
            <numerusform>‏%1 و%2</numerusform>
            <numerusform>‏%1 و%2 وواحد آخر</numerusform>
            <numerusform>‏%1 و%2 واثنان آخران</numerusform>
            <numerusform>‏%1 و%2 و%Ln آخرون</numerusform>
            <numerusform>‏%1 و%2 و%Ln آخر</numerusform>
            <numerusform>‏%1 و%2 و%Ln آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>place and guests of an event</comment>
        <translation>‏⁨%1⁩ · ⁧%2⁩</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <comment>on this day</comment>
        <translation>لا شيء مخطط</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>the person said no to the invitation</comment>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>running now</source>
        <translation>جارٍ الآن</translation>
    </message>
    <message>
        <source>invitation, not answered yet</source>
        <translation>دعوة لم يُجب عنها بعد</translation>
    </message>
    <message>
        <source>%1 invites you, not answered yet</source>
        <comment>a person</comment>
        <translation>%1 يدعوك، لم يُجب عنها بعد</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaWindow</name>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Go to date</source>
        <translation>الانتقال إلى تاريخ</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>حدث جديد</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>القائمة</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>الأحداث</translation>
    </message>
    <message>
        <source>Search events</source>
        <translation>البحث في الأحداث</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>فتح (&amp;ف)…</translation>
    </message>
    <message>
        <source>&amp;Join meeting</source>
        <translation>الانضمام إلى الاجتماع (&amp;ن)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>حذف (&amp;ح)</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>جدول المواعيد</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>لا شيء مخطط</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>لم يُعثر على شيء</translation>
    </message>
    <message>
        <source>Undone: “%1” is as it was.</source>
        <translation>تم التراجع: عاد «%1» كما كان.</translation>
    </message>
    <message>
        <source>Agenda (demo)</source>
        <translation>جدول الأعمال (عرض تجريبي)</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>الشهر</translation>
    </message>
    <message>
        <source>Day view</source>
        <translation>عرض اليوم</translation>
    </message>
    <message>
        <source>Mo&amp;ve the series to</source>
        <translation>نقل السلسلة إلى (&amp;ق)</translation>
    </message>
    <message>
        <source>Mo&amp;ve to</source>
        <comment>another calendar</comment>
        <translation>نقل إلى (&amp;ق)</translation>
    </message>
    <message>
        <source>&amp;Calendars</source>
        <translation>التقاويم (&amp;و)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح (&amp;ص)</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>تعديل (&amp;ت)…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>إنشاء نسخة (&amp;س)…</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>أنت مدعو</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 يدعوك</translation>
    </message>
    <message>
        <source>For &amp;this event only</source>
        <translation>لهذا الحدث فقط (&amp;ه)</translation>
    </message>
    <message>
        <source>For &amp;all of the series</source>
        <translation>لكل السلسلة (&amp;ك)</translation>
    </message>
    <message>
        <source>Answer &amp;with a note…</source>
        <translation>الإجابة مع ملاحظة (&amp;م)…</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DeleteQuestion</name>
    <message>
        <source>Delete repeating event</source>
        <translation>حذف حدث متكرر</translation>
    </message>
    <message>
        <source>“%1” repeats. What should be deleted?</source>
        <translation>‏«%1» حدث متكرر. ما الذي تريد حذفه؟</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>هذا الحدث (&amp;ه)</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>كل السلسلة (&amp;ك)</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>هذا الحدث وما يليه (&amp;ي)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DemoBar</name>
    <message>
        <source>This is a demo. All events are made up; your own calendar is not touched.</source>
        <translation>هذا عرض تجريبي. كل الأحداث مختلقة، ولا يُمس تقويمك الخاص.</translation>
    </message>
    <message>
        <source>Use my &amp;own account</source>
        <translation>استخدام حسابي الخاص (&amp;O)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventCommands</name>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>توقفت الخدمة قبل أن تجيب.</translation>
    </message>
    <message>
        <source>The history does not know this change any more.</source>
        <translation>لم يعد السجل يعرف هذا التغيير.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventDelegate</name>
    <message>
        <source>Join</source>
        <comment>button: take part in the online meeting</comment>
        <translation>انضمام</translation>
    </message>
    <message>
        <source>all day</source>
        <translation>طوال اليوم</translation>
    </message>
    <message>
        <source>%1 (day %2 of %3)</source>
        <translation>‏%1 (اليوم %2 من %3)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::MonthStrip</name>
    <message>
        <source>Month</source>
        <translation>الشهر</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>لا أحداث</numerusform>
            <numerusform>حدث واحد</numerusform>
            <numerusform>حدثان</numerusform>
            <numerusform>%Ln أحداث</numerusform>
            <numerusform>%Ln حدثًا</numerusform>
            <numerusform>%Ln حدث</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::QuickAddLine</name>
    <message>
        <source>Add: Lunch with Anna tomorrow %1</source>
        <comment>example; words the program understands, %1: half past twelve</comment>
        <translation>أضف: غداء مع آنا غدًا %1</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>إضافة سريعة</translation>
    </message>
    <message>
        <source>%1: and what?</source>
        <comment>%1 is a time; the title is missing</comment>
        <translation>‏%1: ما الذي سيكون؟</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>title and time of a new event</comment>
        <translation>‏⁨%1⁩ · ⁧%2⁩</translation>
    </message>
    <message>
        <source>Calendar of the new event</source>
        <translation>تقويم الحدث الجديد</translation>
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
        <translation>هل هذا هو المقصود بـ %1؟ يفتح Alt+Enter المحرر.</translation>
    </message>
</context>
<context>
    <name>aria::agenda::StatusHeader</name>
    <message>
        <source>Progress of the import</source>
        <translation>تقدّم الاستيراد</translation>
    </message>
</context>
<context>
    <name>aria::agenda::UndoBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>تراجع (&amp;ت)</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <comment>closes a message</comment>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Added “%1”.</source>
        <comment>an event</comment>
        <translation>أُضيف «%1».</translation>
    </message>
    <message>
        <source>Changed “%1”.</source>
        <comment>an event</comment>
        <translation>تغيّر «%1».</translation>
    </message>
    <message>
        <source>Deleted “%1”.</source>
        <comment>an event</comment>
        <translation>حُذف «%1».</translation>
    </message>
    <message>
        <source>Google gets it later.</source>
        <translation>سيصل إلى Google لاحقًا.</translation>
    </message>
    <message>
        <source>Changed “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>تغيّر «%1» وكل ما يليه.</translation>
    </message>
    <message>
        <source>Deleted “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>حُذف «%1» وكل ما يليه.</translation>
    </message>
    <message>
        <source>Moved “%1” to another calendar.</source>
        <comment>an event</comment>
        <translation>نُقل «%1» إلى تقويم آخر.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an event, the answer to its invitation</comment>
        <translation>‏⁨%1⁩: %2</translation>
    </message>
    <message>
        <source>Changed “%1” and moved it to another calendar.</source>
        <comment>an event</comment>
        <translation>تم تغيير «%1» ونقله إلى تقويم آخر.</translation>
    </message>
    <message>
        <source>It was changed in Google, too: please decide which version to keep.</source>
        <translation>وقد تغيّر في Google أيضًا: يُرجى تحديد النسخة التي تبقى.</translation>
    </message>
</context>
<context>
    <name>aria::card::EventCard</name>
    <message>
        <source>Place</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>الضيوف</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>الملاحظات</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>المرفقات</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>الاختصار: %1</translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation>انضمام (&amp;ن)</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>تعديل (&amp;ت)…</translation>
    </message>
    <message>
        <source>&amp;Duplicate…</source>
        <translation>إنشاء نسخة (&amp;س)…</translation>
    </message>
    <message>
        <source>Open in &amp;Google Calendar</source>
        <translation>فتح في تقويم Google (&amp;ف)</translation>
    </message>
    <message>
        <source>&amp;Copy link</source>
        <translation>نسخ الرابط (&amp;ر)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>إغلاق (&amp;غ)</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>a guest&apos;s answer</comment>
        <translation>نعم</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>ربما</translation>
    </message>
    <message>
        <source>no</source>
        <comment>a guest&apos;s answer</comment>
        <translation>لا</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>لا جواب بعد</translation>
    </message>
    <message>
        <source>organizer</source>
        <translation>المنظِّم</translation>
    </message>
    <message>
        <source>you</source>
        <comment>this guest is the person who reads it</comment>
        <translation>أنت</translation>
    </message>
    <message>
        <source>optional</source>
        <comment>a guest who need not come</comment>
        <translation>اختياري</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a guest, the answer</comment>
        <translation>‏⁨%1⁩: %2</translation>
    </message>
    <message>
        <source>%1 – “%2”</source>
        <comment>a guest with the answer, a note</comment>
        <translation>%1 – «%2»</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>times, the city of their time zone</comment>
        <translation>%1 في %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>guests</comment>
        <translation>
            <numerusform>ولا أحد غيرهم</numerusform>
            <numerusform>وواحد آخر</numerusform>
            <numerusform>واثنان آخران</numerusform>
            <numerusform>و%Ln آخرون</numerusform>
            <numerusform>و%Ln آخر</numerusform>
            <numerusform>و%Ln آخر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s)</source>
        <translation>
            <numerusform>لا ضيوف</numerusform>
            <numerusform>ضيف واحد</numerusform>
            <numerusform>ضيفان</numerusform>
            <numerusform>%Ln ضيوف</numerusform>
            <numerusform>%Ln ضيفًا</numerusform>
            <numerusform>%Ln ضيف</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted.</source>
        <translation>حُذف هذا الحدث.</translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>نُسخ الرابط.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>facts about a guest</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>التقويم</translation>
    </message>
</context>
<context>
    <name>aria::choices::Autostart</name>
    <message>
        <source>The folder cannot be made.</source>
        <translation>لا يمكن إنشاء المجلد.</translation>
    </message>
</context>
<context>
    <name>aria::choices::CalendarPicker</name>
    <message>
        <source>&amp;Try again</source>
        <translation>إعادة المحاولة (&amp;ع)</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>التقاويم</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>الخدمة تبدأ العمل.</translation>
    </message>
    <message>
        <source>Asking Google for your calendars…</source>
        <translation>جارٍ سؤال Google عن تقاويمك…</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile.</source>
        <translation>توقفت الخدمة في هذه الأثناء.</translation>
    </message>
    <message>
        <source>Your calendars could not be listed: %1</source>
        <translation>تعذّر الحصول على قائمة تقاويمك: %1</translation>
    </message>
    <message>
        <source>%1 (free/busy only, cannot be synced)</source>
        <extracomment>%1 is the name of a calendar that shows only when somebody is busy.</extracomment>
        <translation>‏%1 (متاح/مشغول فقط، لا يمكن مزامنته)</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <extracomment>%1 is the name of a calendar.</extracomment>
        <translation>‏%1 (للقراءة فقط)</translation>
    </message>
    <message>
        <source>%1 (not in this account)</source>
        <extracomment>%1 is the id of a calendar that the settings name.</extracomment>
        <translation>‏%1 (ليس في هذا الحساب)</translation>
    </message>
</context>
<context>
    <name>aria::choices::SettingsAccess</name>
    <message>
        <source>the environment</source>
        <extracomment>Completes “Set by %1”: environment variables.</extracomment>
        <translation>متغيرات البيئة</translation>
    </message>
    <message>
        <source>the command line</source>
        <extracomment>Completes “Set by %1”.</extracomment>
        <translation>سطر الأوامر</translation>
    </message>
    <message>
        <source>the demo</source>
        <extracomment>Completes “Set by %1”: the program runs against a made-up Google.</extracomment>
        <translation>العرض التجريبي</translation>
    </message>
</context>
<context>
    <name>aria::choices::StrategyChoice</name>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>عندما يغيّر الطرفان الشيء نفسه</translation>
    </message>
    <message>
        <source>&amp;Google decides</source>
        <translation>القرار لـ Google (&amp;G)</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %2.</source>
        <comment>times</comment>
        <translation>تنقل أنت «طبيب الأسنان» إلى %1 في ARIA، وينقله شخص آخر إلى %2 في Google: يكون في %2.</translation>
    </message>
    <message>
        <source>&amp;ARIA decides</source>
        <translation>القرار لـ ARIA (&amp;A)</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %1.</source>
        <comment>times</comment>
        <translation>تنقل أنت «طبيب الأسنان» إلى %1 في ARIA، وينقله شخص آخر إلى %2 في Google: يكون في %1.</translation>
    </message>
    <message>
        <source>The &amp;later change decides</source>
        <translation>القرار للتغيير الأحدث (&amp;ح)</translation>
    </message>
    <message>
        <source>%1 was entered at noon, %2 at one o’clock: it is at %2.</source>
        <comment>times</comment>
        <translation>أُدخلت %1 ظهرًا، وأُدخلت %2 في الساعة الواحدة: يكون في %2.</translation>
    </message>
    <message>
        <source>As&amp;k me</source>
        <translation>اسألني (&amp;ل)</translation>
    </message>
    <message>
        <source>Neither side is changed; “Dentist” waits in the list of conflicts until you decide.</source>
        <translation>لا يتغيّر أي طرف؛ ينتظر «طبيب الأسنان» في قائمة التعارضات حتى تقرر.</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictModel</name>
    <message>
        <source>Deleted in ARIA, edited in Google</source>
        <translation>حُذف في ARIA وعُدّل في Google</translation>
    </message>
    <message>
        <source>Deleted in Google, edited in ARIA</source>
        <translation>حُذف في Google وعُدّل في ARIA</translation>
    </message>
    <message>
        <source>Differs: %1</source>
        <comment>names of fields</comment>
        <translation>الاختلافات: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictReview</name>
    <message>
        <source>The conflict could not be settled: %1</source>
        <translation>تعذّر حل التعارض: %1</translation>
    </message>
    <message>
        <source>The conflict is settled, but your own wording could not be saved: %1</source>
        <translation>حُلّ التعارض، لكن تعذّر حفظ صياغتك: %1</translation>
    </message>
    <message>
        <source>The conflicts could not be read: %1</source>
        <translation>تعذّرت قراءة التعارضات: %1</translation>
    </message>
    <message>
        <source>This event has just changed. Please look at it again.</source>
        <translation>تغيّر هذا الحدث للتو. يُرجى النظر فيه مرة أخرى.</translation>
    </message>
    <message>
        <source>Looking for conflicts…</source>
        <translation>جارٍ البحث عن تعارضات…</translation>
    </message>
    <message>
        <source>There are no conflicts. Everything is settled.</source>
        <translation>لا توجد تعارضات. كل شيء محسوم.</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this</source>
        <comment>conflicts in which the same fields differ</comment>
        <translation>
            <numerusform>التطبيق على الكل (%Ln) (&amp;ك)</numerusform>
            <numerusform>التطبيق على الكل (%Ln) (&amp;ك)</numerusform>
            <numerusform>التطبيق على الكل (%Ln) (&amp;ك)</numerusform>
            <numerusform>التطبيق على الكل (%Ln) (&amp;ك)</numerusform>
            <numerusform>التطبيق على الكل (%Ln) (&amp;ك)</numerusform>
            <numerusform>التطبيق على الكل (%Ln) (&amp;ك)</numerusform>
        </translation>
    </message>
    <message>
        <source>The event will be deleted.</source>
        <translation>سيُحذف الحدث.</translation>
    </message>
    <message>
        <source>%1, and as an event of its own: %2</source>
        <comment>two events</comment>
        <translation>‏%1، وكحدث مستقل: %2</translation>
    </message>
    <message>
        <source>Choose a side for each field.</source>
        <translation>اختر طرفًا لكل حقل.</translation>
    </message>
    <message>
        <source>Review conflicts</source>
        <translation>مراجعة التعارضات</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>رسالة</translation>
    </message>
    <message>
        <source>Save my wording &amp;again</source>
        <translation>حفظ صياغتي مرة أخرى (&amp;ص)</translation>
    </message>
    <message>
        <source>Conflicts, newest first</source>
        <translation>التعارضات، الأحدث أولًا</translation>
    </message>
    <message>
        <source>Event in conflict</source>
        <translation>حدث متعارض</translation>
    </message>
    <message>
        <source>As it will be</source>
        <translation>كيف سيصبح</translation>
    </message>
    <message>
        <source>As it will be:</source>
        <translation>كيف سيصبح:</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>الاختصار: %1</translation>
    </message>
    <message>
        <source>All from A&amp;RIA</source>
        <translation>الكل من ARIA (&amp;A)</translation>
    </message>
    <message>
        <source>All from &amp;Google</source>
        <translation>الكل من Google (&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keep both as two events</source>
        <translation>الإبقاء على الاثنين كحدثين (&amp;ث)</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>تخطٍّ (&amp;خ)</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this: keep %1, delete %2</source>
        <comment>%1 and %2 are numbers of events</comment>
        <translation>
            <numerusform>تطبيق على الكل (%Ln): إبقاء %1 وحذف %2 (&amp;ك)</numerusform>
            <numerusform>تطبيق على الكل (%Ln): إبقاء %1 وحذف %2 (&amp;ك)</numerusform>
            <numerusform>تطبيق على الكل (%Ln): إبقاء %1 وحذف %2 (&amp;ك)</numerusform>
            <numerusform>تطبيق على الكل (%Ln): إبقاء %1 وحذف %2 (&amp;ك)</numerusform>
            <numerusform>تطبيق على الكل (%Ln): إبقاء %1 وحذف %2 (&amp;ك)</numerusform>
            <numerusform>تطبيق على الكل (%Ln): إبقاء %1 وحذف %2 (&amp;ك)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictTable</name>
    <message>
        <source>Fields that differ</source>
        <translation>الحقول المختلفة</translation>
    </message>
    <message>
        <source>%1, changed %2</source>
        <comment>ARIA, changed 15.01.24 14:00</comment>
        <translation>‏%1، تغيّر في %2</translation>
    </message>
    <message>
        <source>Before</source>
        <comment>the version both sides had</comment>
        <translation>قبل</translation>
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
        <translation>محذوف</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>فارغ</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>the version before</comment>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>%1 from ARIA</source>
        <comment>a field</comment>
        <translation>‏%1 من ARIA</translation>
    </message>
    <message>
        <source>%1 from Google</source>
        <comment>a field</comment>
        <translation>‏%1 من Google</translation>
    </message>
    <message>
        <source>Own wording</source>
        <translation>صياغتي</translation>
    </message>
    <message>
        <source>%1: own wording</source>
        <comment>a field</comment>
        <translation>‏%1: صياغتي</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::DeletionsReview</name>
    <message>
        <source>Review deletions</source>
        <translation>مراجعة عمليات الحذف</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Deleted</source>
        <comment>a column: where it was deleted</comment>
        <translation>حُذف</translation>
    </message>
    <message>
        <source>What would be deleted</source>
        <translation>ما سيُحذف</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>رسالة</translation>
    </message>
    <message>
        <source>&amp;Delete them on both sides</source>
        <translation>حذفها في الجهتين (&amp;ح)</translation>
    </message>
    <message>
        <source>&amp;Bring them back</source>
        <translation>استعادتها (&amp;س)</translation>
    </message>
    <message>
        <source>Decide &amp;later</source>
        <translation>اتخاذ القرار لاحقًا (&amp;ق)</translation>
    </message>
    <message>
        <source>The deletions could not be read: %1</source>
        <translation>تعذّرت قراءة عمليات الحذف: %1</translation>
    </message>
    <message>
        <source>The list has just changed. Please look at it again.</source>
        <translation>تغيّرت القائمة للتو. يُرجى مراجعتها من جديد.</translation>
    </message>
    <message>
        <source>series from %1</source>
        <comment>a date</comment>
        <translation>سلسلة بدءًا من %1</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>في Google</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>في ARIA</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>لا توجد عمليات حذف تنتظر قرارًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</source>
        <translation>
            <numerusform>لم يُحذف أي حدث في Google. لم يُحذف شيء في ARIA بعد.</numerusform>
            <numerusform>حُذف حدث واحد في Google. لم يُحذف شيء في ARIA بعد.</numerusform>
            <numerusform>حُذف حدثان في Google. لم يُحذف شيء في ARIA بعد.</numerusform>
            <numerusform>حُذفت %Ln أحداث دفعة واحدة في Google، وهو عدد غير معتاد. لم يُحذف شيء في ARIA بعد.</numerusform>
            <numerusform>حُذف %Ln حدثًا دفعة واحدة في Google، وهو عدد غير معتاد. لم يُحذف شيء في ARIA بعد.</numerusform>
            <numerusform>حُذف %Ln حدث دفعة واحدة في Google، وهو عدد غير معتاد. لم يُحذف شيء في ARIA بعد.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</source>
        <translation>
            <numerusform>لم يُحذف أي حدث في ARIA. لم يُحذف شيء في Google بعد.</numerusform>
            <numerusform>حُذف حدث واحد في ARIA. لم يُحذف شيء في Google بعد.</numerusform>
            <numerusform>حُذف حدثان في ARIA. لم يُحذف شيء في Google بعد.</numerusform>
            <numerusform>حُذفت %Ln أحداث دفعة واحدة في ARIA، وهو عدد غير معتاد. لم يُحذف شيء في Google بعد.</numerusform>
            <numerusform>حُذف %Ln حدثًا دفعة واحدة في ARIA، وهو عدد غير معتاد. لم يُحذف شيء في Google بعد.</numerusform>
            <numerusform>حُذف %Ln حدث دفعة واحدة في ARIA، وهو عدد غير معتاد. لم يُحذف شيء في Google بعد.</numerusform>
        </translation>
    </message>
    <message>
        <source>This could not be done: %1</source>
        <translation>تعذّر ذلك: %1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::TimesEditor</name>
    <message>
        <source>From</source>
        <comment>start of an event</comment>
        <translation>من</translation>
    </message>
    <message>
        <source>Until and with</source>
        <comment>last day of an event</comment>
        <translation>حتى نهاية يوم</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>end of an event</comment>
        <translation>حتى</translation>
    </message>
</context>
<context>
    <name>aria::dayview::AllDayStrip</name>
    <message>
        <source>All-day events</source>
        <translation>أحداث طوال اليوم</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>‏%1، مرفوض</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayGrid</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>لا أحداث</numerusform>
            <numerusform>حدث واحد</numerusform>
            <numerusform>حدثان</numerusform>
            <numerusform>%Ln أحداث</numerusform>
            <numerusform>%Ln حدثًا</numerusform>
            <numerusform>%Ln حدث</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>title and time of an event</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>‏%1، مرفوض</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayPanel</name>
    <message>
        <source>Day before</source>
        <translation>اليوم السابق</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>اليوم التالي</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventDraft</name>
    <message>
        <source>An event needs a title.</source>
        <translation>يحتاج الحدث إلى عنوان.</translation>
    </message>
    <message>
        <source>There is no such time zone.</source>
        <translation>لا توجد منطقة زمنية بهذا الاسم.</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>ينقص تاريخ.</translation>
    </message>
    <message>
        <source>The event ends before it starts.</source>
        <translation>ينتهي الحدث قبل أن يبدأ.</translation>
    </message>
    <message>
        <source>This repetition is not valid: %1</source>
        <translation>هذا التكرار غير صالح: %1</translation>
    </message>
    <message>
        <source>With this repetition the event never takes place.</source>
        <translation>لن يقع الحدث أبدًا مع هذا التكرار.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>‏«%1» ليس عنوان بريد إلكتروني.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventEditor</name>
    <message>
        <source>&amp;Save</source>
        <translation>حفظ (&amp;ح)</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>حدث جديد</translation>
    </message>
    <message>
        <source>You are changing all events of this series.</source>
        <translation>أنت تغيّر كل أحداث هذه السلسلة.</translation>
    </message>
    <message>
        <source>You are changing this event of a series only.</source>
        <translation>أنت تغيّر هذا الحدث وحده من السلسلة.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>جارٍ الحفظ…</translation>
    </message>
    <message>
        <source>The service is starting again. Please save once more in a moment.</source>
        <translation>الخدمة تبدأ من جديد. يُرجى الحفظ مرة أخرى بعد لحظات.</translation>
    </message>
    <message>
        <source>You are changing this event and all that follow in its series.</source>
        <translation>أنت تغيّر هذا الحدث وكل ما يليه في سلسلته.</translation>
    </message>
    <message>
        <source>They get a meeting link of their own.</source>
        <translation>ستحصل على رابط اجتماع خاص بها.</translation>
    </message>
    <message numerus="yes">
        <source>%n later event(s) that were changed or cancelled on their own will be as the rest of the series, because the times change.</source>
        <translation>
            <numerusform>لا توجد أحداث لاحقة عُدّلت أو أُلغيت على حدة.</numerusform>
            <numerusform>سيصبح حدث لاحق واحد عُدّل أو أُلغي على حدة كبقية السلسلة، لأن الأوقات تتغيّر.</numerusform>
            <numerusform>سيصبح حدثان لاحقان عُدّلا أو أُلغيا على حدة كبقية السلسلة، لأن الأوقات تتغيّر.</numerusform>
            <numerusform>ستصبح %Ln أحداث لاحقة عُدّلت أو أُلغيت على حدة كبقية السلسلة، لأن الأوقات تتغيّر.</numerusform>
            <numerusform>سيصبح %Ln حدثًا لاحقًا عُدّل أو أُلغي على حدة كبقية السلسلة، لأن الأوقات تتغيّر.</numerusform>
            <numerusform>سيصبح %Ln حدث لاحق عُدّل أو أُلغي على حدة كبقية السلسلة، لأن الأوقات تتغيّر.</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted meanwhile.</source>
        <translation>حُذف هذا الحدث في هذه الأثناء.</translation>
    </message>
    <message>
        <source>This event was changed meanwhile:</source>
        <translation>غُيّر هذا الحدث في هذه الأثناء:</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field of an event and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>an empty field</comment>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Somebody else organizes it: you can answer, and choose your own reminder and colour.</source>
        <translation>ينظّمه شخص آخر: يمكنك الإجابة واختيار تذكيرك ولونك.</translation>
    </message>
    <message>
        <source>%1 organizes it: you can answer, and choose your own reminder and colour.</source>
        <comment>a person</comment>
        <translation>ينظّمه %1: يمكنك الإجابة واختيار تذكيرك ولونك.</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventFields</name>
    <message>
        <source>Send mail to the g&amp;uests</source>
        <translation>إرسال بريد إلى الضيوف (&amp;س)</translation>
    </message>
    <message>
        <source>A series is in one calendar, with all its events.</source>
        <translation>تكون السلسلة بكل أحداثها في تقويم واحد.</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>‏«%1» ليس عنوان بريد إلكتروني.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>غير صالح</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>الملاحظات</translation>
    </message>
    <message>
        <source>Off: the event changes in the guests’ calendars, but Google writes no mail.</source>
        <translation>عند الإيقاف: يتغيّر الحدث في تقاويم الضيوف، لكن Google لا يرسل بريدًا.</translation>
    </message>
    <message>
        <source>The calendar’s</source>
        <translation>لون التقويم</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>المنطقة الزمنية (&amp;م)</translation>
    </message>
    <message>
        <source>&amp;Repeats</source>
        <translation>التكرار (&amp;ر)</translation>
    </message>
    <message>
        <source>Ca&amp;lendar</source>
        <translation>التقويم (&amp;ق)</translation>
    </message>
    <message>
        <source>&amp;Place</source>
        <translation>المكان (&amp;ك)</translation>
    </message>
    <message>
        <source>&amp;Guests</source>
        <translation>الضيوف (&amp;ي)</translation>
    </message>
    <message>
        <source>Re&amp;minders</source>
        <translation>التذكيرات (&amp;ت)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>اللون (&amp;و)</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>الملاحظات (&amp;ا)</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventSaver</name>
    <message>
        <source>The service stopped before it answered. Please save once more.</source>
        <translation>توقفت الخدمة قبل أن تجيب. يُرجى الحفظ مرة أخرى.</translation>
    </message>
    <message>
        <source>This could not be saved: %1</source>
        <translation>تعذّر الحفظ: %1</translation>
    </message>
    <message>
        <source>The event could not be moved to the other calendar: %1</source>
        <translation>تعذّر نقل الحدث إلى التقويم الآخر: %1</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>توقفت الخدمة قبل أن تجيب.</translation>
    </message>
</context>
<context>
    <name>aria::editor::GuestList</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>قَبِل</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>رفض</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>ربما</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>لا جواب بعد</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>الضيوف</translation>
    </message>
    <message>
        <source>Add a guest’s e-mail address</source>
        <translation>أضف عنوان البريد الإلكتروني لضيف</translation>
    </message>
    <message>
        <source>Remove guest</source>
        <translation>إزالة الضيف</translation>
    </message>
    <message>
        <source>%1 &lt;%2&gt;</source>
        <comment>name and e-mail address</comment>
        <translation>⁨%1 &lt;%2&gt;⁩</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <comment>a guest and the answer</comment>
        <translation>‏⁨%1⁩ — %2</translation>
    </message>
</context>
<context>
    <name>aria::editor::NewsLine</name>
    <message>
        <source>&amp;Keep mine</source>
        <comment>one&apos;s own wording of an event</comment>
        <translation>الاحتفاظ بما لدي (&amp;I)</translation>
    </message>
    <message>
        <source>Take t&amp;heirs</source>
        <comment>the wording of an event from elsewhere</comment>
        <translation>أخذ ما لديهم (&amp;H)</translation>
    </message>
    <message>
        <source>Make it a ne&amp;w event</source>
        <translation>جعله حدثًا جديدًا (&amp;W)</translation>
    </message>
</context>
<context>
    <name>aria::editor::ReminderList</name>
    <message>
        <source>Notification</source>
        <translation>إشعار</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>بريد إلكتروني</translation>
    </message>
    <message>
        <source>Kind of reminder</source>
        <translation>نوع التذكير</translation>
    </message>
    <message>
        <source>minutes before</source>
        <translation>دقائق قبله</translation>
    </message>
    <message>
        <source>hours before</source>
        <translation>ساعات قبله</translation>
    </message>
    <message>
        <source>days before</source>
        <translation>أيام قبله</translation>
    </message>
    <message>
        <source>weeks before</source>
        <translation>أسابيع قبله</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>وحدة الوقت</translation>
    </message>
    <message>
        <source>How long before</source>
        <translation>كم قبله</translation>
    </message>
    <message>
        <source>Remove this reminder</source>
        <translation>إزالة هذا التذكير</translation>
    </message>
    <message>
        <source>As the calendar has &amp;it</source>
        <translation>كما في التقويم (&amp;ف)</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>بلا تذكير</translation>
    </message>
    <message>
        <source>A&amp;dd reminder</source>
        <translation>إضافة تذكير (&amp;ض)</translation>
    </message>
    <message>
        <source>At most five</source>
        <translation>خمسة على الأكثر</translation>
    </message>
</context>
<context>
    <name>aria::editor::RepeatEditor</name>
    <message>
        <source>Repeats</source>
        <translation>التكرار</translation>
    </message>
    <message>
        <source>Every</source>
        <comment>how many days or weeks</comment>
        <translation>كل</translation>
    </message>
    <message>
        <source>Number of times</source>
        <translation>عدد المرات</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>اليوم الأخير</translation>
    </message>
    <message>
        <source>forever</source>
        <comment>how long an event repeats</comment>
        <translation>دائمًا</translation>
    </message>
    <message>
        <source>until:</source>
        <comment>the day up to which an event repeats follows</comment>
        <translation>حتى:</translation>
    </message>
    <message>
        <source>so many times:</source>
        <comment>after how many times an event ends; a number follows</comment>
        <translation>عدد المرات:</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>Repetition as RFC 5545 lines</source>
        <translation>التكرار كأسطر RFC 5545</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 weeks</comment>
        <translation>كل</translation>
    </message>
    <message>
        <source>Monthly on the last %1</source>
        <comment>%1 is a weekday</comment>
        <translation>شهريًا في %1 الأخير</translation>
    </message>
    <message>
        <source>Monthly on the first %1</source>
        <comment>%1 is a weekday</comment>
        <translation>شهريًا في %1 الأول</translation>
    </message>
    <message>
        <source>Monthly on the second %1</source>
        <comment>%1 is a weekday</comment>
        <translation>شهريًا في %1 الثاني</translation>
    </message>
    <message>
        <source>Monthly on the third %1</source>
        <comment>%1 is a weekday</comment>
        <translation>شهريًا في %1 الثالث</translation>
    </message>
    <message>
        <source>Monthly on the fourth %1</source>
        <comment>%1 is a weekday</comment>
        <translation>شهريًا في %1 الرابع</translation>
    </message>
    <message>
        <source>Does not repeat</source>
        <translation>لا يتكرر</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>يوميًا</translation>
    </message>
    <message>
        <source>Weekly</source>
        <translation>أسبوعيًا</translation>
    </message>
    <message>
        <source>Monthly on day %1</source>
        <translation>شهريًا في اليوم %1</translation>
    </message>
    <message>
        <source>Yearly</source>
        <translation>سنويًا</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>مخصص</translation>
    </message>
    <message numerus="yes">
        <source>day(s),</source>
        <comment>every 2 days</comment>
        <translation>
            <numerusform>يوم،</numerusform>
            <numerusform>يوم،</numerusform>
            <numerusform>يوم،</numerusform>
            <numerusform>أيام،</numerusform>
            <numerusform>يومًا،</numerusform>
            <numerusform>يوم،</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>week(s),</source>
        <comment>every 2 weeks</comment>
        <translation>
            <numerusform>أسبوع،</numerusform>
            <numerusform>أسبوع،</numerusform>
            <numerusform>أسبوع،</numerusform>
            <numerusform>أسابيع،</numerusform>
            <numerusform>أسبوعًا،</numerusform>
            <numerusform>أسبوع،</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>year(s),</source>
        <comment>every 2 years</comment>
        <translation>
            <numerusform>سنة،</numerusform>
            <numerusform>سنة،</numerusform>
            <numerusform>سنة،</numerusform>
            <numerusform>سنوات،</numerusform>
            <numerusform>سنة،</numerusform>
            <numerusform>سنة،</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>month(s),</source>
        <comment>every 2 months</comment>
        <translation>
            <numerusform>شهر،</numerusform>
            <numerusform>شهر،</numerusform>
            <numerusform>شهر،</numerusform>
            <numerusform>أشهر،</numerusform>
            <numerusform>شهرًا،</numerusform>
            <numerusform>شهر،</numerusform>
        </translation>
    </message>
    <message>
        <source>Next: %1</source>
        <comment>%1 is a list of dates</comment>
        <translation>التالي: %1</translation>
    </message>
</context>
<context>
    <name>aria::editor::SpanFields</name>
    <message>
        <source>Start date</source>
        <translation>تاريخ البداية</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>وقت البداية</translation>
    </message>
    <message>
        <source>End date</source>
        <translation>تاريخ النهاية</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>وقت النهاية</translation>
    </message>
    <message>
        <source>&amp;All day</source>
        <translation>طوال اليوم (&amp;ط)</translation>
    </message>
    <message>
        <source>S&amp;tarts</source>
        <translation>البداية (&amp;ب)</translation>
    </message>
    <message>
        <source>&amp;Ends</source>
        <translation>النهاية (&amp;ه)</translation>
    </message>
    <message>
        <source>Time zone…</source>
        <translation>المنطقة الزمنية…</translation>
    </message>
    <message>
        <source>Choose a time zone for this event</source>
        <translation>اختيار منطقة زمنية لهذا الحدث</translation>
    </message>
</context>
<context>
    <name>aria::freebusy::BusyLine</name>
    <message>
        <source>Looking up who is free…</source>
        <translation>جارٍ البحث عمّن لديه وقت…</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen: the sign-in at Google does not include it.</source>
        <translation>لا يمكن معرفة ما إذا كان لدى الضيوف وقت: تسجيل الدخول إلى Google لا يشمل ذلك.</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen now: %1</source>
        <translation>لا يمكن الآن معرفة ما إذا كان لدى الضيوف وقت: %1</translation>
    </message>
    <message>
        <source>You are busy: %1</source>
        <comment>%1: times</comment>
        <translation>أنت مشغول: %1</translation>
    </message>
    <message>
        <source>%1 is busy: %2</source>
        <comment>a person, times</comment>
        <translation>‏%1 مشغول: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more are busy</source>
        <comment>people</comment>
        <translation>
            <numerusform>لا أحد آخر مشغول</numerusform>
            <numerusform>شخص آخر مشغول</numerusform>
            <numerusform>شخصان آخران مشغولان</numerusform>
            <numerusform>%Ln أشخاص آخرين مشغولون</numerusform>
            <numerusform>%Ln شخصًا آخر مشغولون</numerusform>
            <numerusform>%Ln شخص آخر مشغولون</numerusform>
        </translation>
    </message>
    <message>
        <source>Google does not say when %1 is busy.</source>
        <comment>a person</comment>
        <translation>لا يخبر Google متى يكون %1 مشغولاً.</translation>
    </message>
    <message>
        <source>Everybody is free then.</source>
        <translation>الجميع لديهم وقت حينها.</translation>
    </message>
    <message>
        <source>Take the next &amp;free time: %1</source>
        <translation>اختيار الوقت المتاح التالي: %1 (&amp;F)</translation>
    </message>
    <message>
        <source>No time in the next days at which all are free</source>
        <translation>لا وقت في الأيام القادمة يناسب الجميع</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryModel</name>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
    <message>
        <source>Where</source>
        <comment>in ARIA or in Google</comment>
        <translation>أين</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>لماذا</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Changes, newest first</source>
        <translation>التغييرات، الأحدث أولًا</translation>
    </message>
    <message>
        <source>Nothing has changed yet.</source>
        <translation>لم يتغيّر شيء بعد.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>رسالة</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>الاختصار: %1</translation>
    </message>
    <message>
        <source>Only this &amp;event</source>
        <translation>هذا الحدث فقط (&amp;ح)</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>التراجع عن هذا التغيير (&amp;ا)</translation>
    </message>
    <message>
        <source>Undo &amp;all since then…</source>
        <translation>التراجع عن كل ما تلا ذلك (&amp;ك)…</translation>
    </message>
    <message>
        <source>The history could not be read: %1</source>
        <translation>تعذّرت قراءة السجل: %1</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>جارٍ التراجع…</translation>
    </message>
    <message>
        <source>This could not be undone: %1</source>
        <translation>تعذّر التراجع: %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <comment>a change</comment>
        <translation>تم التراجع: %1</translation>
    </message>
    <message>
        <source>Undone, and waiting for Google: %1</source>
        <comment>a change</comment>
        <translation>تم التراجع، في انتظار Google: %1</translation>
    </message>
    <message>
        <source>Undo all changes since then</source>
        <translation>التراجع عن كل التغييرات منذ ذلك الحين</translation>
    </message>
    <message>
        <source>Undo every change since %1?</source>
        <comment>a date and time</comment>
        <translation>هل تريد التراجع عن كل تغيير منذ %1؟</translation>
    </message>
    <message>
        <source>Events made since then are deleted, deleted ones come back, in ARIA and in Google. The undoing can itself be undone. Guests get no mail.</source>
        <translation>تُحذف الأحداث التي أُنشئت منذ ذلك الحين، وتعود المحذوفة، في ARIA وفي Google. ويمكن التراجع عن هذا التراجع أيضًا. لا يصل إلى الضيوف أي بريد.</translation>
    </message>
    <message>
        <source>&amp;Undo all</source>
        <translation>التراجع عن الكل (&amp;ج)</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) undone.</source>
        <translation>
            <numerusform>لم يُتراجع عن أي تغيير.</numerusform>
            <numerusform>تم التراجع عن تغيير واحد.</numerusform>
            <numerusform>تم التراجع عن تغييرين.</numerusform>
            <numerusform>تم التراجع عن %Ln تغييرات.</numerusform>
            <numerusform>تم التراجع عن %Ln تغييرًا.</numerusform>
            <numerusform>تم التراجع عن %Ln تغيير.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::history::VersionsTable</name>
    <message>
        <source>What changed</source>
        <translation>ما الذي تغيّر</translation>
    </message>
    <message>
        <source>Before: there was no event</source>
        <translation>قبل: لم يكن هناك حدث</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>قبل</translation>
    </message>
    <message>
        <source>After: deleted</source>
        <translation>بعد: محذوف</translation>
    </message>
    <message>
        <source>After</source>
        <translation>بعد</translation>
    </message>
    <message>
        <source>Nothing a person sees.</source>
        <translation>لا شيء ظاهر.</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>فارغ</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerBar</name>
    <message>
        <source>Write a mail to the organizer</source>
        <translation>إرسال بريد إلى المنظِّم</translation>
    </message>
    <message>
        <source>Note with the answer</source>
        <translation>ملاحظة مع الجواب</translation>
    </message>
    <message>
        <source>The answer is for</source>
        <translation>الجواب يخص</translation>
    </message>
    <message>
        <source>For this event only</source>
        <translation>لهذا الحدث فقط</translation>
    </message>
    <message>
        <source>For all of the series</source>
        <translation>لكل السلسلة</translation>
    </message>
    <message>
        <source>The answer was not sent: %1</source>
        <translation>لم يُرسل الجواب: %1</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>أنت مدعو</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 يدعوك</translation>
    </message>
    <message>
        <source>Sending…</source>
        <comment>an answer</comment>
        <translation>جارٍ الإرسال…</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerCommand</name>
    <message>
        <source>The service is starting again. Please answer once more in a moment.</source>
        <translation>الخدمة تبدأ من جديد. يُرجى الإجابة مرة أخرى بعد لحظات.</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>توقفت الخدمة قبل أن تجيب.</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerDialog</name>
    <message>
        <source>Answer an invitation</source>
        <translation>الإجابة عن دعوة</translation>
    </message>
</context>
<context>
    <name>aria::invitation::Invitation</name>
    <message>
        <source>Yes</source>
        <comment>answer to an invitation</comment>
        <translation>نعم</translation>
    </message>
    <message>
        <source>Maybe</source>
        <comment>answer to an invitation</comment>
        <translation>ربما</translation>
    </message>
    <message>
        <source>No</source>
        <comment>answer to an invitation</comment>
        <translation>لا</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>نعم (&amp;ع)</translation>
    </message>
    <message>
        <source>&amp;Maybe</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>ربما (&amp;ر)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>لا (&amp;ل)</translation>
    </message>
    <message>
        <source>You said yes.</source>
        <translation>أجبت بنعم.</translation>
    </message>
    <message>
        <source>You said maybe.</source>
        <translation>أجبت بربما.</translation>
    </message>
    <message>
        <source>You said no.</source>
        <translation>أجبت بلا.</translation>
    </message>
    <message>
        <source>You have not answered yet.</source>
        <translation>لم تُجب بعد.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::SystemKeychain</name>
    <message>
        <source>The system keyring cannot be used: %1</source>
        <comment>%1 says why</comment>
        <translation>لا يمكن استخدام حلقة مفاتيح النظام: %1</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>لا تجيب.</translation>
    </message>
</context>
<context>
    <name>aria::keyring::TokenKeeper</name>
    <message>
        <source>The program ends.</source>
        <translation>البرنامج على وشك الانتهاء.</translation>
    </message>
    <message>
        <source>The sign-in cannot be read: %1</source>
        <translation>لا يمكن قراءة تسجيل الدخول: %1</translation>
    </message>
    <message>
        <source>The system keyring did not keep it.</source>
        <translation>لم تحتفظ به حلقة مفاتيح النظام.</translation>
    </message>
    <message>
        <source>token.json could not be deleted. Delete it yourself.</source>
        <translation>تعذّر حذف token.json. احذفه بنفسك.</translation>
    </message>
    <message>
        <source>The sign-in was not read yet.</source>
        <translation>لم يُقرأ تسجيل الدخول بعد.</translation>
    </message>
    <message>
        <source>The sign-in could not be removed from the keyring: %1</source>
        <translation>تعذّرت إزالة تسجيل الدخول من حلقة المفاتيح: %1</translation>
    </message>
    <message>
        <source>The sign-in could not be kept in the keyring and lasts only until this program ends: %1</source>
        <translation>تعذّر حفظ تسجيل الدخول في حلقة المفاتيح، ولن يدوم إلا حتى انتهاء هذا البرنامج: %1</translation>
    </message>
</context>
<context>
    <name>aria::notifications::AttentionNotices</name>
    <message numerus="yes">
        <source>%n event(s) changed both in ARIA and in Google</source>
        <translation>
            <numerusform>لم يتغيّر أي حدث في ARIA وفي Google معًا</numerusform>
            <numerusform>تغيّر حدث واحد في ARIA وفي Google معًا</numerusform>
            <numerusform>تغيّر حدثان في ARIA وفي Google معًا</numerusform>
            <numerusform>تغيّرت %Ln أحداث في ARIA وفي Google معًا</numerusform>
            <numerusform>تغيّر %Ln حدثًا في ARIA وفي Google معًا</numerusform>
            <numerusform>تغيّر %Ln حدث في ARIA وفي Google معًا</numerusform>
        </translation>
    </message>
    <message>
        <source>Please decide which version to keep. Nothing is lost until you do.</source>
        <translation>يُرجى تحديد النسخة التي تريد الإبقاء عليها. لن يضيع شيء قبل ذلك.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>conflicts</comment>
        <translation>مراجعة</translation>
    </message>
    <message>
        <source>Please sign in to Google again</source>
        <translation>يُرجى تسجيل الدخول إلى Google من جديد</translation>
    </message>
    <message>
        <source>Google has ended the sign-in, so the calendars are not kept in step. While the consent screen of your Google project is in Testing, Google does so after 7 days.</source>
        <translation>أنهى Google تسجيل الدخول، ولذلك لم تعد التقاويم متزامنة. ما دامت شاشة الموافقة لمشروعك في Google على الوضع «Testing»، يفعل Google ذلك بعد سبعة أيام.</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <comment>to Google</comment>
        <translation>إعادة الاتصال</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) would be deleted</source>
        <comment>unusually many at once</comment>
        <translation>
            <numerusform>لن يُحذف أي حدث</numerusform>
            <numerusform>سيُحذف حدث واحد</numerusform>
            <numerusform>سيُحذف حدثان</numerusform>
            <numerusform>ستُحذف %Ln أحداث</numerusform>
            <numerusform>سيُحذف %Ln حدثًا</numerusform>
            <numerusform>سيُحذف %Ln حدث</numerusform>
        </translation>
    </message>
    <message>
        <source>That is unusually many at once. Please decide; until then they stay, and the calendar waits.</source>
        <translation>هذا عدد كبير غير معتاد دفعة واحدة. الرجاء أن تقرر؛ وحتى ذلك الحين تبقى الأحداث وينتظر التقويم.</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>deletions</comment>
        <translation>مراجعة</translation>
    </message>
    <message>
        <source>Until you do, the calendars are not kept in step.</source>
        <translation>حتى ذلك الحين لا تُزامن التقاويم.</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed, so the calendars are not kept in step. Please sign in again and tick every box.</source>
        <translation>لم يُسمح لـ Google بكل ما يلزم، لذلك لا تُزامن التقاويم. الرجاء تسجيل الدخول مجددًا ووضع علامة في كل خانة.</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ChangeNotices</name>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>فتح</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ReminderNotices</name>
    <message>
        <source>%1 in %2</source>
        <comment>an event, a duration</comment>
        <translation>‏%1 بعد %2</translation>
    </message>
    <message>
        <source>%1 begins now</source>
        <comment>an event</comment>
        <translation>يبدأ %1 الآن</translation>
    </message>
    <message>
        <source>%1 has begun</source>
        <comment>an event</comment>
        <translation>بدأ %1</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>فتح</translation>
    </message>
    <message>
        <source>Join</source>
        <comment>a meeting</comment>
        <translation>انضمام</translation>
    </message>
    <message>
        <source>Snooze for %1</source>
        <comment>a reminder, a duration</comment>
        <translation>التذكير بعد %1</translation>
    </message>
</context>
<context>
    <name>aria::settings::AboutPage</name>
    <message>
        <source>About</source>
        <translation>حول</translation>
    </message>
    <message>
        <source>Keeps the events of ARIA and of Google Calendar the same on both sides.</source>
        <translation>يُبقي أحداث ARIA وتقويم Google متطابقة في الجهتين.</translation>
    </message>
    <message>
        <source>Version:</source>
        <translation>الإصدار:</translation>
    </message>
    <message>
        <source>Qt:</source>
        <translation>Qt:</translation>
    </message>
    <message>
        <source>System:</source>
        <translation>النظام:</translation>
    </message>
    <message>
        <source>License:</source>
        <translation>الترخيص:</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>نسخ معلومات التشخيص (&amp;ن)</translation>
    </message>
    <message>
        <source>Versions, settings and counts, for a report. Titles, addresses and tokens are left out.</source>
        <translation>إصدارات وإعدادات وأعداد من أجل تقرير. تُستثنى العناوين ورموز الوصول.</translation>
    </message>
    <message>
        <source>Copied. Titles, addresses and tokens were left out.</source>
        <translation>نُسخت. استُثنيت العناوين ورموز الوصول.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AccountPage</name>
    <message>
        <source>Account</source>
        <translation>الحساب</translation>
    </message>
    <message>
        <source>Sign ou&amp;t…</source>
        <translation>تسجيل الخروج (&amp;خ)…</translation>
    </message>
    <message>
        <source>In a &amp;file that only you can read, token.json</source>
        <translation>في ملف لا يقرؤه سواك، token.json (&amp;م)</translation>
    </message>
    <message>
        <source>In the system &amp;keyring</source>
        <translation>في حلقة مفاتيح النظام (&amp;ح)</translation>
    </message>
    <message>
        <source>Google</source>
        <translation>Google</translation>
    </message>
    <message>
        <source>Folder of the &amp;credentials:</source>
        <translation>مجلد بيانات الاعتماد (&amp;ب):</translation>
    </message>
    <message>
        <source>Where the sign-in is kept</source>
        <translation>أين يُحفظ تسجيل الدخول</translation>
    </message>
    <message>
        <source>Folder of the credentials</source>
        <translation>مجلد بيانات الاعتماد</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>تصفح (&amp;ص)…</translation>
    </message>
    <message>
        <source>With the keyring, only this program finds the sign-in, and only while you are logged in; a service without windows does not.</source>
        <translation>مع حلقة المفاتيح لا يجد تسجيل الدخول إلا هذا البرنامج، وفقط ما دامت جلستك مفتوحة؛ أما الخدمة التي بلا نوافذ فلا تجده.</translation>
    </message>
    <message>
        <source>Moving the sign-in…</source>
        <translation>جارٍ نقل تسجيل الدخول…</translation>
    </message>
    <message>
        <source>&amp;Reconnect…</source>
        <translation>إعادة الاتصال (&amp;ع)…</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>تسجيل الدخول (&amp;د)…</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>الخدمة تبدأ العمل.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>أنت مسجَّل الدخول.</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>يطلب Google تسجيل دخول جديدًا.</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>لا أحد مسجَّل الدخول.</translation>
    </message>
    <message>
        <source>The sign-in stays where it was: %1</source>
        <translation>يبقى تسجيل الدخول حيث كان: %1</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>حلقة المفاتيح</translation>
    </message>
    <message>
        <source>You are signed in as %1.</source>
        <comment>an e-mail address</comment>
        <translation>أنت مسجّل الدخول باسم %1.</translation>
    </message>
</context>
<context>
    <name>aria::settings::AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>متقدم</translation>
    </message>
    <message>
        <source>&amp;Log:</source>
        <translation>السجل (&amp;س):</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>الأخطاء فقط</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>التحذيرات</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>ما يحدث</translation>
    </message>
    <message>
        <source>Everything, for finding a fault</source>
        <translation>كل شيء، للعثور على خلل</translation>
    </message>
    <message>
        <source>Log &amp;format:</source>
        <translation>تنسيق السجل (&amp;ت):</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A &amp;change waits for Google at most:</source>
        <translation>أقصى انتظار للتغيير لدى Google (&amp;ل):</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> مللي ثانية</translation>
    </message>
    <message>
        <source>&amp;Webhook address:</source>
        <translation>عنوان Webhook (&amp;ع):</translation>
    </message>
    <message>
        <source>Where Google can reach this computer at a public https address, changes arrive at once instead of at the next look.</source>
        <translation>إذا أمكن لـ Google الوصول إلى هذا الحاسوب على عنوان https عام، تصل التغييرات فورًا بدلًا من انتظار الفحص التالي.</translation>
    </message>
    <message>
        <source>&amp;Google’s API:</source>
        <translation>واجهة Google البرمجية (&amp;و):</translation>
    </message>
    <message>
        <source>Google’s &amp;revocation:</source>
        <translation>عنوان الإلغاء لدى Google (&amp;غ):</translation>
    </message>
    <message>
        <source>&amp;Tell about changes at:</source>
        <translation>الإبلاغ عن التغييرات في (&amp;ب):</translation>
    </message>
    <message>
        <source>&amp;Signed with:</source>
        <translation>موقّع بـ (&amp;م):</translation>
    </message>
    <message>
        <source>Programs that want to hear of each change get it there, signed with a secret that begins with whsec_.</source>
        <translation>تتلقى البرامج التي تريد معرفة كل تغيير ذلك هناك، موقّعًا بسرّ يبدأ بـ whsec_‎.</translation>
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
        <translation>من هنا تصل ARIA وبرامج أخرى إلى التقويم.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>العنوان (&amp;ع):</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>المنفذ (&amp;ن):</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>رمز الوصول (&amp;ر):</translation>
    </message>
    <message>
        <source>With a token, whoever calls the API has to send it. Without one, the API can be reached from this computer only.</source>
        <translation>مع رمز الوصول، على كل من يستدعي الواجهة أن يرسله. ومن دونه لا يمكن الوصول إلى الواجهة إلا من هذا الحاسوب.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>رمز الوصول</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>نسخ (&amp;س)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>جديد (&amp;ج)</translation>
    </message>
    <message>
        <source>Makes a new token; programs that use the old one have to be given it.</source>
        <translation>يُنشئ رمز وصول جديدًا؛ ويجب إعطاؤه للبرامج التي تستخدم الرمز القديم.</translation>
    </message>
</context>
<context>
    <name>aria::settings::CalendarsPage</name>
    <message>
        <source>Calendars</source>
        <translation>التقاويم</translation>
    </message>
    <message>
        <source>These calendars of the account are kept in step with ARIA:</source>
        <translation>تُزامَن تقاويم الحساب هذه مع ARIA:</translation>
    </message>
    <message>
        <source>&amp;Time zone of “today”:</source>
        <translation>المنطقة الزمنية لـ «اليوم» (&amp;م):</translation>
    </message>
    <message>
        <source>the calendar’s own</source>
        <translation>منطقة التقويم نفسه</translation>
    </message>
</context>
<context>
    <name>aria::settings::DatabasePage</name>
    <message>
        <source>Database</source>
        <translation>قاعدة البيانات</translation>
    </message>
    <message>
        <source>&amp;Database:</source>
        <translation>قاعدة البيانات (&amp;ق):</translation>
    </message>
    <message>
        <source>sqlite:///path for a file on this computer, or postgresql://user:password@host/name for the database that ARIA uses. Events are not moved from one to the other; the new one is filled from Google.</source>
        <translation>‏sqlite:///path لملف على هذا الحاسوب، أو postgresql://user:password@host/name لقاعدة البيانات التي تستخدمها ARIA. لا تُنقل الأحداث من إحداهما إلى الأخرى؛ تُملأ الجديدة من Google.</translation>
    </message>
    <message>
        <source>Keep the &amp;history for:</source>
        <translation>الاحتفاظ بالسجل لمدة (&amp;س):</translation>
    </message>
    <message>
        <source> days</source>
        <translation> يوم</translation>
    </message>
    <message>
        <source>Keep d&amp;eleted events for:</source>
        <translation>الاحتفاظ بالأحداث المحذوفة لمدة (&amp;ح):</translation>
    </message>
</context>
<context>
    <name>aria::settings::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>الإشعارات</translation>
    </message>
    <message>
        <source>Tell me what &amp;others changed in Google</source>
        <translation>إعلامي بما غيّره الآخرون في Google (&amp;خ)</translation>
    </message>
    <message>
        <source>&amp;Remind me of events, as each event’s own reminders say</source>
        <translation>تذكيري بالأحداث حسب تذكيرات كل حدث (&amp;ت)</translation>
    </message>
    <message>
        <source>&amp;Quiet hours, without either</source>
        <translation>ساعات الهدوء، بلا هذا ولا ذاك (&amp;ه)</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>من (&amp;م):</translation>
    </message>
    <message>
        <source>&amp;Until:</source>
        <translation>إلى (&amp;إ):</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>الهدوء من</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>الهدوء حتى</translation>
    </message>
    <message>
        <source>Key to &amp;join the next meeting, from anywhere:</source>
        <translation>مفتاح الانضمام إلى الاجتماع التالي من أي مكان (&amp;J):</translation>
    </message>
    <message>
        <source>Key to join the next meeting</source>
        <translation>مفتاح الانضمام إلى الاجتماع التالي</translation>
    </message>
    <message>
        <source>None at first. A function key, or one with Ctrl, Alt or the Windows key.</source>
        <translation>لا مفتاح في البداية. مفتاح وظيفي، أو مفتاح مع Ctrl أو Alt أو مفتاح Windows.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>سطح المكتب هذا لا يتيح لأي برنامج مفتاحًا يعمل في كل مكان.</translation>
    </message>
    <message>
        <source>“%1” cannot join meetings from anywhere: choose a function key, or a letter or digit with Ctrl, Alt or the Windows key.</source>
        <translation>لا يمكن لـ«%1» أن يعمل من أي مكان: اختر مفتاحًا وظيفيًا، أو حرفًا أو رقمًا مع Ctrl أو Alt أو مفتاح Windows.</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingRow</name>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>حدّدته %1 (%2)</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>صفحات الإعدادات</translation>
    </message>
</context>
<context>
    <name>aria::settings::SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>المزامنة</translation>
    </message>
    <message>
        <source>&amp;Start with the session</source>
        <translation>بدء التشغيل مع الجلسة (&amp;ب)</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>عندما يغيّر الطرفان الشيء نفسه</translation>
    </message>
    <message>
        <source>Look for changes e&amp;very:</source>
        <translation>البحث عن تغييرات كل (&amp;ث):</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds</comment>
        <translation> ثانية</translation>
    </message>
    <message>
        <source>What changes in ARIA goes to Google at once. With a webhook, Google is asked only every sixth time.</source>
        <translation>ما يتغيّر في ARIA يُرسل إلى Google فورًا. ومع Webhook لا يُسأل Google إلا مرة كل ست مرات.</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>تعذّر ضبط بدء التشغيل مع الجلسة: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::Assistant</name>
    <message>
        <source>Connect to Google</source>
        <translation>الاتصال بـ Google</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>The account’s events stay here and are compared after the sign-in.</source>
        <translation>تبقى أحداث الحساب هنا وتُقارن بعد تسجيل الدخول.</translation>
    </message>
</context>
<context>
    <name>aria::signin::BrowserSignIn</name>
    <message>
        <source>The service was restarted meanwhile. Try again.</source>
        <translation>أُعيد تشغيل الخدمة في هذه الأثناء. أعد المحاولة.</translation>
    </message>
    <message>
        <source>The service is starting. Try again in a moment.</source>
        <translation>الخدمة تبدأ العمل. أعد المحاولة بعد لحظات.</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile. Try again.</source>
        <translation>توقفت الخدمة في هذه الأثناء. أعد المحاولة.</translation>
    </message>
    <message>
        <source>Google may not send the browser back to this program. Add %1 to the redirect addresses of your client, or use a client of the type “Desktop app”.</source>
        <extracomment>%1 is a web address of this program.</extracomment>
        <translation>لا يُسمح لـ Google بإعادة المتصفح إلى هذا البرنامج. أضف %1 إلى عناوين إعادة التوجيه لعميلك، أو استخدم عميلًا من النوع «Desktop app».</translation>
    </message>
</context>
<context>
    <name>aria::signin::ChoicesPage</name>
    <message>
        <source>&amp;Start with the session</source>
        <translation>بدء التشغيل مع الجلسة (&amp;ب)</translation>
    </message>
    <message>
        <source>What is synced, and how</source>
        <translation>ما الذي يُزامَن، وكيف</translation>
    </message>
    <message>
        <source>All of this can be changed in the settings later.</source>
        <translation>يمكن تغيير كل هذا لاحقًا في الإعدادات.</translation>
    </message>
    <message>
        <source>Begin the s&amp;ync</source>
        <translation>بدء ال&amp;مزامنة</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>التقاويم</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>عندما يغيّر الطرفان الشيء نفسه</translation>
    </message>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>حدّدته %1 (%2)</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>تعذّر ضبط بدء التشغيل مع الجلسة: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientFilePage</name>
    <message>
        <source>&amp;Choose client_secrets.json…</source>
        <translation>اختيار client_secrets.json (&amp;خ)…</translation>
    </message>
    <message>
        <source>Who you are to Google</source>
        <translation>من أنت لدى Google</translation>
    </message>
    <message>
        <source>Your calendar is reached with a key of your own, which Google gives you as a file. Nobody else is in between.</source>
        <translation>يُوصل إلى تقويمك بمفتاح خاص بك يعطيك إياه Google على شكل ملف. لا أحد آخر في الوسط.</translation>
    </message>
    <message>
        <source>Drop the file anywhere here</source>
        <translation>أفلت الملف في أي مكان هنا</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>من أين يأتي الملف</translation>
    </message>
    <message>
        <source>&amp;Try it with the demo calendar</source>
        <translation>التجربة مع التقويم التجريبي (&amp;ج)</translation>
    </message>
    <message>
        <source>Starts again with a made-up Google on this computer; nothing of yours is touched.</source>
        <translation>يبدأ من جديد مع Google وهمي على هذا الحاسوب؛ لا يُمسّ شيء يخصك.</translation>
    </message>
    <message>
        <source>There is one already. Go on with it, or choose another.</source>
        <translation>يوجد ملف بالفعل. تابع به أو اختر ملفًا آخر.</translation>
    </message>
    <message>
        <source>Choose client_secrets.json</source>
        <translation>اختيار client_secrets.json</translation>
    </message>
    <message>
        <source>Google’s client file (*.json)</source>
        <translation>ملف عميل Google ‏(*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>The name of a file and what is to be said about it.</extracomment>
        <translation>‏%1: %2</translation>
    </message>
    <message>
        <source>The file could not be put in its place: %1</source>
        <translation>تعذّر وضع الملف في مكانه: %1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientGuide</name>
    <message>
        <source>Create a project in the %1; any name will do.</source>
        <translation>أنشئ مشروعًا في %1؛ أي اسم يفي بالغرض.</translation>
    </message>
    <message>
        <source>Google Cloud console</source>
        <translation>وحدة تحكم Google Cloud</translation>
    </message>
    <message>
        <source>Switch the %1 on for it.</source>
        <extracomment>%1 is a link, “Google Calendar API”.</extracomment>
        <translation>فعّل %1 له.</translation>
    </message>
    <message>
        <source>Google Calendar API</source>
        <translation>Google Calendar API</translation>
    </message>
    <message>
        <source>In the %1 choose “Get started”: a name, your address, and “External” as the audience.</source>
        <extracomment>%1 is a link, “Google Auth Platform”; “Get started” and “External” are words on Google’s page.</extracomment>
        <translation>في %1 اختر «Get started»: اسمًا، وعنوانك، و«External» للجمهور.</translation>
    </message>
    <message>
        <source>Google Auth Platform</source>
        <translation>Google Auth Platform</translation>
    </message>
    <message>
        <source>Under %1 choose “Publish app”. While it is in “Testing”, Google ends every sign-in after 7 days.</source>
        <extracomment>%1 is a link, “Audience”; “Publish app” and “Testing” are words on Google’s page.</extracomment>
        <translation>تحت %1 اختر «Publish app». ما دام الوضع «Testing»، يُنهي Google كل تسجيل دخول بعد سبعة أيام.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Under %1 create a client of the type “Desktop app”, then choose “Download JSON”.</source>
        <extracomment>%1 is a link, “Clients”; “Desktop app” and “Download JSON” are words on Google’s page.</extracomment>
        <translation>تحت %1 أنشئ عميلًا من النوع «Desktop app»، ثم اختر «Download JSON».</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Drop the downloaded file here, or choose it.</source>
        <translation>أفلت الملف الذي نزّلته هنا، أو اختره.</translation>
    </message>
    <message>
        <source>%1.</source>
        <extracomment>The number of a step in a list.</extracomment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Where the file comes from</source>
        <translation>من أين يأتي الملف</translation>
    </message>
</context>
<context>
    <name>aria::signin::FirstSyncPage</name>
    <message>
        <source>The first sync</source>
        <translation>المزامنة الأولى</translation>
    </message>
    <message>
        <source>You can close this window; it goes on behind the icon in the panel.</source>
        <translation>يمكنك إغلاق هذه النافذة؛ تستمر المزامنة خلف الأيقونة في الشريط.</translation>
    </message>
    <message>
        <source>Open the &amp;agenda</source>
        <translation>فتح جدول المواعيد (&amp;ج)</translation>
    </message>
    <message>
        <source>Progress of the first sync</source>
        <translation>تقدّم المزامنة الأولى</translation>
    </message>
    <message numerus="yes">
        <source>Done: %n event(s) are in step.</source>
        <translation>
            <numerusform>اكتمل: لا أحداث متزامنة.</numerusform>
            <numerusform>اكتمل: حدث واحد متزامن.</numerusform>
            <numerusform>اكتمل: حدثان متزامنان.</numerusform>
            <numerusform>اكتمل: %Ln أحداث متزامنة.</numerusform>
            <numerusform>اكتمل: %Ln حدثًا متزامنًا.</numerusform>
            <numerusform>اكتمل: %Ln حدث متزامن.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <extracomment>Two numbers of events.</extracomment>
        <translation>‏%1 من %2 من الأحداث</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) so far</source>
        <translation>
            <numerusform>لا أحداث حتى الآن</numerusform>
            <numerusform>حدث واحد حتى الآن</numerusform>
            <numerusform>حدثان حتى الآن</numerusform>
            <numerusform>%Ln أحداث حتى الآن</numerusform>
            <numerusform>%Ln حدثًا حتى الآن</numerusform>
            <numerusform>%Ln حدث حتى الآن</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking Google for your events…</source>
        <translation>جارٍ سؤال Google عن أحداثك…</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInPage</name>
    <message>
        <source>Copy &amp;link</source>
        <translation>نسخ الرابط (&amp;ر)</translation>
    </message>
    <message>
        <source>&amp;Open the browser again</source>
        <translation>فتح المتصفح مرة أخرى (&amp;ف)</translation>
    </message>
    <message>
        <source>&amp;Stop waiting</source>
        <translation>إيقاف الانتظار (&amp;إ)</translation>
    </message>
    <message>
        <source>Use another client_&amp;secrets.json…</source>
        <translation>استخدام client_secrets.json آخر (&amp;خ)…</translation>
    </message>
    <message>
        <source>Connect to Google again</source>
        <translation>الاتصال بـ Google من جديد</translation>
    </message>
    <message>
        <source>Sign in to Google</source>
        <translation>تسجيل الدخول إلى Google</translation>
    </message>
    <message>
        <source>Your password stays in the browser. This program gets the right to see and edit events and to see the list of your calendars, nothing else.</source>
        <translation>تبقى كلمة مرورك في المتصفح. يحصل هذا البرنامج على حق رؤية الأحداث وتعديلها ورؤية قائمة تقاويمك، ولا شيء غير ذلك.</translation>
    </message>
    <message>
        <source>The browser opens Google’s own page. Choose your account there and allow what is asked.</source>
        <translation>يفتح المتصفح صفحة Google نفسها. اختر حسابك هناك واسمح بما يُطلب.</translation>
    </message>
    <message>
        <source>Preparing the sign-in…</source>
        <translation>جارٍ تحضير تسجيل الدخول…</translation>
    </message>
    <message>
        <source>Continue in your browser. This page goes on by itself when you are done there.</source>
        <translation>تابع في متصفحك. تنتقل هذه الصفحة تلقائيًا عندما تنتهي هناك.</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the link and open it in one on this computer.</source>
        <translation>تعذّر فتح متصفح. انسخ الرابط وافتحه في متصفح على هذا الحاسوب.</translation>
    </message>
    <message>
        <source>You are signed in again, and the sync goes on.</source>
        <translation>أنت مسجَّل الدخول من جديد، والمزامنة مستمرة.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>أنت مسجَّل الدخول.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>إعادة المحاولة (&amp;ع)</translation>
    </message>
    <message>
        <source>Sign in with &amp;Google</source>
        <translation>تسجيل الدخول باستخدام Google (&amp;G)</translation>
    </message>
    <message>
        <source>The link is copied. Open it in a browser on this computer.</source>
        <translation>نُسخ الرابط. افتحه في متصفح على هذا الحاسوب.</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInWords</name>
    <message>
        <source>This is the client of a web application. It works where this program’s address stands among its redirect addresses; a “Desktop app” client needs none.</source>
        <translation>هذا عميل تطبيق ويب. يعمل إذا كان عنوان هذا البرنامج ضمن عناوين إعادة التوجيه الخاصة به؛ أما عميل «Desktop app» فلا يحتاج إلى أي عنوان.</translation>
    </message>
    <message>
        <source>This is the right file.</source>
        <translation>هذا هو الملف الصحيح.</translation>
    </message>
    <message>
        <source>This is an OAuth client, but something is missing in it: %1 Download it again.</source>
        <translation>هذا عميل OAuth، لكن ينقصه شيء: %1 نزّله من جديد.</translation>
    </message>
    <message>
        <source>This is the key of a service account, which has a calendar of its own and cannot see yours. Create a client of the type “Desktop app” instead.</source>
        <translation>هذا مفتاح حساب خدمة، له تقويمه الخاص ولا يمكنه رؤية تقويمك. أنشئ بدلًا منه عميلًا من النوع «Desktop app».</translation>
    </message>
    <message>
        <source>This is token.json, the result of a sign-in. What is needed here is the file that the sign-in starts from, client_secrets.json.</source>
        <translation>هذا token.json، نتيجة تسجيل الدخول. المطلوب هنا هو الملف الذي يبدأ منه تسجيل الدخول، client_secrets.json.</translation>
    </message>
    <message>
        <source>This is an API key, which opens public calendars only. Create a client of the type “Desktop app” instead.</source>
        <translation>هذا مفتاح API، لا يفتح إلا التقاويم العامة. أنشئ بدلًا منه عميلًا من النوع «Desktop app».</translation>
    </message>
    <message>
        <source>This file is empty. Download it again.</source>
        <translation>هذا الملف فارغ. نزّله من جديد.</translation>
    </message>
    <message>
        <source>This is no JSON file. Google’s file ends in .json and begins with “{”.</source>
        <translation>هذا ليس ملف JSON. ملف Google ينتهي بـ .json ويبدأ بـ «{».</translation>
    </message>
    <message>
        <source>This is a JSON file, but not a client of Google’s.</source>
        <translation>هذا ملف JSON، لكنه ليس عميلًا من Google.</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>لم يعد هذا الملف موجودًا.</translation>
    </message>
    <message>
        <source>This file cannot be read. Is it a folder, or another person’s?</source>
        <translation>لا يمكن قراءة هذا الملف. هل هو مجلد، أو ملك لشخص آخر؟</translation>
    </message>
    <message>
        <source>Access was declined in the browser. If Google said that the app is not verified: choose “Advanced” there, then “Continue”. If it said that access is blocked: add yourself as a test user, or publish the app.</source>
        <translation>رُفض الوصول في المتصفح. إذا قال Google إن التطبيق لم يتم التحقق منه: اختر هناك «إعدادات متقدمة» ثم «متابعة». وإذا قال إن الوصول محظور: أضف نفسك مستخدمًا تجريبيًا، أو انشر التطبيق.</translation>
    </message>
    <message>
        <source>Not every box was ticked in the browser. Sign in again and allow both: seeing and editing events, and the list of your calendars.</source>
        <translation>لم تُحدَّد كل المربعات في المتصفح. سجّل الدخول من جديد واسمح بالأمرين: رؤية الأحداث وتعديلها، وقائمة تقاويمك.</translation>
    </message>
    <message>
        <source>This sign-in took longer than ten minutes or was used already. Start again.</source>
        <translation>استغرق تسجيل الدخول هذا أكثر من عشر دقائق أو استُخدم من قبل. ابدأ من جديد.</translation>
    </message>
    <message>
        <source>Google does not know this client any more; it may have been deleted. Choose another client_secrets.json.</source>
        <translation>لم يعد Google يعرف هذا العميل؛ ربما حُذف. اختر client_secrets.json آخر.</translation>
    </message>
    <message>
        <source>Google did not accept what the browser brought. Start again.</source>
        <translation>لم يقبل Google ما أحضره المتصفح. ابدأ من جديد.</translation>
    </message>
    <message>
        <source>client_secrets.json is not there any more. Choose it again.</source>
        <translation>لم يعد client_secrets.json موجودًا. اختره من جديد.</translation>
    </message>
    <message>
        <source>You are signed in, but the sign-in could not be kept: %1</source>
        <translation>أنت مسجَّل الدخول، لكن تعذّر حفظ تسجيل الدخول: %1</translation>
    </message>
    <message>
        <source>Signing in did not work. Try again.</source>
        <translation>لم ينجح تسجيل الدخول. أعد المحاولة.</translation>
    </message>
    <message>
        <source>Google ended the sign-in. It does so after 7 days while the consent screen of your project is in “Testing”: publish the app on the Audience page of the Google Cloud console, and it lasts. It also ends after a new password, or where you removed the access in your Google account.</source>
        <translation>أنهى Google تسجيل الدخول. يفعل ذلك بعد سبعة أيام ما دامت شاشة الموافقة لمشروعك على الوضع «Testing»: انشر التطبيق في صفحة Audience في وحدة تحكم Google Cloud ليدوم. وينتهي أيضًا بعد تغيير كلمة المرور، أو إذا أزلت الوصول في حسابك على Google.</translation>
    </message>
</context>
<context>
    <name>aria::tray::AccountWindows</name>
    <message>
        <source>The demo could not be started.</source>
        <translation>تعذّر بدء العرض التجريبي.</translation>
    </message>
</context>
<context>
    <name>aria::tray::PortQuestion</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>المنفذ %1 مشغول</translation>
    </message>
    <message>
        <source>ARIA reaches this program at port %1, but another program uses it already.</source>
        <translation>تصل ARIA إلى هذا البرنامج على المنفذ %1، لكن برنامجًا آخر يستخدمه بالفعل.</translation>
    </message>
    <message>
        <source>Looking who it is…</source>
        <translation>جارٍ معرفة من هو…</translation>
    </message>
    <message>
        <source>any free port</source>
        <translation>أي منفذ متاح</translation>
    </message>
    <message>
        <source>Use this &amp;port until the next start:</source>
        <translation>استخدام هذا المنفذ حتى التشغيل التالي (&amp;ف):</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>استخدامه (&amp;س)</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>إعادة المحاولة (&amp;ع)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إنهاء (&amp;ن)</translation>
    </message>
    <message>
        <source>It is another instance of this service, and it is well.</source>
        <translation>إنها نسخة أخرى من هذه الخدمة، وهي تعمل جيدًا.</translation>
    </message>
    <message>
        <source>It is another instance of this service. Its state: %1</source>
        <translation>إنها نسخة أخرى من هذه الخدمة. حالتها: %1</translation>
    </message>
    <message>
        <source>It is not this calendar service. Which program it is cannot be seen from here; perhaps it belongs to another user.</source>
        <translation>ليست خدمة التقويم هذه. لا يمكن من هنا معرفة أي برنامج هو؛ ربما يعود إلى مستخدم آخر.</translation>
    </message>
    <message>
        <source>It is not this calendar service but “%1” (process %2).</source>
        <comment>a program&apos;s name, its number</comment>
        <translation>ليست خدمة التقويم هذه بل «%1» (العملية %2).</translation>
    </message>
</context>
<context>
    <name>aria::tray::StartFailure</name>
    <message>
        <source>A setting is wrong.</source>
        <translation>أحد الإعدادات خاطئ.</translation>
    </message>
    <message>
        <source>The database was written by a newer version of this program.</source>
        <translation>كُتبت قاعدة البيانات بإصدار أحدث من هذا البرنامج.</translation>
    </message>
    <message>
        <source>Another program uses the database.</source>
        <translation>يستخدم برنامج آخر قاعدة البيانات.</translation>
    </message>
    <message>
        <source>The database cannot be opened.</source>
        <translation>لا يمكن فتح قاعدة البيانات.</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>لم تبق مساحة على القرص.</translation>
    </message>
    <message>
        <source>The folder for the sign-in cannot be used.</source>
        <translation>لا يمكن استخدام مجلد تسجيل الدخول.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>تعذّر بدء العرض التجريبي.</translation>
    </message>
    <message>
        <source>The calendar service could not be started.</source>
        <translation>تعذّر بدء خدمة التقويم.</translation>
    </message>
    <message>
        <source>The calendar does not start</source>
        <translation>التقويم لا يبدأ</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>فتح الإعدادات (&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>المحاولة مجددًا (&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إنهاء (&amp;Q)</translation>
    </message>
</context>
<context>
    <name>aria::tray::TrayRun</name>
    <message>
        <source>Keyring</source>
        <translation>حلقة المفاتيح</translation>
    </message>
</context>
<context>
    <name>aria::tray::Windows</name>
    <message>
        <source>Join the next meeting</source>
        <translation>الانضمام إلى الاجتماع التالي</translation>
    </message>
    <message>
        <source>No key to join meetings</source>
        <translation>لا مفتاح للانضمام إلى الاجتماعات</translation>
    </message>
    <message>
        <source>The desktop does not give %1 to this program: another one may have it.</source>
        <comment>a key</comment>
        <translation>لا يعطي سطح المكتب %1 لهذا البرنامج: قد يكون لدى برنامج آخر.</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>سطح المكتب هذا لا يتيح لأي برنامج مفتاحًا يعمل في كل مكان.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Desktop</name>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Sign out of Google? The events stay here; they are synced again after the next sign-in.</source>
        <translation>هل تريد تسجيل الخروج من Google؟ تبقى الأحداث هنا؛ وتُزامَن من جديد بعد تسجيل الدخول التالي.</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>تسجيل الخروج (&amp;خ)</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) are not saved: %1. Quit all the same?</source>
        <translation>
            <numerusform>لا أحداث غير محفوظة: %1. هل تريد الإنهاء مع ذلك؟</numerusform>
            <numerusform>حدث واحد غير محفوظ: %1. هل تريد الإنهاء مع ذلك؟</numerusform>
            <numerusform>حدثان غير محفوظين: %1. هل تريد الإنهاء مع ذلك؟</numerusform>
            <numerusform>%Ln أحداث غير محفوظة: %1. هل تريد الإنهاء مع ذلك؟</numerusform>
            <numerusform>%Ln حدثًا غير محفوظ: %1. هل تريد الإنهاء مع ذلك؟</numerusform>
            <numerusform>%Ln حدث غير محفوظ: %1. هل تريد الإنهاء مع ذلك؟</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep for the next start</source>
        <translation>الاحتفاظ به للبدء القادم (&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>تجاهل (&amp;D)</translation>
    </message>
    <message>
        <source>The calendar goes on in the panel. A click on its icon opens it again; to end it, choose Quit in its menu.</source>
        <translation>يستمر التقويم في اللوحة. نقرة على أيقونته تفتحه من جديد؛ ولإنهائه اختر «إنهاء» في قائمته.</translation>
    </message>
    <message>
        <source>The calendar goes on without a window. Start it again to open it; to end it, choose Quit in its menu.</source>
        <translation>يستمر التقويم من دون نافذة. شغّله مجددًا لفتحه؛ ولإنهائه اختر «إنهاء» في قائمته.</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>التقويم</translation>
    </message>
    <message>
        <source>There is no more meeting today that can be joined.</source>
        <translation>لا يوجد اليوم اجتماع آخر يمكن الانضمام إليه.</translation>
    </message>
    <message>
        <source>What you changed in %1 is not saved. Quit all the same?</source>
        <comment>titles of windows</comment>
        <translation>ما غيّرته في %1 غير محفوظ. هل تريد الخروج رغم ذلك؟</translation>
    </message>
    <message>
        <source>What you changed in %1 cannot be kept for the next start.</source>
        <comment>titles of windows</comment>
        <translation>ما غيّرته في %1 لا يمكن الاحتفاظ به للتشغيل القادم.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Editors</name>
    <message>
        <source>Open repeating event</source>
        <translation>فتح حدث متكرر</translation>
    </message>
    <message>
        <source>“%1” repeats. What do you want to change?</source>
        <translation>‏«%1» حدث متكرر. ما الذي تريد تغييره؟</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>هذا الحدث (&amp;ه)</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>هذا الحدث وما يليه (&amp;ي)</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>كل السلسلة (&amp;ك)</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>لم يُحفظ بعد</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were being written when the program ended: %1. Do you want to go on?</source>
        <translation>
            <numerusform>لم يكن أي حدث قيد الكتابة عند انتهاء البرنامج: %1. هل تريد المتابعة؟</numerusform>
            <numerusform>كان حدث واحد قيد الكتابة عند انتهاء البرنامج: %1. هل تريد المتابعة؟</numerusform>
            <numerusform>كان حدثان قيد الكتابة عند انتهاء البرنامج: %1. هل تريد المتابعة؟</numerusform>
            <numerusform>كانت %Ln أحداث قيد الكتابة عند انتهاء البرنامج: %1. هل تريد المتابعة؟</numerusform>
            <numerusform>كان %Ln حدثًا قيد الكتابة عند انتهاء البرنامج: %1. هل تريد المتابعة؟</numerusform>
            <numerusform>كان %Ln حدث قيد الكتابة عند انتهاء البرنامج: %1. هل تريد المتابعة؟</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>متابعة (&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>تجاهل (&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>لاحقًا (&amp;L)</translation>
    </message>
    <message>
        <source>The service is starting again. Please try once more in a moment.</source>
        <translation>الخدمة تبدأ من جديد. يُرجى المحاولة مرة أخرى بعد لحظات.</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayIcon</name>
    <message>
        <source>Last sync: %1</source>
        <comment>%1 is a time</comment>
        <translation>آخر مزامنة: %1</translation>
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
        <translation>الانضمام إلى الاجتماع (&amp;ن)</translation>
    </message>
    <message>
        <source>&amp;Show in the agenda</source>
        <translation>إظهار في جدول المواعيد (&amp;ظ)</translation>
    </message>
    <message>
        <source>Nothing more today</source>
        <translation>لا شيء آخر اليوم</translation>
    </message>
    <message numerus="yes">
        <source>%n more today…</source>
        <translation>
            <numerusform>لا شيء آخر اليوم…</numerusform>
            <numerusform>حدث آخر اليوم…</numerusform>
            <numerusform>حدثان آخران اليوم…</numerusform>
            <numerusform>%Ln أحداث أخرى اليوم…</numerusform>
            <numerusform>%Ln حدثًا آخر اليوم…</numerusform>
            <numerusform>%Ln حدث آخر اليوم…</numerusform>
        </translation>
    </message>
    <message>
        <source>Now: %1, until %2</source>
        <comment>an event, a time</comment>
        <translation>الآن: %1، حتى %2</translation>
    </message>
    <message>
        <source>Next: %1 %2 (%3)</source>
        <comment>time and title of an event; in how many minutes</comment>
        <translation>التالي: %1 %2 (%3)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBook</name>
    <message>
        <source>My calendar</source>
        <translation>تقويمي</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBox</name>
    <message>
        <source>Calendar</source>
        <translation>التقويم</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::EventColor</name>
    <message>
        <source>Lavender</source>
        <translation>خزامى</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>مريمية</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>عنبي</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>فلامينغو</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>موزي</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>يوسفي</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>طاووسي</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>غرافيت</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>توت أزرق</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>ريحان</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>طماطم</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ServiceActions</name>
    <message>
        <source>Open &amp;agenda</source>
        <translation>فتح جدول المواعيد (&amp;ج)</translation>
    </message>
    <message>
        <source>&amp;New event…</source>
        <translation>حدث جديد (&amp;ح)…</translation>
    </message>
    <message>
        <source>Review con&amp;flicts…</source>
        <translation>مراجعة التعارضات (&amp;ع)…</translation>
    </message>
    <message>
        <source>Review &amp;deletions…</source>
        <translation>مراجعة عمليات الحذف (&amp;ذ)…</translation>
    </message>
    <message>
        <source>S&amp;ign in to Google…</source>
        <translation>تسجيل الدخول إلى Google (&amp;د)…</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>الإعدادات (&amp;ت)…</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>السجل (&amp;س)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إنهاء (&amp;ن)</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>المزامنة الآن (&amp;م)</translation>
    </message>
    <message>
        <source>&amp;Pause for 1 hour</source>
        <translation>إيقاف مؤقت لساعة (&amp;ق)</translation>
    </message>
    <message>
        <source>Pause &amp;until resumed</source>
        <translation>إيقاف مؤقت حتى الاستئناف (&amp;ف)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>استئناف (&amp;ئ)</translation>
    </message>
    <message>
        <source>Sign &amp;out…</source>
        <translation>تسجيل الخروج (&amp;خ)…</translation>
    </message>
    <message numerus="yes">
        <source>Review %n con&amp;flict(s)…</source>
        <translation>
            <numerusform>مراجعة التعارضات (%Ln) (&amp;ع)…</numerusform>
            <numerusform>مراجعة تعارض واحد (&amp;ع)…</numerusform>
            <numerusform>مراجعة تعارضين (&amp;ع)…</numerusform>
            <numerusform>مراجعة %Ln تعارضات (&amp;ع)…</numerusform>
            <numerusform>مراجعة %Ln تعارضًا (&amp;ع)…</numerusform>
            <numerusform>مراجعة %Ln تعارض (&amp;ع)…</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ShortcutList</name>
    <message>
        <source>Agenda</source>
        <translation>جدول المواعيد</translation>
    </message>
    <message>
        <source>Look at the event</source>
        <translation>عرض الحدث</translation>
    </message>
    <message>
        <source>Edit the event</source>
        <translation>تعديل الحدث</translation>
    </message>
    <message>
        <source>New event on the chosen day</source>
        <translation>حدث جديد في اليوم المختار</translation>
    </message>
    <message>
        <source>Delete the event</source>
        <translation>حذف الحدث</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Join the meeting</source>
        <translation>الانضمام إلى الاجتماع</translation>
    </message>
    <message>
        <source>All that can be done with the event, such as answering an invitation</source>
        <translation>كل ما يمكن فعله بالحدث، مثل الإجابة عن دعوة</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>الانتقال إلى اليوم</translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation>الانتقال إلى تاريخ</translation>
    </message>
    <message>
        <source>Earlier days, at the top of the list</source>
        <translation>الأيام السابقة، في أعلى القائمة</translation>
    </message>
    <message>
        <source>Search, also in the past</source>
        <translation>البحث، في الماضي أيضًا</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>إنهاء البحث</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>المزامنة الآن</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>القائمة</translation>
    </message>
    <message>
        <source>Close the window; the program goes on</source>
        <translation>إغلاق النافذة؛ يستمر البرنامج</translation>
    </message>
    <message>
        <source>Quit the program</source>
        <translation>إنهاء البرنامج</translation>
    </message>
    <message>
        <source>An event’s card</source>
        <translation>بطاقة الحدث</translation>
    </message>
    <message>
        <source>Duplicate the event</source>
        <translation>إنشاء نسخة من الحدث</translation>
    </message>
    <message>
        <source>Copy the link to it</source>
        <translation>نسخ رابطه</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Editing an event</source>
        <translation>تعديل حدث</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Remove the chosen guest</source>
        <translation>إزالة الضيف المختار</translation>
    </message>
    <message>
        <source>Close; what you typed is not thrown away unasked</source>
        <translation>إغلاق؛ لا يضيع ما كتبته دون سؤال</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>التعارضات</translation>
    </message>
    <message>
        <source>All from ARIA</source>
        <translation>الكل من ARIA</translation>
    </message>
    <message>
        <source>All from Google</source>
        <translation>الكل من Google</translation>
    </message>
    <message>
        <source>Keep both as two events</source>
        <translation>الإبقاء على الاثنين كحدثين</translation>
    </message>
    <message>
        <source>Apply to all like this</source>
        <translation>التطبيق على كل ما يماثله</translation>
    </message>
    <message>
        <source>Next conflict</source>
        <translation>التعارض التالي</translation>
    </message>
    <message>
        <source>History</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Undo the chosen change</source>
        <translation>التراجع عن التغيير المختار</translation>
    </message>
    <message>
        <source>Undo all since then</source>
        <translation>التراجع عن كل ما تلا ذلك</translation>
    </message>
    <message>
        <source>Only changes of this event</source>
        <translation>تغييرات هذا الحدث فقط</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>في كل مكان</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>هذه القائمة</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>ما يفعله</translation>
    </message>
    <message>
        <source>Show or hide the month</source>
        <translation>إظهار الشهر أو إخفاؤه</translation>
    </message>
    <message>
        <source>List of days, or one day by its hours</source>
        <translation>قائمة الأيام، أو يوم واحد بالساعات</translation>
    </message>
    <message>
        <source>A day by its hours</source>
        <translation>يوم واحد بالساعات</translation>
    </message>
    <message>
        <source>The day beside it</source>
        <translation>اليوم المجاور</translation>
    </message>
    <message>
        <source>Move the event, with Alt+Up back</source>
        <translation>نقل الحدث، ومع Alt+السهم لأعلى يعود</translation>
    </message>
    <message>
        <source>Make the event longer</source>
        <translation>إطالة الحدث</translation>
    </message>
    <message>
        <source>Make the event shorter</source>
        <translation>تقصير الحدث</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>إضافة سريعة</translation>
    </message>
    <message>
        <source>Add the event</source>
        <translation>إضافة الحدث</translation>
    </message>
    <message>
        <source>Open what is typed in the editor</source>
        <translation>فتح المكتوب في المحرر</translation>
    </message>
    <message>
        <source>In a date or time: the one below, with Up back</source>
        <translation>في تاريخ أو وقت: الذي يليه، ومع السهم لأعلى الذي قبله</translation>
    </message>
    <message>
        <source>In a date or time: choose from a calendar or list</source>
        <translation>في تاريخ أو وقت: الاختيار من تقويم أو قائمة</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::StatusLine</name>
    <message>
        <source>Starting…</source>
        <comment>the service is about to run</comment>
        <translation>جارٍ البدء…</translation>
    </message>
    <message>
        <source>The calendar cannot be read</source>
        <translation>لا يمكن قراءة التقويم</translation>
    </message>
    <message>
        <source>Google wants a new sign-in</source>
        <translation>يطلب Google تسجيل دخول جديدًا</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <comment>button</comment>
        <translation>تسجيل الدخول مجددًا</translation>
    </message>
    <message>
        <source>Not connected to Google yet</source>
        <translation>غير متصل بـ Google بعد</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>button</comment>
        <translation>تسجيل الدخول</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>لا تعارضات</numerusform>
            <numerusform>تعارض واحد</numerusform>
            <numerusform>تعارضان</numerusform>
            <numerusform>%Ln تعارضات</numerusform>
            <numerusform>%Ln تعارضًا</numerusform>
            <numerusform>%Ln تعارض</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the conflicts</comment>
        <translation>مراجعة</translation>
    </message>
    <message>
        <source>Many deletions wait for you</source>
        <translation>عمليات حذف كثيرة في انتظارك</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the deletions</comment>
        <translation>مراجعة</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n edit(s) waiting</source>
        <translation>
            <numerusform>متوقف مؤقتًا، لا تعديلات تنتظر</numerusform>
            <numerusform>متوقف مؤقتًا، تعديل واحد ينتظر</numerusform>
            <numerusform>متوقف مؤقتًا، تعديلان ينتظران</numerusform>
            <numerusform>متوقف مؤقتًا، %Ln تعديلات تنتظر</numerusform>
            <numerusform>متوقف مؤقتًا، %Ln تعديلًا ينتظر</numerusform>
            <numerusform>متوقف مؤقتًا، %Ln تعديل ينتظر</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of the sync</comment>
        <translation>متوقف مؤقتًا</translation>
    </message>
    <message>
        <source>Resume</source>
        <comment>button: sync again</comment>
        <translation>استئناف</translation>
    </message>
    <message numerus="yes">
        <source>Google refused %n event(s)</source>
        <translation>
            <numerusform>لم يرفض Google أي حدث</numerusform>
            <numerusform>رفض Google حدثًا واحدًا</numerusform>
            <numerusform>رفض Google حدثين</numerusform>
            <numerusform>رفض Google ‏%Ln أحداث</numerusform>
            <numerusform>رفض Google ‏%Ln حدثًا</numerusform>
            <numerusform>رفض Google ‏%Ln حدث</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing %1 of %2</source>
        <comment>numbers of events</comment>
        <translation>جارٍ استيراد %1 من %2</translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n event(s) so far</source>
        <translation>
            <numerusform>جارٍ الاستيراد</numerusform>
            <numerusform>جارٍ الاستيراد، حدث واحد حتى الآن</numerusform>
            <numerusform>جارٍ الاستيراد، حدثان حتى الآن</numerusform>
            <numerusform>جارٍ الاستيراد، %Ln أحداث حتى الآن</numerusform>
            <numerusform>جارٍ الاستيراد، %Ln حدثًا حتى الآن</numerusform>
            <numerusform>جارٍ الاستيراد، %Ln حدث حتى الآن</numerusform>
        </translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>جارٍ المزامنة…</translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n edit(s) waiting</source>
        <translation>
            <numerusform>غير متصل، لا تعديلات تنتظر</numerusform>
            <numerusform>غير متصل، تعديل واحد ينتظر</numerusform>
            <numerusform>غير متصل، تعديلان ينتظران</numerusform>
            <numerusform>غير متصل، %Ln تعديلات تنتظر</numerusform>
            <numerusform>غير متصل، %Ln تعديلًا ينتظر</numerusform>
            <numerusform>غير متصل، %Ln تعديل ينتظر</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>Google cannot be reached</comment>
        <translation>غير متصل</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on the way to Google</source>
        <translation>
            <numerusform>لا تعديلات في الطريق إلى Google</numerusform>
            <numerusform>تعديل واحد في الطريق إلى Google</numerusform>
            <numerusform>تعديلان في الطريق إلى Google</numerusform>
            <numerusform>%Ln تعديلات في الطريق إلى Google</numerusform>
            <numerusform>%Ln تعديلًا في الطريق إلى Google</numerusform>
            <numerusform>%Ln تعديل في الطريق إلى Google</numerusform>
        </translation>
    </message>
    <message>
        <source>In step · %1</source>
        <comment>%1 is when: 2 min ago</comment>
        <translation>متزامن · %1</translation>
    </message>
    <message>
        <source>In step</source>
        <comment>both calendars hold the same</comment>
        <translation>متزامن</translation>
    </message>
    <message>
        <source>The calendar service is not running</source>
        <translation>خدمة التقويم لا تعمل</translation>
    </message>
    <message>
        <source>Try again</source>
        <comment>button: start the service</comment>
        <translation>إعادة المحاولة</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::SyncNote</name>
    <message>
        <source>Waiting for Google</source>
        <translation>في انتظار Google</translation>
    </message>
    <message>
        <source>Google refused this event</source>
        <translation>رفض Google هذا الحدث</translation>
    </message>
    <message>
        <source>Google refused this event: %1</source>
        <translation>رفض Google هذا الحدث: %1</translation>
    </message>
    <message>
        <source>Changed in ARIA and in Google: review the conflict</source>
        <translation>تغيّر في ARIA وفي Google: يُرجى مراجعة التعارض</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UiFormat</name>
    <message>
        <source>ddd, d MMM yyyy</source>
        <comment>format of a date with its weekday, see QDate::toString()</comment>
        <translation>ddd، d MMM yyyy</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date and a time</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>غدًا</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <comment>from one time to another</comment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>%1, all day</source>
        <translation>‏%1، طوال اليوم</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from one date to another</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a day and times</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from one date and time to another</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>الآن</numerusform>
            <numerusform>قبل دقيقة</numerusform>
            <numerusform>قبل دقيقتين</numerusform>
            <numerusform>قبل %Ln دقائق</numerusform>
            <numerusform>قبل %Ln دقيقة</numerusform>
            <numerusform>قبل %Ln دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <comment>hours</comment>
        <translation>
            <numerusform>الآن</numerusform>
            <numerusform>قبل ساعة</numerusform>
            <numerusform>قبل ساعتين</numerusform>
            <numerusform>قبل %Ln ساعات</numerusform>
            <numerusform>قبل %Ln ساعة</numerusform>
            <numerusform>قبل %Ln ساعة</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>الآن</numerusform>
            <numerusform>بعد دقيقة</numerusform>
            <numerusform>بعد دقيقتين</numerusform>
            <numerusform>بعد %Ln دقائق</numerusform>
            <numerusform>بعد %Ln دقيقة</numerusform>
            <numerusform>بعد %Ln دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>الآن</numerusform>
            <numerusform>بعد ساعة</numerusform>
            <numerusform>بعد ساعتين</numerusform>
            <numerusform>بعد %Ln ساعات</numerusform>
            <numerusform>بعد %Ln ساعة</numerusform>
            <numerusform>بعد %Ln ساعة</numerusform>
        </translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>(بلا عنوان)</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UnsavedWords</name>
    <message>
        <source>Discard what you changed?</source>
        <translation>هل تريد تجاهل ما غيّرته؟</translation>
    </message>
</context>
<context>
    <name>aria::when::DateField</name>
    <message>
        <source>Choose a day</source>
        <translation>اختر يومًا</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>ينقص تاريخ.</translation>
    </message>
    <message>
        <source>“%1” is no date that is understood. Dates look like this: %2.</source>
        <translation>لا يُفهم «%1» كتاريخ. يُكتب التاريخ هكذا: %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>غير صالح</translation>
    </message>
</context>
<context>
    <name>aria::when::TimeField</name>
    <message>
        <source>A time is missing.</source>
        <translation>الوقت مفقود.</translation>
    </message>
    <message>
        <source>“%1” is no time that is understood. Times look like this: %2.</source>
        <translation>لا يُفهم «%1» كوقت. يُكتب الوقت هكذا: %2.</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>غير صالح</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Calendar</source>
        <comment>name of the program</comment>
        <translation>التقويم</translation>
    </message>
</context>
</TS>
