// Metadata and content of files that are kept as evidence: extended attributes, shared blocks, free space.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "CLinux.h"
#include "result.h"

// "/proc/self/fd/" and the digits of an int.
typedef struct {
    char text[32];
} open_name;

static open_name name_of(int descriptor) {
    open_name name;
    snprintf(name.text, sizeof name.text, "/proc/self/fd/%d", descriptor);
    return name;
}

int CLinux_chmod_open(int descriptor, uint32_t mode) {
    return (int)CLINUX_RESULT(chmod(name_of(descriptor).text, mode));
}

int CLinux_chown_open(int descriptor, uint32_t owner, uint32_t group) {
    return (int)CLINUX_RESULT(fchownat(descriptor, "", owner, group, AT_EMPTY_PATH));
}

int CLinux_utimens_open(int descriptor, int64_t seconds, int64_t nanoseconds) {
    struct timespec time = {.tv_sec = seconds, .tv_nsec = nanoseconds};
    struct timespec times[2] = {time, time};
    return (int)CLINUX_RESULT(utimensat(AT_FDCWD, name_of(descriptor).text, times, 0));
}

long CLinux_listxattr_open(int descriptor, uint8_t *_Nullable names, size_t size) {
    return CLINUX_RESULT(listxattr(name_of(descriptor).text, (char *)names, size));
}

long CLinux_getxattr_open(int descriptor, const char *_Nonnull name, uint8_t *_Nullable value, size_t size) {
    return CLINUX_RESULT(getxattr(name_of(descriptor).text, name, value, size));
}

int CLinux_setxattr_open(int descriptor, const char *_Nonnull name, const uint8_t *_Nullable value, size_t size) {
    return (int)CLINUX_RESULT(setxattr(name_of(descriptor).text, name, value, size, 0));
}

long CLinux_pwrite(int descriptor, const uint8_t *_Nonnull buffer, size_t size, int64_t offset) {
    return CLINUX_RESULT(pwrite(descriptor, buffer, size, offset));
}

int CLinux_clone_file(int target, int source) { return (int)CLINUX_RESULT(ioctl(target, FICLONE, source)); }

int CLinux_syncfs(int descriptor) { return (int)CLINUX_RESULT(syncfs(descriptor)); }

int CLinux_free_space(int descriptor, uint64_t *_Nonnull bytes, uint64_t *_Nonnull files) {
    struct statvfs raw;
    long result = CLINUX_RESULT(fstatvfs(descriptor, &raw));
    if (result < 0) return (int)result;
    if (__builtin_mul_overflow((uint64_t)raw.f_bavail, (uint64_t)raw.f_frsize, bytes)) *bytes = UINT64_MAX;
    // Some file systems count no files and say 0 of 0.
    *files = raw.f_files == 0 ? UINT64_MAX : raw.f_favail;
    return 0;
}
