// Calls that taking things out of a folder needs. On their own: <linux/fs.h> and glibc's <sys/mount.h> do not agree.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "CLinux.h"

const uint32_t CLinux_FLAG_IMMUTABLE = FS_IMMUTABLE_FL;
const uint32_t CLinux_FLAG_APPEND = FS_APPEND_FL;

int CLinux_rename_into_free(int from, const char *_Nonnull old, int to, const char *_Nonnull new_) {
    return renameat2(from, old, to, new_, RENAME_NOREPLACE) < 0 ? -errno : 0;
}

int CLinux_inode_flags(int descriptor, uint32_t *_Nonnull flags) {
    // The request's number speaks of a long, but every file system reads and writes an int.
    int value = 0;
    if (ioctl(descriptor, FS_IOC_GETFLAGS, &value) < 0) return -errno;
    *flags = (uint32_t)value;
    return 0;
}

int CLinux_set_inode_flags(int descriptor, uint32_t flags) {
    int value = (int)flags;
    return ioctl(descriptor, FS_IOC_SETFLAGS, &value) < 0 ? -errno : 0;
}
