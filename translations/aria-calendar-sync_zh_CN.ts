<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChangeWords</name>
    <message>
        <source>%1, %2</source>
        <comment>an event&apos;s title, its time</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two times of one day</comment>
        <translation>%1 已从 %2 改到 %3</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <comment>an event, two dates</comment>
        <translation>%1 已从 %2 改到 %3</translation>
    </message>
    <message>
        <source>%1 is now on %2</source>
        <comment>an event, dates</comment>
        <translation>%1 现在的日期：%2</translation>
    </message>
    <message>
        <source>%1 now ends at %2</source>
        <comment>an event, a time or a date and time</comment>
        <translation>%1 现在的结束时间：%2</translation>
    </message>
    <message>
        <source>%1 has no place any more</source>
        <comment>an event</comment>
        <translation>%1 不再有地点</translation>
    </message>
    <message>
        <source>%1 now takes place at %2</source>
        <comment>an event, a place</comment>
        <translation>%1 的新地点：%2</translation>
    </message>
    <message>
        <source>%1 is tentative now</source>
        <comment>an event</comment>
        <translation>%1 现为待定</translation>
    </message>
    <message>
        <source>%1 is confirmed now</source>
        <comment>an event</comment>
        <translation>%1 现已确认</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <comment>an event&apos;s old and new title</comment>
        <translation>%1 现在叫做 %2</translation>
    </message>
    <message>
        <source>%1 repeats differently now</source>
        <comment>an event</comment>
        <translation>%1 的重复方式已更改</translation>
    </message>
    <message>
        <source>%1 does not repeat any more</source>
        <comment>an event</comment>
        <translation>%1 不再重复</translation>
    </message>
    <message>
        <source>%1 has another meeting link</source>
        <comment>an event</comment>
        <translation>%1 有了另一个会议链接</translation>
    </message>
    <message>
        <source>The notes of %1 changed</source>
        <comment>an event</comment>
        <translation>%1 的备注已更改</translation>
    </message>
    <message>
        <source>The attachments of %1 changed</source>
        <comment>an event</comment>
        <translation>%1 的附件已更改</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <comment>titles</comment>
        <translation>
            <numerusform>%1，另有 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) changed in Google Calendar</source>
        <translation>
            <numerusform>Google 日历中有 %Ln 个活动已更改</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <comment>an event</comment>
        <translation>已取消：%1</translation>
    </message>
    <message>
        <source>New: %1</source>
        <comment>an event</comment>
        <translation>新活动：%1</translation>
    </message>
    <message>
        <source>%1 on %2 moved from %3 to %4</source>
        <comment>an event, its day, two times</comment>
        <translation>%2的“%1”从 %3 改到 %4</translation>
    </message>
    <message>
        <source>%1 on %2 now ends at %3</source>
        <comment>an event, its day, a time</comment>
        <translation>%2的“%1”现在 %3 结束</translation>
    </message>
    <message>
        <source>%1 (cancelled)</source>
        <comment>title of an event</comment>
        <translation>%1（已取消）</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) added in Google Calendar</source>
        <translation>
            <numerusform>Google 日历中新增了 %Ln 个活动</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) cancelled in Google Calendar</source>
        <translation>
            <numerusform>Google 日历中有 %Ln 个活动被取消</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them cancelled</source>
        <comment>5 events changed</comment>
        <translation>
            <numerusform>%1，其中 %Ln 个被取消</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 invites you: %2</source>
        <comment>a person, an event</comment>
        <translation>%1 邀请您：%2</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>Google lets this account only read this calendar.</source>
        <translation>Google 只允许此账号读取该日历。</translation>
    </message>
    <message>
        <source>Only the organizer of this event can change that.</source>
        <translation>只有此活动的组织者可以更改。</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>The event was changed elsewhere in the meantime.</source>
        <translation>该活动在此期间已在别处被更改。</translation>
    </message>
    <message>
        <source>What this change made is deleted already.</source>
        <translation>此更改所创建的内容已被删除。</translation>
    </message>
    <message>
        <source>This event is not in conflict any more.</source>
        <translation>此活动已不再有冲突。</translation>
    </message>
    <message>
        <source>Other deletions wait by now. Please look at the list again.</source>
        <translation>现在等待的是其他删除。请重新查看列表。</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>没有删除在等待决定。</translation>
    </message>
    <message>
        <source>This series repeats in a way that cannot be split. Change one event or all of them.</source>
        <translation>此系列的重复方式无法拆分。请更改单个活动或全部活动。</translation>
    </message>
    <message>
        <source>The series has no event at this time any more.</source>
        <translation>该系列在此时间已没有活动。</translation>
    </message>
    <message>
        <source>Unusually many deletions at once wait for a decision.</source>
        <translation>一次出现异常多的删除，正在等待决定。</translation>
    </message>
    <message>
        <source>The sync is paused.</source>
        <translation>同步已暂停。</translation>
    </message>
    <message>
        <source>Not signed in to Google.</source>
        <translation>未登录 Google。</translation>
    </message>
    <message>
        <source>Google has ended the sign-in. Please sign in again.</source>
        <translation>Google 已结束登录。请重新登录。</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed. Please sign in again and agree.</source>
        <translation>未授予 Google 所需的全部权限。请重新登录并同意。</translation>
    </message>
    <message>
        <source>The database cannot be reached. It is tried again by itself.</source>
        <translation>无法连接数据库。程序会自动重试。</translation>
    </message>
    <message>
        <source>The database is busy. Please try again in a moment.</source>
        <translation>数据库正忙。请稍后再试。</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>磁盘空间不足。</translation>
    </message>
    <message>
        <source>Google cannot be reached. It is tried again by itself.</source>
        <translation>无法连接 Google。程序会自动重试。</translation>
    </message>
    <message>
        <source>Google does not answer. It is tried again by itself.</source>
        <translation>Google 没有响应。程序会自动重试。</translation>
    </message>
    <message>
        <source>The service that speaks to Google does not answer. Please try again.</source>
        <translation>与 Google 通信的服务没有响应。请重试。</translation>
    </message>
    <message>
        <source>The service is starting again. Please try again in a moment.</source>
        <translation>服务正在重新启动。请稍后再试。</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google 要求重新登录。</translation>
    </message>
    <message>
        <source>Google asks for patience. It is tried again by itself.</source>
        <translation>Google 要求稍候。程序会自动重试。</translation>
    </message>
    <message>
        <source>Google has trouble at the moment. It is tried again by itself.</source>
        <translation>Google 目前出现问题。程序会自动重试。</translation>
    </message>
    <message>
        <source>Google does not allow this.</source>
        <translation>Google 不允许此操作。</translation>
    </message>
    <message>
        <source>Google refused it: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google 拒绝了：%1</translation>
    </message>
    <message>
        <source>Google does not allow this: %1</source>
        <comment>%1: Google&apos;s own words</comment>
        <translation>Google 不允许此操作：%1</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>已接受</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>可能参加</translation>
    </message>
    <message>
        <source>at the start</source>
        <comment>a reminder</comment>
        <translation>开始时</translation>
    </message>
    <message>
        <source>%1 before</source>
        <comment>a reminder: 10 minutes before</comment>
        <translation>提前 %1</translation>
    </message>
    <message>
        <source>%1 by e-mail</source>
        <comment>a reminder: 10 minutes before by e-mail</comment>
        <translation>%1（通过电子邮件）</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>嘉宾</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>谁可以看到</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>显示为</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Meeting link</source>
        <translation>会议链接</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Data of other programs</source>
        <translation>其他程序的数据</translation>
    </message>
    <message>
        <source>Guests may invite others</source>
        <translation>嘉宾可以邀请他人</translation>
    </message>
    <message>
        <source>Guests may edit</source>
        <translation>嘉宾可以编辑</translation>
    </message>
    <message>
        <source>Guests see the guest list</source>
        <translation>嘉宾可以看到嘉宾名单</translation>
    </message>
    <message>
        <source>Anyone may join</source>
        <translation>任何人都可以加入</translation>
    </message>
    <message>
        <source>Focus time</source>
        <translation>专注时间</translation>
    </message>
    <message>
        <source>Out of office</source>
        <translation>不在办公室</translation>
    </message>
    <message>
        <source>Working location</source>
        <translation>工作地点</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln 周</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>a duration</comment>
        <translation>
            <numerusform>%Ln 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <comment>an event&apos;s reminders</comment>
        <translation>按日历的设置</translation>
    </message>
    <message>
        <source>none</source>
        <comment>an event&apos;s reminders</comment>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>guest (answer)</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>GuestWords</name>
    <message>
        <source>%1 accepted: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 已接受：%2</translation>
    </message>
    <message>
        <source>%1 declined: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 已拒绝：%2</translation>
    </message>
    <message>
        <source>%1 may come: %2</source>
        <comment>a guest, an event</comment>
        <translation>%1 可能参加：%2</translation>
    </message>
    <message>
        <source>Invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>已被邀请参加 %1：%2</translation>
    </message>
    <message>
        <source>No longer invited to %1: %2</source>
        <comment>an event, guests</comment>
        <translation>不再被邀请参加 %1：%2</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Made</source>
        <translation>已新建</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>冲突已解决</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>在 ARIA 中</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>在 Google 中</translation>
    </message>
    <message>
        <source>edited in ARIA</source>
        <translation>在 ARIA 中编辑</translation>
    </message>
    <message>
        <source>changed in Google</source>
        <translation>在 Google 中更改</translation>
    </message>
    <message>
        <source>made in Google</source>
        <translation>在 Google 中新建</translation>
    </message>
    <message>
        <source>deleted in Google</source>
        <translation>在 Google 中删除</translation>
    </message>
    <message>
        <source>no longer in Google&apos;s calendar</source>
        <translation>已不在 Google 的日历中</translation>
    </message>
    <message>
        <source>an earlier change was undone</source>
        <translation>撤销了之前的一项更改</translation>
    </message>
    <message>
        <source>conflict: Google&apos;s version wins</source>
        <translation>冲突：以 Google 的版本为准</translation>
    </message>
    <message>
        <source>conflict: ARIA&apos;s version wins</source>
        <translation>冲突：以 ARIA 的版本为准</translation>
    </message>
    <message>
        <source>conflict: the latest edit wins</source>
        <translation>冲突：以最近的编辑为准</translation>
    </message>
    <message>
        <source>conflict: decided by a person</source>
        <translation>冲突：由人决定</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a change that is not at Google yet</comment>
        <translation>等待中</translation>
    </message>
    <message>
        <source>overtaken by a later change</source>
        <translation>已被之后的更改取代</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a change</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <comment>a change, and why</comment>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>%1 %2: %3 (%4)</source>
        <comment>Changed in ARIA: Team Meeting (15 January, 14:00)</comment>
        <translation>%1（%2）：%3（%4）</translation>
    </message>
    <message>
        <source>this event and all that follow in its series</source>
        <translation>此活动及其系列中的后续活动</translation>
    </message>
