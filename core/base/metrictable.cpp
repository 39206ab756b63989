#include "base/metrics.h"

namespace aria {

const QList<MetricSpec> &metricTable()
{
    using Type = MetricSpec::Type;
    static const QList<MetricSpec> table{
        { Metric::Syncs, Type::Counter, "aria_syncs_total", "Syncs of a calendar, by how they ended.",
            { "outcome" } },
        { Metric::SyncSeconds, Type::Histogram, "aria_sync_seconds", "How long syncs of a calendar took.",
            { "outcome" } },
        { Metric::Pushes, Type::Counter, "aria_pushes_total",
            "Edits of ARIA that were brought to Google, by how that ended.", { "outcome" } },
        { Metric::GoogleRequests, Type::Counter, "aria_google_requests_total",
            "Requests to Google's Calendar API; status none: no answer came.", { "method", "status" } },
        { Metric::GoogleSeconds, Type::Histogram, "aria_google_request_seconds",
            "How long Google took to answer.", { "method" } },
        { Metric::GoogleRetries, Type::Counter, "aria_google_retries_total",
            "Requests to Google that were repeated, by reason.", { "reason" } },
        { Metric::ApiSeconds, Type::Histogram, "aria_api_request_seconds",
            "How long calls of the local API took, by the route's template.",
            { "method", "route", "status" } },
        { Metric::StoreSeconds, Type::Histogram, "aria_store_seconds",
            "How long work took on the database's connections.", { "access" } },
        { Metric::StreamSubscribers, Type::Gauge, "aria_stream_subscribers",
            "Clients that listen to the event stream." },
        { Metric::HookBacklog, Type::Gauge, "aria_hook_backlog",
            "Messages that wait to be posted to the outgoing hook." },
        { Metric::BuildInfo, Type::Gauge, "aria_build_info", "The version that runs; always 1.",
            { "version", "qt" } },
        { Metric::DatabaseUp, Type::Gauge, "aria_database_up", "1: the database can be used." },
        { Metric::SignedIn, Type::Gauge, "aria_signed_in", "1: the sign-in at Google is valid." },
        { Metric::State, Type::Gauge, "aria_state", "1 for the state that the sync is in.", { "state" } },
        { Metric::Leader, Type::Gauge, "aria_leader",
            "1: this service leads a calendar; 0: it stands by for another." },
        { Metric::Events, Type::Gauge, "aria_events", "Events, by their sync status.", { "status" } },
        { Metric::QueueLength, Type::Gauge, "aria_queue_length",
            "What waits: edits for Google, deletions for a person, events for the table of occurrences.",
            { "queue" } },
        { Metric::LastSync, Type::Gauge, "aria_last_sync_timestamp_seconds",
            "When the calendar that waits longest was last synced." },
        { Metric::ChannelExpiry, Type::Gauge, "aria_webhook_channel_expiry_timestamp_seconds",
            "When the first webhook channel expires; absent: there is none." },
        { Metric::TokenExpiry, Type::Gauge, "aria_google_token_expiry_timestamp_seconds",
            "When the access token expires; it is renewed before that." },
        { Metric::ClockOffset, Type::Gauge, "aria_clock_offset_seconds",
            "Google's clock minus this machine's; absent: not measured yet." },
        { Metric::MailsCaused, Type::Counter, "aria_guest_mails_total",
            "Guests whom Google was asked to mail." },
        { Metric::ProcessCpu, Type::Counter, "process_cpu_seconds_total",
            "Processor time of this process, in seconds." },
        { Metric::ProcessStart, Type::Gauge, "process_start_time_seconds", "When this process began." },
        { Metric::ProcessResident, Type::Gauge, "process_resident_memory_bytes",
            "Memory of this process that is in use." },
        { Metric::ProcessVirtual, Type::Gauge, "process_virtual_memory_bytes",
            "Address space of this process." },
        { Metric::ProcessDescriptors, Type::Gauge, "process_open_fds", "Open file descriptors." },
        { Metric::ProcessMaxDescriptors, Type::Gauge, "process_max_fds",
            "How many file descriptors may be open." },
        { Metric::ProcessThreads, Type::Gauge, "process_threads", "Threads of this process." },
    };
    return table;
}

} // namespace aria
