// What the kernel holds of a file in memory.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"

int CLinux_dirty_pages(int descriptor, uint64_t *pages) {
    // The same number on all architectures; Debian 12's headers do not have it.
    const long cachestat = 451;
    struct { uint64_t offset, length; } whole = {0, 0};
    struct { uint64_t cached, dirty, writeback, evicted, recently_evicted; } counts = {0, 0, 0, 0, 0};
    int result = (int)syscall(cachestat, descriptor, &whole, &counts, 0);
    *pages = counts.dirty;
    return result < 0 ? -errno : result;
}

int CLinux_try_read_lease(int descriptor) {
    // Whoever wants to write while it is held has the kernel send a signal, by default one that ends the process.
    if (fcntl(descriptor, F_SETSIG, SIGURG) < 0) return -errno;
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) < 0) return -errno;
    // At once: whoever wants to write waits for this.
    fcntl(descriptor, F_SETLEASE, F_UNLCK);
    return 0;
}