</context>
<context>
    <name>RecurrenceWords</name>
    <message>
        <source>first</source>
        <comment>… Monday of the month</comment>
        <translation>第一个</translation>
    </message>
    <message>
        <source>second</source>
        <comment>… Monday of the month</comment>
        <translation>第二个</translation>
    </message>
    <message>
        <source>third</source>
        <comment>… Monday of the month</comment>
        <translation>第三个</translation>
    </message>
    <message>
        <source>fourth</source>
        <comment>… Monday of the month</comment>
        <translation>第四个</translation>
    </message>
    <message>
        <source>last</source>
        <comment>… Monday of the month</comment>
        <translation>最后一个</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>每天</translation>
    </message>
    <message numerus="yes">
        <source>Every %n days</source>
        <translation>
            <numerusform>每 %Ln 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>每周</translation>
    </message>
    <message numerus="yes">
        <source>Every %n weeks</source>
        <translation>
            <numerusform>每 %Ln 周</numerusform>
        </translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>每月</translation>
    </message>
    <message numerus="yes">
        <source>Every %n months</source>
        <translation>
            <numerusform>每 %Ln 个月</numerusform>
        </translation>
    </message>
    <message>
        <source>Every year</source>
        <translation>每年</translation>
    </message>
    <message numerus="yes">
        <source>Every %n years</source>
        <translation>
            <numerusform>每 %Ln 年</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>Every week on Monday and Friday</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 on the last day</source>
        <comment>Every month on the last day</comment>
        <translation>%1最后一天</translation>
    </message>
    <message>
        <source>%1 on day %2</source>
        <comment>Every month on day 15</comment>
        <translation>%1 %2 日</translation>
    </message>
    <message>
        <source>%1 on the %2 working day</source>
        <comment>Every month on the last working day</comment>
        <translation>%1%2工作日</translation>
    </message>
    <message>
        <source>%1 on the days %2</source>
        <comment>Every month on the days 1 and 15</comment>
        <translation>%1 %2 日</translation>
    </message>
    <message>
        <source>%1 on the %2 %3</source>
        <comment>Every month on the second Monday</comment>
        <translation>%1%2%3</translation>
    </message>
    <message>
        <source>once</source>
        <comment>how often an event takes place</comment>
        <translation>一次</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <comment>how often an event takes place</comment>
        <translation>
            <numerusform>%Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>Every week, 10 times</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <comment>Every week, until 31 May 2024</comment>
        <translation>%1，直到 %2</translation>
    </message>
    <message>
        <source>not on %1</source>
        <comment>dates on which a series does not take place</comment>
        <translation>不含 %1</translation>
    </message>
    <message>
        <source>also on %1</source>
        <comment>dates on which a series also takes place</comment>
        <translation>另含 %1</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>The calendar service is starting again. Please try again in a moment.</source>
        <translation>日历服务正在重新启动。请稍后再试。</translation>
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
        <translation>%1 %2</translation>
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
        <translation>薰衣草色</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>鼠尾草色</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>葡萄色</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>火烈鸟色</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>香蕉色</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>橘色</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>孔雀蓝</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>石墨色</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>蓝莓色</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>罗勒色</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>番茄色</translation>
    </message>
    <message>
        <source>as the calendar has it</source>
        <translation>按日历的设置</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>guests only</source>
        <translation>仅限嘉宾</translation>
    </message>
    <message>
        <source>guests only (confidential)</source>
        <translation>仅限嘉宾（机密）</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>tentative</source>
        <translation>待定</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>a new meeting link</source>
        <translation>新的会议链接</translation>
    </message>
    <message>
        <source>the calendar&apos;s colour</source>
        <translation>日历的颜色</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaRow</name>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <comment>names of guests</comment>
        <translation>
            <numerusform>%1、%2 和另外 %Ln 人</numerusform>
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
        <translation>没有安排</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>the person said no to the invitation</comment>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>running now</source>
        <translation>正在进行</translation>
    </message>
    <message>
        <source>invitation, not answered yet</source>
        <translation>邀请，尚未答复</translation>
    </message>
    <message>
        <source>%1 invites you, not answered yet</source>
        <comment>a person</comment>
        <translation>%1 邀请您，尚未答复</translation>
    </message>
