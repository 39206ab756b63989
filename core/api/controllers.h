// All that the API answers, without a network: the controllers, and the router that finds the right one.
#pragma once

#include "api/answercache.h"
#include "api/authcontroller.h"
#include "api/diagnosticscontroller.h"
#include "api/docscontroller.h"
#include "api/eventscontroller.h"
#include "api/healthcontroller.h"
#include "api/historycontroller.h"
#include "api/mcpcontroller.h"
#include "api/metricscontroller.h"
#include "api/plancontroller.h"
#include "api/streamcontroller.h"
#include "api/synccontroller.h"
#include "api/webhookcontroller.h"

namespace aria::api {

// Lives on the server's thread; the references outlive it.
class Controllers
{
public:
    Controllers(
        service::CalendarService &service, Clock &clock, Metrics &metrics, const HttpLimits &limits = {});

    const Router &router() const { return m_router; }
    // The page at /docs, which asks for the token itself (401).
    Response docsPage(int status) const { return m_docs.page(status); }

private:
    Router m_router;
    HealthController m_health;
    AuthController m_auth;
    AnswerCache m_cache;
    EventsController m_events;
    WebhookController m_webhook;
    SyncController m_sync;
    HistoryController m_history;
    PlanController m_plan;
    StreamController m_stream;
    MetricsController m_metrics;
    DiagnosticsController m_diagnostics;
    DocsController m_docs;
    McpController m_mcp;
};

} // namespace aria::api
