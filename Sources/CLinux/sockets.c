// Local sockets that never wait.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "CLinux.h"

int CLinux_local_socket(void) {
    int number = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return number < 0 ? -errno : number;
}

int CLinux_connect_local(int socket, int entry) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    // A name of its own for what is open: whoever swaps names meanwhile leads this call nowhere else.
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", entry);
    return connect(socket, (const struct sockaddr *)&address, sizeof address) == 0 ? 0 : -errno;
}

int CLinux_poll(int descriptor, int wanted, int milliseconds) {
    struct pollfd entry = {.fd = descriptor};
    if (wanted & 1) entry.events |= POLLIN;
    if (wanted & 2) entry.events |= POLLOUT;
    int count = poll(&entry, 1, milliseconds);
    if (count < 0) return -errno;
    if (entry.revents & (POLLERR | POLLHUP | POLLNVAL)) return wanted;
    return (entry.revents & POLLIN ? 1 : 0) | (entry.revents & POLLOUT ? 2 : 0);
}

long CLinux_receive(int descriptor, uint8_t *buffer, size_t size) {
    long count = recv(descriptor, buffer, size, MSG_DONTWAIT);
    return count < 0 ? -(long)errno : count;
}

long CLinux_send(int descriptor, const uint8_t *buffer, size_t size) {
    long count = send(descriptor, buffer, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    return count < 0 ? -(long)errno : count;
}