</context>
<context>
    <name>aria::agenda::AgendaWindow</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Go to date</source>
        <translation>转到日期</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>新建活动</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Search events</source>
        <translation>搜索活动</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Join meeting</source>
        <translation>加入会议(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>日程</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>没有安排</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Undone: “%1” is as it was.</source>
        <translation>已撤销：“%1”已恢复原样。</translation>
    </message>
    <message>
        <source>Agenda (demo)</source>
        <translation>日程（演示）</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Day view</source>
        <translation>日视图</translation>
    </message>
    <message>
        <source>Mo&amp;ve the series to</source>
        <translation>系列移动到(&amp;V)</translation>
    </message>
    <message>
        <source>Mo&amp;ve to</source>
        <comment>another calendar</comment>
        <translation>移动到(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Calendars</source>
        <translation>日历(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>复制为新活动(&amp;U)…</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>您受到邀请</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 邀请您</translation>
    </message>
    <message>
        <source>For &amp;this event only</source>
        <translation>仅此活动(&amp;T)</translation>
    </message>
    <message>
        <source>For &amp;all of the series</source>
        <translation>整个系列(&amp;A)</translation>
    </message>
    <message>
        <source>Answer &amp;with a note…</source>
        <translation>附言答复(&amp;W)…</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DeleteQuestion</name>
    <message>
        <source>Delete repeating event</source>
        <translation>删除重复活动</translation>
    </message>
    <message>
        <source>“%1” repeats. What should be deleted?</source>
        <translation>“%1”是重复活动。要删除什么？</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>此活动(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>整个系列(&amp;A)</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>此活动及后续活动(&amp;F)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::DemoBar</name>
    <message>
        <source>This is a demo. All events are made up; your own calendar is not touched.</source>
        <translation>这是演示。所有活动都是虚构的；不会改动您自己的日历。</translation>
    </message>
    <message>
        <source>Use my &amp;own account</source>
        <translation>使用我自己的帐户(&amp;O)</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventCommands</name>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>服务在答复之前已停止。</translation>
    </message>
    <message>
        <source>The history does not know this change any more.</source>
        <translation>历史记录中已没有这项更改。</translation>
    </message>
</context>
<context>
    <name>aria::agenda::EventDelegate</name>
    <message>
        <source>Join</source>
        <comment>button: take part in the online meeting</comment>
        <translation>加入</translation>
    </message>
    <message>
        <source>all day</source>
        <translation>全天</translation>
    </message>
    <message>
        <source>%1 (day %2 of %3)</source>
        <translation>%1（第 %2 天，共 %3 天）</translation>
    </message>
</context>
<context>
    <name>aria::agenda::MonthStrip</name>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln 个活动</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::agenda::QuickAddLine</name>
    <message>
        <source>Add: Lunch with Anna tomorrow %1</source>
        <comment>example; words the program understands, %1: half past twelve</comment>
        <translation>添加：与安娜午餐 明天 %1</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>快速添加</translation>
    </message>
    <message>
        <source>%1: and what?</source>
        <comment>%1 is a time; the title is missing</comment>
        <translation>%1：要做什么？</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>title and time of a new event</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Calendar of the new event</source>
        <translation>新活动的日历</translation>
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
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Is %1 meant so? Alt+Enter opens the editor.</source>
        <comment>%1 are words of a person</comment>
        <translation>%1 是这个意思吗？按 Alt+Enter 打开编辑器。</translation>
    </message>
</context>
<context>
    <name>aria::agenda::StatusHeader</name>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
</context>
<context>
    <name>aria::agenda::UndoBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <comment>closes a message</comment>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Added “%1”.</source>
        <comment>an event</comment>
        <translation>已添加“%1”。</translation>
    </message>
    <message>
        <source>Changed “%1”.</source>
        <comment>an event</comment>
        <translation>已更改“%1”。</translation>
    </message>
    <message>
        <source>Deleted “%1”.</source>
        <comment>an event</comment>
        <translation>已删除“%1”。</translation>
    </message>
    <message>
        <source>Google gets it later.</source>
        <translation>Google 稍后会收到。</translation>
    </message>
    <message>
        <source>Changed “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>已更改“%1”及后续活动。</translation>
    </message>
    <message>
        <source>Deleted “%1” and all that follow.</source>
        <comment>an event</comment>
        <translation>已删除“%1”及后续活动。</translation>
    </message>
    <message>
        <source>Moved “%1” to another calendar.</source>
        <comment>an event</comment>
        <translation>已将“%1”移动到另一个日历。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an event, the answer to its invitation</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Changed “%1” and moved it to another calendar.</source>
        <comment>an event</comment>
        <translation>已更改“%1”并将其移到另一个日历。</translation>
    </message>
    <message>
        <source>It was changed in Google, too: please decide which version to keep.</source>
        <translation>它在 Google 中也被更改了：请决定保留哪个版本。</translation>
    </message>
</context>
<context>
    <name>aria::card::EventCard</name>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>嘉宾</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>快捷键：%1</translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation>加入(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Duplicate…</source>
        <translation>复制为新活动(&amp;D)…</translation>
    </message>
    <message>
        <source>Open in &amp;Google Calendar</source>
        <translation>在 Google 日历中打开(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Copy link</source>
        <translation>复制链接(&amp;C)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>a guest&apos;s answer</comment>
        <translation>是</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>可能参加</translation>
    </message>
    <message>
        <source>no</source>
        <comment>a guest&apos;s answer</comment>
        <translation>否</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>尚未答复</translation>
    </message>
    <message>
        <source>organizer</source>
        <translation>组织者</translation>
    </message>
    <message>
        <source>you</source>
        <comment>this guest is the person who reads it</comment>
        <translation>您</translation>
    </message>
    <message>
        <source>optional</source>
        <comment>a guest who need not come</comment>
        <translation>可选</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a guest, the answer</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 – “%2”</source>
        <comment>a guest with the answer, a note</comment>
        <translation>%1 –“%2”</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>times, the city of their time zone</comment>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>guests</comment>
        <translation>
            <numerusform>另有 %Ln 位</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guest(s)</source>
        <translation>
            <numerusform>%Ln 位嘉宾</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted.</source>
        <translation>此活动已被删除。</translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>链接已复制。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>facts about a guest</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
</context>
<context>
    <name>aria::choices::Autostart</name>
    <message>
        <source>The folder cannot be made.</source>
        <translation>无法创建该文件夹。</translation>
    </message>
</context>
<context>
    <name>aria::choices::CalendarPicker</name>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>服务正在启动。</translation>
    </message>
    <message>
        <source>Asking Google for your calendars…</source>
        <translation>正在向 Google 查询您的日历…</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile.</source>
        <translation>服务在此期间已停止。</translation>
    </message>
    <message>
        <source>Your calendars could not be listed: %1</source>
        <translation>无法列出您的日历：%1</translation>
    </message>
    <message>
        <source>%1 (free/busy only, cannot be synced)</source>
        <extracomment>%1 is the name of a calendar that shows only when somebody is busy.</extracomment>
        <translation>%1（仅显示忙闲，无法同步）</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <extracomment>%1 is the name of a calendar.</extracomment>
        <translation>%1（只读）</translation>
    </message>
    <message>
        <source>%1 (not in this account)</source>
        <extracomment>%1 is the id of a calendar that the settings name.</extracomment>
        <translation>%1（不在此账号中）</translation>
    </message>
</context>
<context>
    <name>aria::choices::SettingsAccess</name>
    <message>
        <source>the environment</source>
        <extracomment>Completes “Set by %1”: environment variables.</extracomment>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>the command line</source>
        <extracomment>Completes “Set by %1”.</extracomment>
        <translation>命令行</translation>
    </message>
    <message>
        <source>the demo</source>
        <extracomment>Completes “Set by %1”: the program runs against a made-up Google.</extracomment>
        <translation>演示</translation>
    </message>
</context>
<context>
    <name>aria::choices::StrategyChoice</name>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>双方更改了同一内容时</translation>
    </message>
    <message>
        <source>&amp;Google decides</source>
        <translation>由 Google 决定(&amp;G)</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %2.</source>
        <comment>times</comment>
        <translation>您在 ARIA 中把“牙医”改到 %1，有人在 Google 中改到 %2：最后是 %2。</translation>
    </message>
    <message>
        <source>&amp;ARIA decides</source>
        <translation>由 ARIA 决定(&amp;A)</translation>
    </message>
    <message>
        <source>You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %1.</source>
        <comment>times</comment>
        <translation>您在 ARIA 中把“牙医”改到 %1，有人在 Google 中改到 %2：最后是 %1。</translation>
    </message>
    <message>
        <source>The &amp;later change decides</source>
        <translation>以较晚的更改为准(&amp;L)</translation>
    </message>
    <message>
        <source>%1 was entered at noon, %2 at one o’clock: it is at %2.</source>
        <comment>times</comment>
        <translation>%1 是中午十二点输入的，%2 是一点输入的：最后是 %2。</translation>
    </message>
    <message>
        <source>As&amp;k me</source>
        <translation>询问我(&amp;K)</translation>
    </message>
    <message>
        <source>Neither side is changed; “Dentist” waits in the list of conflicts until you decide.</source>
        <translation>双方都不更改；“牙医”留在冲突列表中，等您决定。</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictModel</name>
    <message>
        <source>Deleted in ARIA, edited in Google</source>
        <translation>在 ARIA 中已删除，在 Google 中已编辑</translation>
    </message>
    <message>
        <source>Deleted in Google, edited in ARIA</source>
        <translation>在 Google 中已删除，在 ARIA 中已编辑</translation>
    </message>
    <message>
        <source>Differs: %1</source>
        <comment>names of fields</comment>
        <translation>不同之处：%1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictReview</name>
    <message>
        <source>The conflict could not be settled: %1</source>
        <translation>无法解决冲突：%1</translation>
    </message>
    <message>
        <source>The conflict is settled, but your own wording could not be saved: %1</source>
        <translation>冲突已解决，但无法保存您自己的内容：%1</translation>
    </message>
    <message>
        <source>The conflicts could not be read: %1</source>
        <translation>无法读取冲突：%1</translation>
    </message>
    <message>
        <source>This event has just changed. Please look at it again.</source>
        <translation>此活动刚刚发生了变化。请再看一下。</translation>
    </message>
    <message>
        <source>Looking for conflicts…</source>
        <translation>正在查找冲突…</translation>
    </message>
    <message>
        <source>There are no conflicts. Everything is settled.</source>
        <translation>没有冲突。一切都已解决。</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this</source>
        <comment>conflicts in which the same fields differ</comment>
        <translation>
            <numerusform>应用于全部 %Ln 个同类冲突(&amp;A)</numerusform>
        </translation>
    </message>
    <message>
        <source>The event will be deleted.</source>
        <translation>该活动将被删除。</translation>
    </message>
    <message>
        <source>%1, and as an event of its own: %2</source>
        <comment>two events</comment>
        <translation>%1，并另作一个活动：%2</translation>
    </message>
    <message>
        <source>Choose a side for each field.</source>
        <translation>请为每个字段选择一方。</translation>
    </message>
    <message>
        <source>Review conflicts</source>
        <translation>查看冲突</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Save my wording &amp;again</source>
        <translation>再次保存我的内容(&amp;A)</translation>
    </message>
    <message>
        <source>Conflicts, newest first</source>
        <translation>冲突，最新的在前</translation>
    </message>
    <message>
        <source>Event in conflict</source>
        <translation>有冲突的活动</translation>
    </message>
    <message>
        <source>As it will be</source>
        <translation>最终结果</translation>
    </message>
    <message>
        <source>As it will be:</source>
        <translation>最终结果：</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>快捷键：%1</translation>
    </message>
    <message>
        <source>All from A&amp;RIA</source>
        <translation>全部用 ARIA 的(&amp;R)</translation>
    </message>
    <message>
        <source>All from &amp;Google</source>
        <translation>全部用 Google 的(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keep both as two events</source>
        <translation>两者都保留为两个活动(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>跳过(&amp;S)</translation>
    </message>
    <message numerus="yes">
        <source>Apply to &amp;all %n like this: keep %1, delete %2</source>
        <comment>%1 and %2 are numbers of events</comment>
        <translation>
            <numerusform>应用于全部 %Ln 个同类项：保留 %1，删除 %2(&amp;A)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::conflicts::ConflictTable</name>
    <message>
        <source>Fields that differ</source>
        <translation>不同的字段</translation>
    </message>
    <message>
        <source>%1, changed %2</source>
        <comment>ARIA, changed 15.01.24 14:00</comment>
        <translation>%1，更改于 %2</translation>
    </message>
    <message>
        <source>Before</source>
        <comment>the version both sides had</comment>
        <translation>之前</translation>
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
        <translation>已删除</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>空</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>the version before</comment>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 from ARIA</source>
        <comment>a field</comment>
        <translation>来自 ARIA 的%1</translation>
    </message>
    <message>
        <source>%1 from Google</source>
        <comment>a field</comment>
        <translation>来自 Google 的%1</translation>
    </message>
    <message>
        <source>Own wording</source>
        <translation>自定内容</translation>
    </message>
    <message>
        <source>%1: own wording</source>
        <comment>a field</comment>
        <translation>%1：自定内容</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::DeletionsReview</name>
    <message>
        <source>Review deletions</source>
        <translation>查看删除</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Deleted</source>
        <comment>a column: where it was deleted</comment>
        <translation>删除位置</translation>
    </message>
    <message>
        <source>What would be deleted</source>
        <translation>将被删除的内容</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>&amp;Delete them on both sides</source>
        <translation>在两侧都删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Bring them back</source>
        <translation>恢复它们(&amp;B)</translation>
    </message>
    <message>
        <source>Decide &amp;later</source>
        <translation>稍后决定(&amp;L)</translation>
    </message>
    <message>
        <source>The deletions could not be read: %1</source>
        <translation>无法读取删除列表：%1</translation>
    </message>
    <message>
        <source>The list has just changed. Please look at it again.</source>
        <translation>列表刚刚发生了变化。请重新查看。</translation>
    </message>
    <message>
        <source>series from %1</source>
        <comment>a date</comment>
        <translation>系列，始于 %1</translation>
    </message>
    <message>
        <source>in Google</source>
        <translation>在 Google 中</translation>
    </message>
    <message>
        <source>in ARIA</source>
        <translation>在 ARIA 中</translation>
    </message>
    <message>
        <source>No deletions wait for a decision.</source>
        <translation>没有删除在等待决定。</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in Google at once, unusually many. Nothing was deleted in ARIA yet.</source>
        <translation>
            <numerusform>Google 中一次删除了 %Ln 个活动，数量异常。ARIA 中尚未删除任何内容。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted in Google yet.</source>
        <translation>
            <numerusform>ARIA 中一次删除了 %Ln 个活动，数量异常。Google 中尚未删除任何内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>This could not be done: %1</source>
        <translation>无法完成：%1</translation>
    </message>
</context>
<context>
    <name>aria::conflicts::TimesEditor</name>
    <message>
        <source>From</source>
        <comment>start of an event</comment>
        <translation>从</translation>
    </message>
    <message>
        <source>Until and with</source>
        <comment>last day of an event</comment>
        <translation>至（含）</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>end of an event</comment>
        <translation>至</translation>
    </message>
</context>
<context>
    <name>aria::dayview::AllDayStrip</name>
    <message>
        <source>All-day events</source>
        <translation>全天日程</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>%1，已谢绝</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayGrid</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%Ln 个活动</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>title and time of an event</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, declined</source>
        <comment>an event</comment>
        <translation>%1，已谢绝</translation>
    </message>
</context>
<context>
    <name>aria::dayview::DayPanel</name>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>后一天</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventDraft</name>
    <message>
        <source>An event needs a title.</source>
        <translation>活动需要一个标题。</translation>
    </message>
    <message>
        <source>There is no such time zone.</source>
        <translation>没有这个时区。</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>缺少日期。</translation>
    </message>
    <message>
        <source>The event ends before it starts.</source>
        <translation>活动在开始之前就结束了。</translation>
    </message>
    <message>
        <source>This repetition is not valid: %1</source>
        <translation>此重复规则无效：%1</translation>
    </message>
    <message>
        <source>With this repetition the event never takes place.</source>
        <translation>按此重复规则，活动永远不会发生。</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>“%1”不是电子邮件地址。</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventEditor</name>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>新建活动</translation>
    </message>
    <message>
        <source>You are changing all events of this series.</source>
        <translation>您正在更改此系列的所有活动。</translation>
    </message>
    <message>
        <source>You are changing this event of a series only.</source>
        <translation>您只更改系列中的这一个活动。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>The service is starting again. Please save once more in a moment.</source>
        <translation>服务正在重新启动。请稍后再保存一次。</translation>
    </message>
    <message>
        <source>You are changing this event and all that follow in its series.</source>
        <translation>您正在更改此活动及其系列中的所有后续活动。</translation>
    </message>
    <message>
        <source>They get a meeting link of their own.</source>
        <translation>它们将获得自己的会议链接。</translation>
    </message>
    <message numerus="yes">
        <source>%n later event(s) that were changed or cancelled on their own will be as the rest of the series, because the times change.</source>
        <translation>
            <numerusform>由于时间变化，%Ln 个曾单独更改或取消的后续活动将与系列的其余部分一致。</numerusform>
        </translation>
    </message>
    <message>
        <source>This event was deleted meanwhile.</source>
        <translation>此活动在此期间已被删除。</translation>
    </message>
    <message>
        <source>This event was changed meanwhile:</source>
        <translation>此活动在此期间已被更改：</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field of an event and its value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>an empty field</comment>
        <translation>无</translation>
    </message>
    <message>
        <source>Somebody else organizes it: you can answer, and choose your own reminder and colour.</source>
        <translation>由他人组织：您可以答复，并选择自己的提醒和颜色。</translation>
    </message>
    <message>
        <source>%1 organizes it: you can answer, and choose your own reminder and colour.</source>
        <comment>a person</comment>
        <translation>由 %1 组织：您可以答复，并选择自己的提醒和颜色。</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventFields</name>
    <message>
        <source>Send mail to the g&amp;uests</source>
        <translation>给嘉宾发送邮件(&amp;U)</translation>
    </message>
    <message>
        <source>A series is in one calendar, with all its events.</source>
        <translation>一个系列及其所有活动都在同一个日历中。</translation>
    </message>
    <message>
        <source>“%1” is not an e-mail address.</source>
        <translation>“%1”不是电子邮件地址。</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Off: the event changes in the guests’ calendars, but Google writes no mail.</source>
        <translation>关闭：活动会在嘉宾的日历中更改，但 Google 不发送邮件。</translation>
    </message>
    <message>
        <source>The calendar’s</source>
        <translation>日历的颜色</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>时区(&amp;Z)</translation>
    </message>
    <message>
        <source>&amp;Repeats</source>
        <translation>重复(&amp;R)</translation>
    </message>
    <message>
        <source>Ca&amp;lendar</source>
        <translation>日历(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Place</source>
        <translation>地点(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Guests</source>
        <translation>嘉宾(&amp;G)</translation>
    </message>
    <message>
        <source>Re&amp;minders</source>
        <translation>提醒(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>备注(&amp;N)</translation>
    </message>
</context>
<context>
    <name>aria::editor::EventSaver</name>
    <message>
        <source>The service stopped before it answered. Please save once more.</source>
        <translation>服务在答复之前已停止。请再保存一次。</translation>
    </message>
    <message>
        <source>This could not be saved: %1</source>
        <translation>无法保存：%1</translation>
    </message>
    <message>
        <source>The event could not be moved to the other calendar: %1</source>
        <translation>无法将活动移动到另一个日历：%1</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>服务在应答之前停止了。</translation>
    </message>
</context>
<context>
    <name>aria::editor::GuestList</name>
    <message>
        <source>accepted</source>
        <comment>a guest&apos;s answer</comment>
        <translation>已接受</translation>
    </message>
    <message>
        <source>declined</source>
        <comment>a guest&apos;s answer</comment>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>maybe</source>
        <comment>a guest&apos;s answer</comment>
        <translation>可能参加</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <comment>a guest&apos;s answer</comment>
        <translation>尚未答复</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>嘉宾</translation>
    </message>
    <message>
        <source>Add a guest’s e-mail address</source>
        <translation>添加嘉宾的电子邮件地址</translation>
    </message>
    <message>
        <source>Remove guest</source>
        <translation>移除嘉宾</translation>
    </message>
    <message>
        <source>%1 &lt;%2&gt;</source>
        <comment>name and e-mail address</comment>
        <translation>%1 &lt;%2&gt;</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <comment>a guest and the answer</comment>
        <translation>%1 — %2</translation>
    </message>
</context>
<context>
    <name>aria::editor::NewsLine</name>
    <message>
        <source>&amp;Keep mine</source>
        <comment>one&apos;s own wording of an event</comment>
        <translation>保留我的(&amp;K)</translation>
    </message>
    <message>
        <source>Take t&amp;heirs</source>
        <comment>the wording of an event from elsewhere</comment>
        <translation>采用对方的(&amp;H)</translation>
    </message>
    <message>
        <source>Make it a ne&amp;w event</source>
        <translation>另存为新活动(&amp;W)</translation>
    </message>
</context>
<context>
    <name>aria::editor::ReminderList</name>
    <message>
        <source>Notification</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Kind of reminder</source>
        <translation>提醒方式</translation>
    </message>
    <message>
        <source>minutes before</source>
        <translation>分钟前</translation>
    </message>
    <message>
        <source>hours before</source>
        <translation>小时前</translation>
    </message>
    <message>
        <source>days before</source>
        <translation>天前</translation>
    </message>
    <message>
        <source>weeks before</source>
        <translation>周前</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>时间单位</translation>
    </message>
    <message>
        <source>How long before</source>
        <translation>提前多久</translation>
    </message>
    <message>
        <source>Remove this reminder</source>
        <translation>移除此提醒</translation>
    </message>
    <message>
        <source>As the calendar has &amp;it</source>
        <translation>与日历相同(&amp;I)</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>无提醒</translation>
    </message>
    <message>
        <source>A&amp;dd reminder</source>
        <translation>添加提醒(&amp;D)</translation>
    </message>
    <message>
        <source>At most five</source>
        <translation>最多五个</translation>
    </message>
</context>
<context>
    <name>aria::editor::RepeatEditor</name>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Every</source>
        <comment>how many days or weeks</comment>
        <translation>每</translation>
    </message>
    <message>
        <source>Number of times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最后一天</translation>
    </message>
    <message>
        <source>forever</source>
        <comment>how long an event repeats</comment>
        <translation>一直重复</translation>
    </message>
    <message>
        <source>until:</source>
        <comment>the day up to which an event repeats follows</comment>
        <translation>直到：</translation>
    </message>
    <message>
        <source>so many times:</source>
        <comment>after how many times an event ends; a number follows</comment>
        <translation>次数：</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>多久</translation>
    </message>
    <message>
        <source>Repetition as RFC 5545 lines</source>
        <translation>以 RFC 5545 行表示的重复规则</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 weeks</comment>
        <translation>每</translation>
    </message>
    <message>
        <source>Monthly on the last %1</source>
        <comment>%1 is a weekday</comment>
        <translation>每月最后一个%1</translation>
    </message>
    <message>
        <source>Monthly on the first %1</source>
        <comment>%1 is a weekday</comment>
        <translation>每月第一个%1</translation>
    </message>
    <message>
        <source>Monthly on the second %1</source>
        <comment>%1 is a weekday</comment>
        <translation>每月第二个%1</translation>
    </message>
    <message>
        <source>Monthly on the third %1</source>
        <comment>%1 is a weekday</comment>
        <translation>每月第三个%1</translation>
    </message>
    <message>
        <source>Monthly on the fourth %1</source>
        <comment>%1 is a weekday</comment>
        <translation>每月第四个%1</translation>
    </message>
    <message>
        <source>Does not repeat</source>
        <translation>不重复</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Weekly</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>Monthly on day %1</source>
        <translation>每月 %1 日</translation>
    </message>
    <message>
        <source>Yearly</source>
        <translation>每年</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message numerus="yes">
        <source>day(s),</source>
        <comment>every 2 days</comment>
        <translation>
            <numerusform>天，</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>week(s),</source>
        <comment>every 2 weeks</comment>
        <translation>
            <numerusform>周，</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>year(s),</source>
        <comment>every 2 years</comment>
        <translation>
            <numerusform>年，</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>month(s),</source>
        <comment>every 2 months</comment>
        <translation>
            <numerusform>个月，</numerusform>
        </translation>
    </message>
    <message>
        <source>Next: %1</source>
        <comment>%1 is a list of dates</comment>
        <translation>接下来：%1</translation>
    </message>
</context>
<context>
    <name>aria::editor::SpanFields</name>
    <message>
        <source>Start date</source>
        <translation>开始日期</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>End date</source>
        <translation>结束日期</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>&amp;All day</source>
        <translation>全天(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;tarts</source>
        <translation>开始(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Ends</source>
        <translation>结束(&amp;E)</translation>
    </message>
    <message>
        <source>Time zone…</source>
        <translation>时区…</translation>
    </message>
    <message>
        <source>Choose a time zone for this event</source>
        <translation>为此活动选择时区</translation>
    </message>
</context>
<context>
    <name>aria::freebusy::BusyLine</name>
    <message>
        <source>Looking up who is free…</source>
        <translation>正在查看谁有空…</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen: the sign-in at Google does not include it.</source>
        <translation>无法查看来宾是否有空：在 Google 的登录不包含此权限。</translation>
    </message>
    <message>
        <source>Whether guests are free cannot be seen now: %1</source>
        <translation>现在无法查看来宾是否有空：%1</translation>
    </message>
    <message>
        <source>You are busy: %1</source>
        <comment>%1: times</comment>
        <translation>您没空：%1</translation>
    </message>
    <message>
        <source>%1 is busy: %2</source>
        <comment>a person, times</comment>
        <translation>%1 没空：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n more are busy</source>
        <comment>people</comment>
        <translation>
            <numerusform>另有 %Ln 人没空</numerusform>
        </translation>
    </message>
    <message>
        <source>Google does not say when %1 is busy.</source>
        <comment>a person</comment>
        <translation>Google 未说明 %1 何时没空。</translation>
    </message>
    <message>
        <source>Everybody is free then.</source>
        <translation>那时大家都有空。</translation>
    </message>
    <message>
        <source>Take the next &amp;free time: %1</source>
        <translation>采用下一个空闲时间：%1(&amp;F)</translation>
    </message>
    <message>
        <source>No time in the next days at which all are free</source>
        <translation>接下来几天没有大家都有空的时间</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Where</source>
        <comment>in ARIA or in Google</comment>
        <translation>位置</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>aria::history::HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Changes, newest first</source>
        <translation>更改，最新的在前</translation>
    </message>
    <message>
        <source>Nothing has changed yet.</source>
        <translation>还没有任何更改。</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Shortcut: %1</source>
        <comment>a key</comment>
        <translation>快捷键：%1</translation>
    </message>
    <message>
        <source>Only this &amp;event</source>
        <translation>仅此活动(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>撤销此更改(&amp;U)</translation>
    </message>
    <message>
        <source>Undo &amp;all since then…</source>
        <translation>撤销自那时起的全部更改(&amp;A)…</translation>
    </message>
    <message>
        <source>The history could not be read: %1</source>
        <translation>无法读取历史记录：%1</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>正在撤销…</translation>
    </message>
    <message>
        <source>This could not be undone: %1</source>
        <translation>无法撤销：%1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <comment>a change</comment>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Undone, and waiting for Google: %1</source>
        <comment>a change</comment>
        <translation>已撤销，等待 Google：%1</translation>
    </message>
    <message>
        <source>Undo all changes since then</source>
        <translation>撤销自那时起的全部更改</translation>
    </message>
    <message>
        <source>Undo every change since %1?</source>
        <comment>a date and time</comment>
        <translation>要撤销自 %1 以来的每项更改吗？</translation>
    </message>
    <message>
        <source>Events made since then are deleted, deleted ones come back, in ARIA and in Google. The undoing can itself be undone. Guests get no mail.</source>
        <translation>在 ARIA 和 Google 中，自那时起新建的活动会被删除，已删除的会恢复。这次撤销本身也可以撤销。嘉宾不会收到邮件。</translation>
    </message>
    <message>
        <source>&amp;Undo all</source>
        <translation>全部撤销(&amp;U)</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) undone.</source>
        <translation>
            <numerusform>已撤销 %Ln 项更改。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aria::history::VersionsTable</name>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Before: there was no event</source>
        <translation>之前：没有活动</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After: deleted</source>
        <translation>之后：已删除</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Nothing a person sees.</source>
        <translation>没有可见的更改。</translation>
    </message>
    <message>
        <source>empty</source>
        <comment>a field</comment>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerBar</name>
    <message>
        <source>Write a mail to the organizer</source>
        <translation>给组织者发送邮件</translation>
    </message>
    <message>
        <source>Note with the answer</source>
        <translation>答复附言</translation>
    </message>
    <message>
        <source>The answer is for</source>
        <translation>答复适用于</translation>
    </message>
    <message>
        <source>For this event only</source>
        <translation>仅此活动</translation>
    </message>
    <message>
        <source>For all of the series</source>
        <translation>整个系列</translation>
    </message>
    <message>
        <source>The answer was not sent: %1</source>
        <translation>答复未发送：%1</translation>
    </message>
    <message>
        <source>You are invited</source>
        <translation>您受到邀请</translation>
    </message>
    <message>
        <source>%1 invites you</source>
        <comment>a person</comment>
        <translation>%1 邀请您</translation>
    </message>
    <message>
        <source>Sending…</source>
        <comment>an answer</comment>
        <translation>正在发送…</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerCommand</name>
    <message>
        <source>The service is starting again. Please answer once more in a moment.</source>
        <translation>服务正在重新启动。请稍后再答复一次。</translation>
    </message>
    <message>
        <source>The service stopped before it answered.</source>
        <translation>服务在答复之前已停止。</translation>
    </message>
</context>
<context>
    <name>aria::invitation::AnswerDialog</name>
    <message>
        <source>Answer an invitation</source>
        <translation>答复邀请</translation>
    </message>
</context>
<context>
    <name>aria::invitation::Invitation</name>
    <message>
        <source>Yes</source>
        <comment>answer to an invitation</comment>
        <translation>是</translation>
    </message>
    <message>
        <source>Maybe</source>
        <comment>answer to an invitation</comment>
        <translation>可能</translation>
    </message>
    <message>
        <source>No</source>
        <comment>answer to an invitation</comment>
        <translation>否</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Maybe</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>可能(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <comment>answer to an invitation, in a menu</comment>
        <translation>否(&amp;N)</translation>
    </message>
    <message>
        <source>You said yes.</source>
        <translation>您已接受。</translation>
    </message>
    <message>
        <source>You said maybe.</source>
        <translation>您答复了“可能”。</translation>
    </message>
    <message>
        <source>You said no.</source>
        <translation>您已拒绝。</translation>
    </message>
    <message>
        <source>You have not answered yet.</source>
        <translation>您尚未答复。</translation>
    </message>
</context>
<context>
    <name>aria::keyring::SystemKeychain</name>
    <message>
        <source>The system keyring cannot be used: %1</source>
        <comment>%1 says why</comment>
        <translation>无法使用系统密钥环：%1</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>没有响应。</translation>
    </message>
</context>
<context>
    <name>aria::keyring::TokenKeeper</name>
    <message>
        <source>The program ends.</source>
        <translation>程序即将结束。</translation>
    </message>
    <message>
        <source>The sign-in cannot be read: %1</source>
        <translation>无法读取登录信息：%1</translation>
    </message>
    <message>
        <source>The system keyring did not keep it.</source>
        <translation>系统密钥环没有保存它。</translation>
    </message>
    <message>
        <source>token.json could not be deleted. Delete it yourself.</source>
        <translation>无法删除 token.json。请自行删除。</translation>
    </message>
    <message>
        <source>The sign-in was not read yet.</source>
        <translation>登录信息尚未读取。</translation>
    </message>
    <message>
        <source>The sign-in could not be removed from the keyring: %1</source>
        <translation>无法从密钥环中移除登录信息：%1</translation>
    </message>
    <message>
        <source>The sign-in could not be kept in the keyring and lasts only until this program ends: %1</source>
        <translation>无法将登录信息保存在密钥环中，它只在本程序结束前有效：%1</translation>
    </message>
</context>
<context>
    <name>aria::notifications::AttentionNotices</name>
    <message numerus="yes">
        <source>%n event(s) changed both in ARIA and in Google</source>
        <translation>
            <numerusform>%Ln 个活动在 ARIA 和 Google 中都已更改</numerusform>
        </translation>
    </message>
    <message>
        <source>Please decide which version to keep. Nothing is lost until you do.</source>
        <translation>请决定保留哪个版本。在此之前不会丢失任何内容。</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>conflicts</comment>
        <translation>查看</translation>
    </message>
    <message>
        <source>Please sign in to Google again</source>
        <translation>请重新登录 Google</translation>
    </message>
    <message>
        <source>Google has ended the sign-in, so the calendars are not kept in step. While the consent screen of your Google project is in Testing, Google does so after 7 days.</source>
        <translation>Google 已终止登录，因此日历不再同步。只要您的 Google 项目的同意屏幕处于“Testing”状态，Google 就会在 7 天后这样做。</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <comment>to Google</comment>
        <translation>重新连接</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) would be deleted</source>
        <comment>unusually many at once</comment>
        <translation>
            <numerusform>将删除 %Ln 个活动</numerusform>
        </translation>
    </message>
    <message>
        <source>That is unusually many at once. Please decide; until then they stay, and the calendar waits.</source>
        <translation>一次数量异常多。请作出决定；在此之前它们会保留，日历会等待。</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>deletions</comment>
        <translation>查看</translation>
    </message>
    <message>
        <source>Until you do, the calendars are not kept in step.</source>
        <translation>在此之前，日历不会保持同步。</translation>
    </message>
    <message>
        <source>Google was not allowed everything that is needed, so the calendars are not kept in step. Please sign in again and tick every box.</source>
        <translation>未向 Google 授予所需的全部权限，因此日历不会保持同步。请重新登录并勾选每个选项。</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ChangeNotices</name>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>aria::notifications::ReminderNotices</name>
    <message>
        <source>%1 in %2</source>
        <comment>an event, a duration</comment>
        <translation>%1 将在 %2后开始</translation>
    </message>
    <message>
        <source>%1 begins now</source>
        <comment>an event</comment>
        <translation>%1 现在开始</translation>
    </message>
    <message>
        <source>%1 has begun</source>
        <comment>an event</comment>
        <translation>%1 已经开始</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>an event, from its notification</comment>
        <translation>打开</translation>
    </message>
    <message>
        <source>Join</source>
        <comment>a meeting</comment>
        <translation>加入</translation>
    </message>
    <message>
        <source>Snooze for %1</source>
        <comment>a reminder, a duration</comment>
        <translation>%1后再提醒</translation>
    </message>
</context>
<context>
    <name>aria::settings::AboutPage</name>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Keeps the events of ARIA and of Google Calendar the same on both sides.</source>
        <translation>让 ARIA 和 Google 日历两边的活动保持一致。</translation>
    </message>
    <message>
        <source>Version:</source>
        <translation>版本：</translation>
    </message>
    <message>
        <source>Qt:</source>
        <translation>Qt：</translation>
    </message>
    <message>
        <source>System:</source>
        <translation>系统：</translation>
    </message>
    <message>
        <source>License:</source>
        <translation>许可证：</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>复制诊断信息(&amp;C)</translation>
    </message>
    <message>
        <source>Versions, settings and counts, for a report. Titles, addresses and tokens are left out.</source>
        <translation>用于报告的版本、设置和计数。不含标题、地址和令牌。</translation>
    </message>
    <message>
        <source>Copied. Titles, addresses and tokens were left out.</source>
        <translation>已复制。不含标题、地址和令牌。</translation>
    </message>
</context>
<context>
    <name>aria::settings::AccountPage</name>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Sign ou&amp;t…</source>
        <translation>退出登录(&amp;O)…</translation>
    </message>
    <message>
        <source>In a &amp;file that only you can read, token.json</source>
        <translation>在只有您能读取的文件 token.json 中(&amp;F)</translation>
    </message>
    <message>
        <source>In the system &amp;keyring</source>
        <translation>在系统密钥环中(&amp;K)</translation>
    </message>
    <message>
        <source>Google</source>
        <translation>Google</translation>
    </message>
    <message>
        <source>Folder of the &amp;credentials:</source>
        <translation>凭据文件夹(&amp;C)：</translation>
    </message>
    <message>
        <source>Where the sign-in is kept</source>
        <translation>登录信息的保存位置</translation>
    </message>
    <message>
        <source>Folder of the credentials</source>
        <translation>凭据文件夹</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>With the keyring, only this program finds the sign-in, and only while you are logged in; a service without windows does not.</source>
        <translation>使用密钥环时，只有本程序能找到登录信息，而且仅在您登录系统期间；没有窗口的服务无法找到。</translation>
    </message>
    <message>
        <source>Moving the sign-in…</source>
        <translation>正在移动登录信息…</translation>
    </message>
    <message>
        <source>&amp;Reconnect…</source>
        <translation>重新连接(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>登录(&amp;S)…</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>服务正在启动。</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>您已登录。</translation>
    </message>
    <message>
        <source>Google wants a new sign-in.</source>
        <translation>Google 要求重新登录。</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>没有人登录。</translation>
    </message>
    <message>
        <source>The sign-in stays where it was: %1</source>
        <translation>登录信息留在原处：%1</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>密钥环</translation>
    </message>
    <message>
        <source>You are signed in as %1.</source>
        <comment>an e-mail address</comment>
        <translation>您已以 %1 登录。</translation>
    </message>
</context>
<context>
    <name>aria::settings::AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>&amp;Log:</source>
        <translation>日志(&amp;L)：</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>发生的事情</translation>
    </message>
    <message>
        <source>Everything, for finding a fault</source>
        <translation>全部，用于查找故障</translation>
    </message>
    <message>
        <source>Log &amp;format:</source>
        <translation>日志格式(&amp;F)：</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A &amp;change waits for Google at most:</source>
        <translation>更改等待 Google 的最长时间(&amp;C)：</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>&amp;Webhook address:</source>
        <translation>Webhook 地址(&amp;W)：</translation>
    </message>
    <message>
        <source>Where Google can reach this computer at a public https address, changes arrive at once instead of at the next look.</source>
        <translation>如果 Google 能通过公开的 https 地址访问这台电脑，更改会立即到达，而不必等到下次检查。</translation>
    </message>
    <message>
        <source>&amp;Google’s API:</source>
        <translation>Google 的 API(&amp;G)：</translation>
    </message>
    <message>
        <source>Google’s &amp;revocation:</source>
        <translation>Google 的撤销地址(&amp;R)：</translation>
    </message>
    <message>
        <source>&amp;Tell about changes at:</source>
        <translation>更改通知地址(&amp;T)：</translation>
    </message>
    <message>
        <source>&amp;Signed with:</source>
        <translation>签名密钥(&amp;S)：</translation>
    </message>
    <message>
        <source>Programs that want to hear of each change get it there, signed with a secret that begins with whsec_.</source>
        <translation>想获知每次更改的程序会在该地址收到通知，并用以 whsec_ 开头的密钥签名。</translation>
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
        <translation>ARIA 和其他程序通过这里访问日历。</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>地址(&amp;A)：</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>端口(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>令牌(&amp;T)：</translation>
    </message>
    <message>
        <source>With a token, whoever calls the API has to send it. Without one, the API can be reached from this computer only.</source>
        <translation>设置令牌后，任何调用 API 的程序都必须发送它。没有令牌时，只能从这台电脑访问 API。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>Makes a new token; programs that use the old one have to be given it.</source>
        <translation>生成新令牌；使用旧令牌的程序需要换用新令牌。</translation>
    </message>
</context>
<context>
    <name>aria::settings::CalendarsPage</name>
    <message>
        <source>Calendars</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>These calendars of the account are kept in step with ARIA:</source>
        <translation>账号中的以下日历与 ARIA 保持同步：</translation>
    </message>
    <message>
        <source>&amp;Time zone of “today”:</source>
        <translation>“今天”所用的时区(&amp;T)：</translation>
    </message>
    <message>
        <source>the calendar’s own</source>
        <translation>日历自己的时区</translation>
    </message>
</context>
<context>
    <name>aria::settings::DatabasePage</name>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>&amp;Database:</source>
        <translation>数据库(&amp;D)：</translation>
    </message>
    <message>
        <source>sqlite:///path for a file on this computer, or postgresql://user:password@host/name for the database that ARIA uses. Events are not moved from one to the other; the new one is filled from Google.</source>
        <translation>sqlite:///路径 表示这台电脑上的文件，postgresql://用户:密码@主机/名称 表示 ARIA 使用的数据库。活动不会从一个移到另一个；新的数据库由 Google 填充。</translation>
    </message>
    <message>
        <source>Keep the &amp;history for:</source>
        <translation>保留历史记录(&amp;H)：</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Keep d&amp;eleted events for:</source>
        <translation>保留已删除的活动(&amp;E)：</translation>
    </message>
</context>
<context>
    <name>aria::settings::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Tell me what &amp;others changed in Google</source>
        <translation>告诉我其他人在 Google 中更改了什么(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Remind me of events, as each event’s own reminders say</source>
        <translation>按每个活动自己的提醒设置提醒我(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quiet hours, without either</source>
        <translation>安静时段，两者都不发(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>从(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Until:</source>
        <translation>至(&amp;U)：</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>安静时段开始</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>安静时段结束</translation>
    </message>
    <message>
        <source>Key to &amp;join the next meeting, from anywhere:</source>
        <translation>从任何地方加入下一个会议的按键(&amp;J)：</translation>
    </message>
    <message>
        <source>Key to join the next meeting</source>
        <translation>加入下一个会议的按键</translation>
    </message>
    <message>
        <source>None at first. A function key, or one with Ctrl, Alt or the Windows key.</source>
        <translation>起初没有。可用功能键，或与 Ctrl、Alt 或 Windows 键组合的按键。</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>此桌面不允许程序拥有在任何地方都有效的按键。</translation>
    </message>
    <message>
        <source>“%1” cannot join meetings from anywhere: choose a function key, or a letter or digit with Ctrl, Alt or the Windows key.</source>
        <translation>“%1”不能在任何地方使用：请选择功能键，或与 Ctrl、Alt 或 Windows 键组合的字母或数字。</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingRow</name>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>由%1设置（%2）</translation>
    </message>
</context>
<context>
    <name>aria::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>设置页面</translation>
    </message>
</context>
<context>
    <name>aria::settings::SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>&amp;Start with the session</source>
        <translation>登录桌面时启动(&amp;S)</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>双方更改了同一内容时</translation>
    </message>
    <message>
        <source>Look for changes e&amp;very:</source>
        <translation>检查更改的间隔(&amp;V)：</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds</comment>
        <translation> 秒</translation>
    </message>
    <message>
        <source>What changes in ARIA goes to Google at once. With a webhook, Google is asked only every sixth time.</source>
        <translation>ARIA 中的更改会立即发送到 Google。使用 webhook 时，每六次才询问 Google 一次。</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>无法设置登录桌面时启动：%1</translation>
    </message>
</context>
<context>
    <name>aria::signin::Assistant</name>
    <message>
        <source>Connect to Google</source>
        <translation>连接到 Google</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The account’s events stay here and are compared after the sign-in.</source>
        <translation>该账号的活动会留在这里，登录后再进行比较。</translation>
    </message>
</context>
<context>
    <name>aria::signin::BrowserSignIn</name>
    <message>
        <source>The service was restarted meanwhile. Try again.</source>
        <translation>服务在此期间已重新启动。请重试。</translation>
    </message>
    <message>
        <source>The service is starting. Try again in a moment.</source>
        <translation>服务正在启动。请稍后重试。</translation>
    </message>
    <message>
        <source>The service was stopped meanwhile. Try again.</source>
        <translation>服务在此期间已停止。请重试。</translation>
    </message>
    <message>
        <source>Google may not send the browser back to this program. Add %1 to the redirect addresses of your client, or use a client of the type “Desktop app”.</source>
        <extracomment>%1 is a web address of this program.</extracomment>
        <translation>Google 无法让浏览器返回本程序。请将 %1 添加到客户端的重定向地址中，或使用“Desktop app”类型的客户端。</translation>
    </message>
</context>
<context>
    <name>aria::signin::ChoicesPage</name>
    <message>
        <source>&amp;Start with the session</source>
        <translation>登录桌面时启动(&amp;S)</translation>
    </message>
    <message>
        <source>What is synced, and how</source>
        <translation>同步什么，以及如何同步</translation>
    </message>
    <message>
        <source>All of this can be changed in the settings later.</source>
        <translation>所有这些以后都可以在设置中更改。</translation>
    </message>
    <message>
        <source>Begin the s&amp;ync</source>
        <translation>开始同步(&amp;Y)</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>When both sides changed the same thing</source>
        <translation>双方更改了同一内容时</translation>
    </message>
    <message>
        <source>Set by %1 (%2)</source>
        <extracomment>%1 is a place such as “the environment”, %2 the name of a variable.</extracomment>
        <translation>由%1设置（%2）</translation>
    </message>
    <message>
        <source>Starting with the session could not be set: %1</source>
        <translation>无法设置登录桌面时启动：%1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientFilePage</name>
    <message>
        <source>&amp;Choose client_secrets.json…</source>
        <translation>选择 client_secrets.json(&amp;C)…</translation>
    </message>
    <message>
        <source>Who you are to Google</source>
        <translation>您在 Google 那里的身份</translation>
    </message>
    <message>
        <source>Your calendar is reached with a key of your own, which Google gives you as a file. Nobody else is in between.</source>
        <translation>您的日历通过您自己的密钥访问，Google 以文件形式把密钥交给您。中间没有其他人。</translation>
    </message>
    <message>
        <source>Drop the file anywhere here</source>
        <translation>把文件拖放到这里任意位置</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>文件从哪里来</translation>
    </message>
    <message>
        <source>&amp;Try it with the demo calendar</source>
        <translation>用演示日历试用(&amp;T)</translation>
    </message>
    <message>
        <source>Starts again with a made-up Google on this computer; nothing of yours is touched.</source>
        <translation>使用这台电脑上模拟的 Google 重新启动；不会触及您的任何内容。</translation>
    </message>
    <message>
        <source>There is one already. Go on with it, or choose another.</source>
        <translation>已经有一个。继续使用它，或选择另一个。</translation>
    </message>
    <message>
        <source>Choose client_secrets.json</source>
        <translation>选择 client_secrets.json</translation>
    </message>
    <message>
        <source>Google’s client file (*.json)</source>
        <translation>Google 的客户端文件 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>The name of a file and what is to be said about it.</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The file could not be put in its place: %1</source>
        <translation>无法将文件放到位：%1</translation>
    </message>
</context>
<context>
    <name>aria::signin::ClientGuide</name>
    <message>
        <source>Create a project in the %1; any name will do.</source>
        <translation>在%1中创建一个项目；名称随意。</translation>
    </message>
    <message>
        <source>Google Cloud console</source>
        <translation>Google Cloud 控制台</translation>
    </message>
    <message>
        <source>Switch the %1 on for it.</source>
        <extracomment>%1 is a link, “Google Calendar API”.</extracomment>
        <translation>为它启用 %1。</translation>
    </message>
    <message>
        <source>Google Calendar API</source>
        <translation>Google Calendar API</translation>
    </message>
    <message>
        <source>In the %1 choose “Get started”: a name, your address, and “External” as the audience.</source>
        <extracomment>%1 is a link, “Google Auth Platform”; “Get started” and “External” are words on Google’s page.</extracomment>
        <translation>在 %1 中选择“Get started”：填写名称、您的地址，受众选择“External”。</translation>
    </message>
    <message>
        <source>Google Auth Platform</source>
        <translation>Google Auth Platform</translation>
    </message>
    <message>
        <source>Under %1 choose “Publish app”. While it is in “Testing”, Google ends every sign-in after 7 days.</source>
        <extracomment>%1 is a link, “Audience”; “Publish app” and “Testing” are words on Google’s page.</extracomment>
        <translation>在 %1 下选择“Publish app”。处于“Testing”状态时，Google 会在 7 天后终止每次登录。</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Under %1 create a client of the type “Desktop app”, then choose “Download JSON”.</source>
        <extracomment>%1 is a link, “Clients”; “Desktop app” and “Download JSON” are words on Google’s page.</extracomment>
        <translation>在 %1 下创建“Desktop app”类型的客户端，然后选择“Download JSON”。</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Drop the downloaded file here, or choose it.</source>
        <translation>将下载的文件拖放到这里，或选择它。</translation>
    </message>
    <message>
        <source>%1.</source>
        <extracomment>The number of a step in a list.</extracomment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Where the file comes from</source>
        <translation>文件从哪里来</translation>
    </message>
</context>
<context>
    <name>aria::signin::FirstSyncPage</name>
    <message>
        <source>The first sync</source>
        <translation>首次同步</translation>
    </message>
    <message>
        <source>You can close this window; it goes on behind the icon in the panel.</source>
        <translation>您可以关闭此窗口；同步会在面板图标后面继续。</translation>
    </message>
    <message>
        <source>Open the &amp;agenda</source>
        <translation>打开日程(&amp;A)</translation>
    </message>
    <message>
        <source>Progress of the first sync</source>
        <translation>首次同步的进度</translation>
    </message>
    <message numerus="yes">
        <source>Done: %n event(s) are in step.</source>
        <translation>
            <numerusform>完成：%Ln 个活动已同步。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <extracomment>Two numbers of events.</extracomment>
        <translation>%1 / %2 个活动</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) so far</source>
        <translation>
            <numerusform>到目前为止 %Ln 个活动</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking Google for your events…</source>
        <translation>正在向 Google 查询您的活动…</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInPage</name>
    <message>
        <source>Copy &amp;link</source>
        <translation>复制链接(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Open the browser again</source>
        <translation>再次打开浏览器(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Stop waiting</source>
        <translation>停止等待(&amp;S)</translation>
    </message>
    <message>
        <source>Use another client_&amp;secrets.json…</source>
        <translation>使用其他 client_secrets.json(&amp;U)…</translation>
    </message>
    <message>
        <source>Connect to Google again</source>
        <translation>重新连接到 Google</translation>
    </message>
    <message>
        <source>Sign in to Google</source>
        <translation>登录 Google</translation>
    </message>
    <message>
        <source>Your password stays in the browser. This program gets the right to see and edit events and to see the list of your calendars, nothing else.</source>
        <translation>您的密码只留在浏览器中。本程序获得查看和编辑活动以及查看日历列表的权限，仅此而已。</translation>
    </message>
    <message>
        <source>The browser opens Google’s own page. Choose your account there and allow what is asked.</source>
        <translation>浏览器会打开 Google 自己的页面。请在那里选择您的账号并允许所请求的权限。</translation>
    </message>
    <message>
        <source>Preparing the sign-in…</source>
        <translation>正在准备登录…</translation>
    </message>
    <message>
        <source>Continue in your browser. This page goes on by itself when you are done there.</source>
        <translation>请在浏览器中继续。您在那里完成后，此页面会自动继续。</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the link and open it in one on this computer.</source>
        <translation>无法打开浏览器。请复制链接，并在这台电脑的浏览器中打开。</translation>
    </message>
    <message>
        <source>You are signed in again, and the sync goes on.</source>
        <translation>您已重新登录，同步继续进行。</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>您已登录。</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>Sign in with &amp;Google</source>
        <translation>使用 Google 登录(&amp;G)</translation>
    </message>
    <message>
        <source>The link is copied. Open it in a browser on this computer.</source>
        <translation>链接已复制。请在这台电脑的浏览器中打开。</translation>
    </message>
</context>
<context>
    <name>aria::signin::SignInWords</name>
    <message>
        <source>This is the client of a web application. It works where this program’s address stands among its redirect addresses; a “Desktop app” client needs none.</source>
        <translation>这是网页应用的客户端。只有本程序的地址在其重定向地址之中时才能使用；“Desktop app”客户端则不需要。</translation>
    </message>
    <message>
        <source>This is the right file.</source>
        <translation>这是正确的文件。</translation>
    </message>
    <message>
        <source>This is an OAuth client, but something is missing in it: %1 Download it again.</source>
        <translation>这是 OAuth 客户端，但缺少一些内容：%1 请重新下载。</translation>
    </message>
    <message>
        <source>This is the key of a service account, which has a calendar of its own and cannot see yours. Create a client of the type “Desktop app” instead.</source>
        <translation>这是服务账号的密钥，它有自己的日历，看不到您的日历。请改为创建“Desktop app”类型的客户端。</translation>
    </message>
    <message>
        <source>This is token.json, the result of a sign-in. What is needed here is the file that the sign-in starts from, client_secrets.json.</source>
        <translation>这是 token.json，即登录的结果。这里需要的是登录所用的文件 client_secrets.json。</translation>
    </message>
    <message>
        <source>This is an API key, which opens public calendars only. Create a client of the type “Desktop app” instead.</source>
        <translation>这是 API 密钥，只能打开公开日历。请改为创建“Desktop app”类型的客户端。</translation>
    </message>
    <message>
        <source>This file is empty. Download it again.</source>
        <translation>此文件为空。请重新下载。</translation>
    </message>
    <message>
        <source>This is no JSON file. Google’s file ends in .json and begins with “{”.</source>
        <translation>这不是 JSON 文件。Google 的文件以 .json 结尾，内容以“{”开头。</translation>
    </message>
    <message>
        <source>This is a JSON file, but not a client of Google’s.</source>
        <translation>这是 JSON 文件，但不是 Google 的客户端。</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>该文件已不存在。</translation>
    </message>
    <message>
        <source>This file cannot be read. Is it a folder, or another person’s?</source>
        <translation>无法读取此文件。它是文件夹，还是属于他人？</translation>
    </message>
    <message>
        <source>Access was declined in the browser. If Google said that the app is not verified: choose “Advanced” there, then “Continue”. If it said that access is blocked: add yourself as a test user, or publish the app.</source>
        <translation>访问在浏览器中被拒绝。如果 Google 提示应用未经验证：请在那里选择“高级”，然后选择“继续”。如果提示访问被阻止：请将自己添加为测试用户，或发布应用。</translation>
    </message>
    <message>
        <source>Not every box was ticked in the browser. Sign in again and allow both: seeing and editing events, and the list of your calendars.</source>
        <translation>浏览器中有选项未勾选。请重新登录并允许两项：查看和编辑活动，以及您的日历列表。</translation>
    </message>
    <message>
        <source>This sign-in took longer than ten minutes or was used already. Start again.</source>
        <translation>此次登录超过了十分钟或已被使用过。请重新开始。</translation>
    </message>
    <message>
        <source>Google does not know this client any more; it may have been deleted. Choose another client_secrets.json.</source>
        <translation>Google 已不认识此客户端；它可能已被删除。请选择另一个 client_secrets.json。</translation>
    </message>
    <message>
        <source>Google did not accept what the browser brought. Start again.</source>
        <translation>Google 没有接受浏览器带回的内容。请重新开始。</translation>
    </message>
    <message>
        <source>client_secrets.json is not there any more. Choose it again.</source>
        <translation>client_secrets.json 已不存在。请重新选择。</translation>
    </message>
    <message>
        <source>You are signed in, but the sign-in could not be kept: %1</source>
        <translation>您已登录，但无法保存登录信息：%1</translation>
    </message>
    <message>
        <source>Signing in did not work. Try again.</source>
        <translation>登录未成功。请重试。</translation>
    </message>
    <message>
        <source>Google ended the sign-in. It does so after 7 days while the consent screen of your project is in “Testing”: publish the app on the Audience page of the Google Cloud console, and it lasts. It also ends after a new password, or where you removed the access in your Google account.</source>
        <translation>Google 已终止登录。只要您项目的同意屏幕处于“Testing”状态，7 天后就会如此：请在 Google Cloud 控制台的 Audience 页面发布应用，登录就会持续有效。更改密码后，或您在 Google 账号中移除了访问权限时，登录也会终止。</translation>
    </message>
</context>
<context>
    <name>aria::tray::AccountWindows</name>
    <message>
        <source>The demo could not be started.</source>
        <translation>无法启动演示。</translation>
    </message>
</context>
<context>
    <name>aria::tray::PortQuestion</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>端口 %1 已被占用</translation>
    </message>
    <message>
        <source>ARIA reaches this program at port %1, but another program uses it already.</source>
        <translation>ARIA 通过端口 %1 访问本程序，但另一个程序已在使用它。</translation>
    </message>
    <message>
        <source>Looking who it is…</source>
        <translation>正在查看是哪个程序…</translation>
    </message>
    <message>
        <source>any free port</source>
        <translation>任意空闲端口</translation>
    </message>
    <message>
        <source>Use this &amp;port until the next start:</source>
        <translation>在下次启动之前使用此端口(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>使用(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>It is another instance of this service, and it is well.</source>
        <translation>它是本服务的另一个实例，运行正常。</translation>
    </message>
    <message>
        <source>It is another instance of this service. Its state: %1</source>
        <translation>它是本服务的另一个实例。其状态：%1</translation>
    </message>
    <message>
        <source>It is not this calendar service. Which program it is cannot be seen from here; perhaps it belongs to another user.</source>
        <translation>它不是本日历服务。从这里看不出是哪个程序；它可能属于其他用户。</translation>
    </message>
    <message>
        <source>It is not this calendar service but “%1” (process %2).</source>
        <comment>a program&apos;s name, its number</comment>
        <translation>它不是本日历服务，而是“%1”（进程 %2）。</translation>
    </message>
</context>
<context>
    <name>aria::tray::StartFailure</name>
    <message>
        <source>A setting is wrong.</source>
        <translation>有一项设置不正确。</translation>
    </message>
    <message>
        <source>The database was written by a newer version of this program.</source>
        <translation>数据库由此程序的更新版本写入。</translation>
    </message>
    <message>
        <source>Another program uses the database.</source>
        <translation>另一个程序正在使用数据库。</translation>
    </message>
    <message>
        <source>The database cannot be opened.</source>
        <translation>无法打开数据库。</translation>
    </message>
    <message>
        <source>There is no room left on the disk.</source>
        <translation>磁盘空间已用完。</translation>
    </message>
    <message>
        <source>The folder for the sign-in cannot be used.</source>
        <translation>无法使用登录信息所在的文件夹。</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>无法启动演示。</translation>
    </message>
    <message>
        <source>The calendar service could not be started.</source>
        <translation>无法启动日历服务。</translation>
    </message>
    <message>
        <source>The calendar does not start</source>
        <translation>日历无法启动</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>打开设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
</context>
<context>
    <name>aria::tray::TrayRun</name>
    <message>
        <source>Keyring</source>
        <translation>密钥环</translation>
    </message>
</context>
<context>
    <name>aria::tray::Windows</name>
    <message>
        <source>Join the next meeting</source>
        <translation>加入下一个会议</translation>
    </message>
    <message>
        <source>No key to join meetings</source>
        <translation>没有加入会议的按键</translation>
    </message>
    <message>
        <source>The desktop does not give %1 to this program: another one may have it.</source>
        <comment>a key</comment>
        <translation>桌面没有把 %1 分配给本程序：可能已被其他程序占用。</translation>
    </message>
    <message>
        <source>This desktop does not let a program have a key that works everywhere.</source>
        <translation>此桌面不允许程序拥有在任何地方都有效的按键。</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Desktop</name>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Sign out of Google? The events stay here; they are synced again after the next sign-in.</source>
        <translation>要退出 Google 登录吗？活动会留在这里；下次登录后会重新同步。</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>退出登录(&amp;O)</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) are not saved: %1. Quit all the same?</source>
        <translation>
            <numerusform>有 %Ln 个活动未保存：%1。仍要退出吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep for the next start</source>
        <translation>保留到下次启动(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃(&amp;D)</translation>
    </message>
    <message>
        <source>The calendar goes on in the panel. A click on its icon opens it again; to end it, choose Quit in its menu.</source>
        <translation>日历在面板中继续运行。点击其图标可再次打开；要结束，请在其菜单中选择“退出”。</translation>
    </message>
    <message>
        <source>The calendar goes on without a window. Start it again to open it; to end it, choose Quit in its menu.</source>
        <translation>日历在没有窗口的情况下继续运行。再次启动即可打开；要结束，请在其菜单中选择“退出”。</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>There is no more meeting today that can be joined.</source>
        <translation>今天没有可加入的会议了。</translation>
    </message>
    <message>
        <source>What you changed in %1 is not saved. Quit all the same?</source>
        <comment>titles of windows</comment>
        <translation>您在 %1 中的更改尚未保存。仍要退出吗？</translation>
    </message>
    <message>
        <source>What you changed in %1 cannot be kept for the next start.</source>
        <comment>titles of windows</comment>
        <translation>您在 %1 中的更改无法保留到下次启动。</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::Editors</name>
    <message>
        <source>Open repeating event</source>
        <translation>打开重复活动</translation>
    </message>
    <message>
        <source>“%1” repeats. What do you want to change?</source>
        <translation>“%1”是重复活动。您想更改什么？</translation>
    </message>
    <message>
        <source>&amp;This event</source>
        <translation>此活动(&amp;T)</translation>
    </message>
    <message>
        <source>This and &amp;following events</source>
        <translation>此活动及后续活动(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;All of the series</source>
        <translation>整个系列(&amp;A)</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>title of an event</comment>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were being written when the program ended: %1. Do you want to go on?</source>
        <translation>
            <numerusform>程序结束时有 %Ln 个活动正在编写：%1。要继续吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>稍后(&amp;L)</translation>
    </message>
    <message>
        <source>The service is starting again. Please try once more in a moment.</source>
        <translation>服务正在重新启动，请稍后再试。</translation>
    </message>
</context>
<context>
    <name>aria::trayicon::TrayIcon</name>
    <message>
        <source>Last sync: %1</source>
        <comment>%1 is a time</comment>
        <translation>上次同步：%1</translation>
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
        <translation>加入会议(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Show in the agenda</source>
        <translation>在日程中显示(&amp;S)</translation>
    </message>
    <message>
        <source>Nothing more today</source>
        <translation>今天没有其他安排</translation>
    </message>
    <message numerus="yes">
        <source>%n more today…</source>
        <translation>
            <numerusform>今天还有 %Ln 项…</numerusform>
        </translation>
    </message>
    <message>
        <source>Now: %1, until %2</source>
        <comment>an event, a time</comment>
        <translation>现在：%1，到 %2</translation>
    </message>
    <message>
        <source>Next: %1 %2 (%3)</source>
        <comment>time and title of an event; in how many minutes</comment>
        <translation>接下来：%1 %2（%3）</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBook</name>
    <message>
        <source>My calendar</source>
        <translation>我的日历</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::CalendarBox</name>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::EventColor</name>
    <message>
        <source>Lavender</source>
        <translation>薰衣草色</translation>
    </message>
    <message>
        <source>Sage</source>
        <translation>鼠尾草色</translation>
    </message>
    <message>
        <source>Grape</source>
        <translation>葡萄色</translation>
    </message>
    <message>
        <source>Flamingo</source>
        <translation>火烈鸟色</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>香蕉色</translation>
    </message>
    <message>
        <source>Tangerine</source>
        <translation>橘色</translation>
    </message>
    <message>
        <source>Peacock</source>
        <translation>孔雀蓝</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>石墨色</translation>
    </message>
    <message>
        <source>Blueberry</source>
        <translation>蓝莓色</translation>
    </message>
    <message>
        <source>Basil</source>
        <translation>罗勒色</translation>
    </message>
    <message>
        <source>Tomato</source>
        <translation>番茄色</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ServiceActions</name>
    <message>
        <source>Open &amp;agenda</source>
        <translation>打开日程(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;New event…</source>
        <translation>新建活动(&amp;N)…</translation>
    </message>
    <message>
        <source>Review con&amp;flicts…</source>
        <translation>查看冲突(&amp;F)…</translation>
    </message>
    <message>
        <source>Review &amp;deletions…</source>
        <translation>查看删除(&amp;D)…</translation>
    </message>
    <message>
        <source>S&amp;ign in to Google…</source>
        <translation>登录 Google(&amp;I)…</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>设置(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>历史记录(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>立即同步(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Pause for 1 hour</source>
        <translation>暂停 1 小时(&amp;P)</translation>
    </message>
    <message>
        <source>Pause &amp;until resumed</source>
        <translation>暂停，直到手动恢复(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>Sign &amp;out…</source>
        <translation>退出登录(&amp;O)…</translation>
    </message>
    <message numerus="yes">
        <source>Review %n con&amp;flict(s)…</source>
        <translation>
            <numerusform>查看 %Ln 个冲突(&amp;F)…</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::ShortcutList</name>
    <message>
        <source>Agenda</source>
        <translation>日程</translation>
    </message>
    <message>
        <source>Look at the event</source>
        <translation>查看活动</translation>
    </message>
    <message>
        <source>Edit the event</source>
        <translation>编辑活动</translation>
    </message>
    <message>
        <source>New event on the chosen day</source>
        <translation>在所选日期新建活动</translation>
    </message>
    <message>
        <source>Delete the event</source>
        <translation>删除活动</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Join the meeting</source>
        <translation>加入会议</translation>
    </message>
    <message>
        <source>All that can be done with the event, such as answering an invitation</source>
        <translation>对活动的所有操作，例如答复邀请</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>转到今天</translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation>转到日期</translation>
    </message>
    <message>
        <source>Earlier days, at the top of the list</source>
        <translation>更早的日期（在列表顶部时）</translation>
    </message>
    <message>
        <source>Search, also in the past</source>
        <translation>搜索，包括过去</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>结束搜索</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Close the window; the program goes on</source>
        <translation>关闭窗口；程序继续运行</translation>
    </message>
    <message>
        <source>Quit the program</source>
        <translation>退出程序</translation>
    </message>
    <message>
        <source>An event’s card</source>
        <translation>活动卡片</translation>
    </message>
    <message>
        <source>Duplicate the event</source>
        <translation>复制为新活动</translation>
    </message>
    <message>
        <source>Copy the link to it</source>
        <translation>复制其链接</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Editing an event</source>
        <translation>编辑活动</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove the chosen guest</source>
        <translation>移除所选嘉宾</translation>
    </message>
    <message>
        <source>Close; what you typed is not thrown away unasked</source>
        <translation>关闭；未经询问不会丢弃您输入的内容</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>All from ARIA</source>
        <translation>全部用 ARIA 的</translation>
    </message>
    <message>
        <source>All from Google</source>
        <translation>全部用 Google 的</translation>
    </message>
    <message>
        <source>Keep both as two events</source>
        <translation>两者都保留为两个活动</translation>
    </message>
    <message>
        <source>Apply to all like this</source>
        <translation>应用到所有同类冲突</translation>
    </message>
    <message>
        <source>Next conflict</source>
        <translation>下一个冲突</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Undo the chosen change</source>
        <translation>撤销所选更改</translation>
    </message>
    <message>
        <source>Undo all since then</source>
        <translation>撤销自那时起的全部更改</translation>
    </message>
    <message>
        <source>Only changes of this event</source>
        <translation>仅此活动的更改</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>此列表</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Show or hide the month</source>
        <translation>显示或隐藏月历</translation>
    </message>
    <message>
        <source>List of days, or one day by its hours</source>
        <translation>日程列表，或按小时显示一天</translation>
    </message>
    <message>
        <source>A day by its hours</source>
        <translation>按小时显示的一天</translation>
    </message>
    <message>
        <source>The day beside it</source>
        <translation>相邻的一天</translation>
    </message>
    <message>
        <source>Move the event, with Alt+Up back</source>
        <translation>移动日程，Alt+向上键往回移</translation>
    </message>
    <message>
        <source>Make the event longer</source>
        <translation>延长日程</translation>
    </message>
    <message>
        <source>Make the event shorter</source>
        <translation>缩短日程</translation>
    </message>
    <message>
        <source>Quick add</source>
        <translation>快速添加</translation>
    </message>
    <message>
        <source>Add the event</source>
        <translation>添加日程</translation>
    </message>
    <message>
        <source>Open what is typed in the editor</source>
        <translation>在编辑器中打开输入的内容</translation>
    </message>
    <message>
        <source>In a date or time: the one below, with Up back</source>
        <translation>在日期或时间中：下一个，向上键为上一个</translation>
    </message>
    <message>
        <source>In a date or time: choose from a calendar or list</source>
        <translation>在日期或时间中：从日历或列表中选择</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::StatusLine</name>
    <message>
        <source>Starting…</source>
        <comment>the service is about to run</comment>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>The calendar cannot be read</source>
        <translation>无法读取日历</translation>
    </message>
    <message>
        <source>Google wants a new sign-in</source>
        <translation>Google 要求重新登录</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <comment>button</comment>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>Not connected to Google yet</source>
        <translation>尚未连接到 Google</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>button</comment>
        <translation>登录</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%Ln 个冲突</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the conflicts</comment>
        <translation>查看</translation>
    </message>
    <message>
        <source>Many deletions wait for you</source>
        <translation>有大量删除等待您处理</translation>
    </message>
    <message>
        <source>Review</source>
        <comment>button: look at the deletions</comment>
        <translation>查看</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n edit(s) waiting</source>
        <translation>
            <numerusform>已暂停，%Ln 项编辑等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of the sync</comment>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <comment>button: sync again</comment>
        <translation>恢复</translation>
    </message>
    <message numerus="yes">
        <source>Google refused %n event(s)</source>
        <translation>
            <numerusform>Google 拒绝了 %Ln 个活动</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing %1 of %2</source>
        <comment>numbers of events</comment>
        <translation>正在导入 %1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>Importing, %n event(s) so far</source>
        <translation>
            <numerusform>正在导入，已有 %Ln 个活动</numerusform>
        </translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>正在同步…</translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n edit(s) waiting</source>
        <translation>
            <numerusform>离线，%Ln 项编辑等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>Google cannot be reached</comment>
        <translation>离线</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) on the way to Google</source>
        <translation>
            <numerusform>%Ln 项编辑正在发往 Google</numerusform>
        </translation>
    </message>
    <message>
        <source>In step · %1</source>
        <comment>%1 is when: 2 min ago</comment>
        <translation>已同步 · %1</translation>
    </message>
    <message>
        <source>In step</source>
        <comment>both calendars hold the same</comment>
        <translation>已同步</translation>
    </message>
    <message>
        <source>The calendar service is not running</source>
        <translation>日历服务未运行</translation>
    </message>
    <message>
        <source>Try again</source>
        <comment>button: start the service</comment>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::SyncNote</name>
    <message>
        <source>Waiting for Google</source>
        <translation>等待 Google</translation>
    </message>
    <message>
        <source>Google refused this event</source>
        <translation>Google 拒绝了此活动</translation>
    </message>
    <message>
        <source>Google refused this event: %1</source>
        <translation>Google 拒绝了此活动：%1</translation>
    </message>
    <message>
        <source>Changed in ARIA and in Google: review the conflict</source>
        <translation>在 ARIA 和 Google 中都已更改：请查看冲突</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UiFormat</name>
    <message>
        <source>ddd, d MMM yyyy</source>
        <comment>format of a date with its weekday, see QDate::toString()</comment>
        <translation>yyyy年M月d日 ddd</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date and a time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <comment>from one time to another</comment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>%1, all day</source>
        <translation>%1，全天</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from one date to another</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a day and times</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>from one date and time to another</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%Ln 分钟前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%Ln 小时前</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%Ln 分钟后</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%Ln 小时后</numerusform>
        </translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无标题）</translation>
    </message>
</context>
<context>
    <name>aria::uicommon::UnsavedWords</name>
    <message>
        <source>Discard what you changed?</source>
        <translation>放弃您所做的更改吗？</translation>
    </message>
</context>
<context>
    <name>aria::when::DateField</name>
    <message>
        <source>Choose a day</source>
        <translation>选择日期</translation>
    </message>
    <message>
        <source>A date is missing.</source>
        <translation>缺少日期。</translation>
    </message>
    <message>
        <source>“%1” is no date that is understood. Dates look like this: %2.</source>
        <translation>“%1”无法识别为日期。日期的写法如：%2。</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>无效</translation>
    </message>
</context>
<context>
    <name>aria::when::TimeField</name>
    <message>
        <source>A time is missing.</source>
        <translation>缺少时间。</translation>
    </message>
    <message>
        <source>“%1” is no time that is understood. Times look like this: %2.</source>
        <translation>“%1”无法识别为时间。时间的写法如：%2。</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>无效</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Calendar</source>
        <comment>name of the program</comment>
        <translation>日历</translation>
    </message>
</context>
</TS>
