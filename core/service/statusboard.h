// What the service is doing: posted by its thread, and read by any other without waiting.
#pragma once

#include "service/types.h"

#include <mutex>

namespace aria::service {

class StatusBoard
{
public:
    void post(const StatusView &status); // statistics are not part of it, they are read from the database
    StatusView status() const;
    quint64 posts() const; // grows with each status that is posted

    void post(const google::AuthStatus &auth);
    google::AuthStatus auth() const;

    void setReady(bool ready);
    bool isReady() const;

private:
    mutable std::mutex m_mutex;
    StatusView m_status;
    quint64 m_posts = 0;
    google::AuthStatus m_auth;
    bool m_ready = false;
};

} // namespace aria::service
