// TCP servers that never wait, and a queue of what is ready.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CLinux.h"
#include "result.h"

_Static_assert(CLINUX_READY_MAX >= 1 && CLINUX_READY_MAX <= 256, "the list of one call lies on the stack");

/// Fills a socket address; its size, 0 of what is no address.
static socklen_t fill(struct sockaddr_storage *storage, const uint8_t *address, size_t length, uint16_t port) {
    memset(storage, 0, sizeof *storage);
    if (length == 4) {
        struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
        memcpy(&four.sin_addr, address, length);
        memcpy(storage, &four, sizeof four);
        return sizeof four;
    }
    if (length == 16) {
        struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
        memcpy(&six.sin6_addr, address, length);
        memcpy(storage, &six, sizeof six);
        return sizeof six;
    }
    return 0;
}

int CLinux_listen_tcp(const uint8_t *address, size_t length, uint16_t port, int backlog) {
    struct sockaddr_storage storage;
    socklen_t size = fill(&storage, address, length, port);
    if (size == 0) return -EINVAL;
    int number = socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (number < 0) return -errno;
    int yes = 1;
    // A server that was just restarted must not wait for the connections of the old one.
    int failed = setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (failed == 0 && length == 16) failed = setsockopt(number, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (failed == 0) failed = bind(number, (const struct sockaddr *)&storage, size);
    if (failed == 0) failed = listen(number, backlog);
    if (failed == 0) return number;
    int failure = errno;
    close(number);
    return -failure;
}

int CLinux_accept(int listener) {
    return (int)CLINUX_RESULT(accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

int CLinux_local_port(int number) {
    struct sockaddr_storage storage;
    socklen_t size = sizeof storage;
    if (getsockname(number, (struct sockaddr *)&storage, &size) < 0) return -errno;
    // The port lies in the same place for both families.
    return ntohs(((const struct sockaddr_in *)&storage)->sin_port);
}

int CLinux_end_sending(int number) { return (int)CLINUX_RESULT(shutdown(number, SHUT_WR)); }

int CLinux_drop_at_close(int number) {
    struct linger none = {.l_onoff = 1};
    return (int)CLINUX_RESULT(setsockopt(number, SOL_SOCKET, SO_LINGER, &none, sizeof none));
}

int CLinux_ready_queue(void) { return (int)CLINUX_RESULT(epoll_create1(EPOLL_CLOEXEC)); }

int CLinux_ready_set(int queue, int number, int wanted, uint64_t mark, int is_new) {
    struct epoll_event event = {.data.u64 = mark};
    if (wanted & 1) event.events |= EPOLLIN;
    if (wanted & 2) event.events |= EPOLLOUT;
    return (int)CLINUX_RESULT(epoll_ctl(queue, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, number, &event));
}

int CLinux_ready_next(int queue, uint64_t *marks, size_t count) {
    struct epoll_event events[CLINUX_READY_MAX];
    if (count > CLINUX_READY_MAX) count = CLINUX_READY_MAX;
    int ready = epoll_wait(queue, events, (int)count, 0);
    if (ready < 0) return errno == EINTR ? 0 : -errno;
    for (int index = 0; index < ready; index++) marks[index] = events[index].data.u64;
    return ready;
}
