// GET /openapi.json and GET /docs: what the API is, for machines and for people.
#pragma once

#include "api/router.h"

namespace aria::api {

class DocsController
{
public:
    DocsController();
    void addRoutes(Router &router);

    // A browser cannot send the token when a person opens the page. It holds nothing that is secret and asks for the
    // token itself, so it is the body of the refusal.
    static bool isVisitToDocs(const Request &request);
    Response page(int status) const;

private:
    Response document() const;

    QByteArray m_page;
    QByteArray m_policy; // Content-Security-Policy of exactly this page
};

} // namespace aria::api
