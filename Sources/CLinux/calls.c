// The calls themselves, static asserts on what they rely on, and the few things that need storage.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sched.h>
#include <spawn.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "CLinux.h"
#include "result.h"

const int32_t CLinux_O_WRONLY = O_WRONLY;
const int32_t CLinux_O_RDWR = O_RDWR;
const int32_t CLinux_O_CREAT = O_CREAT;
const int32_t CLinux_O_EXCL = O_EXCL;
const int32_t CLinux_O_TRUNC = O_TRUNC;
const int32_t CLinux_O_CLOEXEC = O_CLOEXEC;
const int32_t CLinux_O_DIRECTORY = O_DIRECTORY;
const int32_t CLinux_O_NOFOLLOW = O_NOFOLLOW;
const int32_t CLinux_O_NONBLOCK = O_NONBLOCK;
const int32_t CLinux_O_NOCTTY = O_NOCTTY;
const int32_t CLinux_O_NOATIME = O_NOATIME;
const int32_t CLinux_O_PATH = O_PATH;
const int32_t CLinux_AT_FDCWD = AT_FDCWD;
const int32_t CLinux_AT_EMPTY_PATH = AT_EMPTY_PATH;
const int32_t CLinux_AT_SYMLINK_NOFOLLOW = AT_SYMLINK_NOFOLLOW;
const int32_t CLinux_AT_REMOVEDIR = AT_REMOVEDIR;
const int32_t CLinux_SEEK_DATA = SEEK_DATA;
const int32_t CLinux_SEEK_HOLE = SEEK_HOLE;
const int32_t CLinux_FADV_DONTNEED = POSIX_FADV_DONTNEED;
const int32_t CLinux_FADV_NOREUSE = POSIX_FADV_NOREUSE;
const int32_t CLinux_FADV_SEQUENTIAL = POSIX_FADV_SEQUENTIAL;
const int32_t CLinux_RWF_NOWAIT = 0x00000008;
const int32_t CLinux_RWF_DONTCACHE = 0x00000080;  // Linux 6.14; Debian 12's headers do not have it
const int32_t CLinux_LOCK_EX_NB = LOCK_EX | LOCK_NB;
const int32_t CLinux_LOCK_SH_NB = LOCK_SH | LOCK_NB;
const uint64_t CLinux_RESOLVE_ALL = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
const uint64_t CLinux_RESOLVE_NO_LINKS = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
const uint64_t CLinux_RESOLVE_BELOW = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
const uint64_t CLinux_RESOLVE_IN_ROOT = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;

_Static_assert(sizeof(struct open_how) == 24, "openat2's struct open_how has the size of its first version");
_Static_assert(sizeof(CLinux_landlock_ruleset) == 24, "Landlock's rule set has three 64-bit words");
_Static_assert(sizeof(dev_t) == 8, "device numbers are 64 bits");
_Static_assert(sizeof(off_t) == 8, "file offsets are 64 bits");

extern char **environ;

char **CLinux_environment(void) {
    static char *none[] = {NULL};
    return environ ? environ : none;
}

const char *CLinux_error_text(int number) {
    const char *text = strerrordesc_np(number);
    return text ? text : "Unknown error";
}

const char *CLinux_error_name(int number) {
    const char *name = strerrorname_np(number);
    return name ? name : "E?";
}

int CLinux_openat2(int directory, const char *_Nonnull path, uint64_t flags, uint64_t resolve) {
    struct open_how how = {.flags = flags, .mode = 0, .resolve = resolve};
    return (int)CLINUX_RESULT(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

int CLinux_openat(int directory, const char *_Nonnull path, int flags, uint32_t mode) {
    return (int)CLINUX_RESULT(openat(directory, path, flags, mode));
}

int CLinux_may_write(const char *_Nonnull path) {
    return (int)CLINUX_RESULT(faccessat(AT_FDCWD, path, W_OK, AT_EACCESS));
}

int CLinux_close(int descriptor) { return (int)CLINUX_RESULT(close(descriptor)); }

long CLinux_getdents64(int directory, uint8_t *_Nonnull buffer, size_t size) {
    return CLINUX_RESULT(syscall(SYS_getdents64, directory, buffer, size));
}

int CLinux_statx(int directory, const char *_Nonnull path, int flags, CLinux_status *_Nonnull status) {
    struct statx raw;
    unsigned mask = STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID;
    // Never mounts what autofs would mount there.
    long result = CLINUX_RESULT(statx(directory, path, flags | AT_NO_AUTOMOUNT, mask, &raw));
    if (result < 0) return (int)result;
    status->device = (uint64_t)raw.stx_dev_major << 32 | raw.stx_dev_minor;
    status->special_device = (uint64_t)raw.stx_rdev_major << 32 | raw.stx_rdev_minor;
    status->inode = raw.stx_ino;
    status->mount = raw.stx_mask & STATX_MNT_ID ? raw.stx_mnt_id : 0;
    status->size = (int64_t)raw.stx_size;
    status->blocks = (int64_t)raw.stx_blocks;
    status->modified_seconds = raw.stx_mtime.tv_sec;
    status->has_born = (raw.stx_mask & STATX_BTIME) != 0;
    status->born_seconds = status->has_born ? raw.stx_btime.tv_sec : 0;
    status->born_nanoseconds = status->has_born ? raw.stx_btime.tv_nsec : 0;
    status->modified_nanoseconds = raw.stx_mtime.tv_nsec;
    status->changed_seconds = raw.stx_ctime.tv_sec;
    status->changed_nanoseconds = raw.stx_ctime.tv_nsec;
    status->mode = raw.stx_mode;
    status->owner = raw.stx_uid;
    status->group = raw.stx_gid;
    status->links = raw.stx_nlink;
    return 0;
}

long CLinux_readlinkat(int directory, const char *_Nonnull path, uint8_t *_Nonnull buffer, size_t size) {
    return CLINUX_RESULT(readlinkat(directory, path, (char *)buffer, size));
}

long CLinux_pread(int descriptor, uint8_t *_Nonnull buffer, size_t size, int64_t offset, int flags) {
    struct iovec vector = {.iov_base = buffer, .iov_len = size};
    return CLINUX_RESULT(preadv2(descriptor, &vector, 1, offset, flags));
}

long CLinux_read(int descriptor, uint8_t *_Nonnull buffer, size_t size) {
    return CLINUX_RESULT(read(descriptor, buffer, size));
}

long CLinux_write(int descriptor, const uint8_t *_Nonnull buffer, size_t size) {
    return CLINUX_RESULT(write(descriptor, buffer, size));
}

int CLinux_fadvise(int descriptor, int64_t offset, int64_t length, int advice) {
    return -posix_fadvise(descriptor, offset, length, advice);
}

int64_t CLinux_lseek(int descriptor, int64_t offset, int whence) {
    return CLINUX_RESULT(lseek(descriptor, offset, whence));
}

int CLinux_fsync(int descriptor) { return (int)CLINUX_RESULT(fsync(descriptor)); }

int CLinux_flock(int descriptor, int operation) { return (int)CLINUX_RESULT(flock(descriptor, operation)); }

int CLinux_ftruncate(int descriptor, int64_t size) { return (int)CLINUX_RESULT(ftruncate(descriptor, size)); }

int CLinux_fchmod(int descriptor, uint32_t mode) { return (int)CLINUX_RESULT(fchmod(descriptor, mode)); }

int CLinux_mkdirat(int directory, const char *_Nonnull path, uint32_t mode) {
    return (int)CLINUX_RESULT(mkdirat(directory, path, mode));
}

int CLinux_unlinkat(int directory, const char *_Nonnull path, int flags) {
    return (int)CLINUX_RESULT(unlinkat(directory, path, flags));
}

int CLinux_renameat(int from, const char *_Nonnull old, int to, const char *_Nonnull new_) {
    return (int)CLINUX_RESULT(renameat(from, old, to, new_));
}

int CLinux_symlinkat(const char *_Nonnull target, int directory, const char *_Nonnull path) {
    return (int)CLINUX_RESULT(symlinkat(target, directory, path));
}

int CLinux_linkat(int from, const char *_Nonnull old, int to, const char *_Nonnull new_) {
    return (int)CLINUX_RESULT(linkat(from, old, to, new_, 0));
}

int CLinux_mknodat(int directory, const char *_Nonnull path, uint32_t mode, uint32_t major, uint32_t minor) {
    dev_t device = ((dev_t)(major & 0xfffff000u) << 32) | ((dev_t)(major & 0xfffu) << 8) |
                   ((dev_t)(minor & 0xffffff00u) << 12) | (minor & 0xffu);
    return (int)CLINUX_RESULT(mknodat(directory, path, mode, device));
}

int CLinux_fchmodat(int directory, const char *_Nonnull path, uint32_t mode) {
    return (int)CLINUX_RESULT(fchmodat(directory, path, mode, 0));
}

int CLinux_fchownat(int directory, const char *_Nonnull path, uint32_t owner, uint32_t group) {
    return (int)CLINUX_RESULT(fchownat(directory, path, owner, group, AT_SYMLINK_NOFOLLOW));
}

int CLinux_utimensat(int directory, const char *_Nonnull path, int64_t seconds, int64_t nanoseconds) {
    struct timespec time = {.tv_sec = seconds, .tv_nsec = nanoseconds};
    struct timespec times[2] = {time, time};
    return (int)CLINUX_RESULT(utimensat(directory, path, times, AT_SYMLINK_NOFOLLOW));
}

int CLinux_fstatfs(int descriptor, uint64_t *_Nonnull type, uint64_t *_Nonnull flags) {
    struct statfs raw;
    long result = CLINUX_RESULT(fstatfs(descriptor, &raw));
    if (result < 0) return (int)result;
    *type = (uint64_t)raw.f_type;
    *flags = (uint64_t)raw.f_flags;
    return 0;
}

int64_t CLinux_clock(int realtime) {
    struct timespec now;
    if (clock_gettime(realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC, &now) != 0) return -(int64_t)errno;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int CLinux_hostname(uint8_t *_Nonnull buffer, size_t size) {
    return (int)CLINUX_RESULT(gethostname((char *)buffer, size));
}

int CLinux_kernel_release(uint8_t *_Nonnull buffer, size_t size) {
    struct utsname name;
    long result = CLINUX_RESULT(uname(&name));
    if (result < 0) return (int)result;
    size_t length = strnlen(name.release, sizeof name.release);
    if (length > size) length = size;
    memcpy(buffer, name.release, length);
    return (int)length;
}

long CLinux_getrandom(uint8_t *_Nonnull buffer, size_t size) {
    return CLINUX_RESULT(getrandom(buffer, size, 0));
}

int CLinux_processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return CPU_COUNT(&set);
}

int CLinux_descriptor_limit(uint64_t *_Nonnull soft, uint64_t *_Nonnull hard) {
    struct rlimit limit;
    long result = CLINUX_RESULT(getrlimit(RLIMIT_NOFILE, &limit));
    if (result < 0) return (int)result;
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}

int CLinux_set_descriptor_limit(uint64_t soft, uint64_t hard) {
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
    return (int)CLINUX_RESULT(setrlimit(RLIMIT_NOFILE, &limit));
}

long CLinux_peak_memory(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

int CLinux_terminal_width(int descriptor) {
    struct winsize size;
    if (!isatty(descriptor)) return -ENOTTY;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -errno;
    return size.ws_col;
}

int CLinux_landlock_abi(void) {
    return (int)CLINUX_RESULT(syscall(SYS_landlock_create_ruleset, NULL, 0, 1));
}

int CLinux_landlock_create(const CLinux_landlock_ruleset *_Nonnull ruleset, size_t size) {
    return (int)CLINUX_RESULT(syscall(SYS_landlock_create_ruleset, ruleset, size, 0));
}

int CLinux_landlock_add_path(int ruleset, int directory, uint64_t access) {
    struct {
        uint64_t allowed_access;
        int32_t parent_fd;
    } __attribute__((packed)) rule = {access, directory};
    return (int)CLINUX_RESULT(syscall(SYS_landlock_add_rule, ruleset, 1, &rule, 0));
}

int CLinux_landlock_restrict(int ruleset) {
    return (int)CLINUX_RESULT(syscall(SYS_landlock_restrict_self, ruleset, 0));
}

int CLinux_no_new_privileges(void) { return (int)CLINUX_RESULT(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)); }

int CLinux_process_number(void) { return (int)getpid(); }

uint32_t CLinux_effective_user(void) { return geteuid(); }

int CLinux_clone_mount(int directory) {
    unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH;
    return (int)CLINUX_RESULT(syscall(SYS_open_tree, directory, "", flags));
}

int CLinux_confine_mount(int mount, int is_read_only) {
    struct mount_attr attributes = {
        .attr_set = MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOSYMFOLLOW,
    };
    if (is_read_only) {
        attributes.attr_set |= MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOATIME | MOUNT_ATTR_NODIRATIME;
        attributes.attr_clr = MOUNT_ATTR__ATIME;
    }
    return (int)CLINUX_RESULT(syscall(SYS_mount_setattr, mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes));
}

void CLinux_exit(int code) { _exit(code); }

int CLinux_enter_root(int directory) {
    int before = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    long result = CLINUX_RESULT(fchdir(directory));
    if (result >= 0) {
        result = CLINUX_RESULT(chroot("."));
        // Relative paths go on to mean what they meant.
        if (result < 0 && before >= 0 && fchdir(before) < 0) result = -errno;
    }
    if (before >= 0) close(before);
    return (int)result;
}

int CLinux_empty_tree(void) {
    int context = (int)CLINUX_RESULT(syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC));
    if (context < 0) return context;
    int tree = (int)CLINUX_RESULT(syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
    if (tree >= 0) {
        unsigned attributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOSUID;
        tree = (int)CLINUX_RESULT(syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes));
    }
    close(context);
    return tree;
}

int CLinux_keep_capabilities(uint64_t keep) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct data[2] = {0};
    long result = CLINUX_RESULT(syscall(SYS_capget, &header, data));
    if (result < 0) return (int)result;
    for (int word = 0; word < 2; word++) {
        uint32_t kept = data[word].permitted & (uint32_t)(keep >> (32 * word));
        data[word] = (struct __user_cap_data_struct){.effective = kept, .permitted = kept, .inheritable = 0};
    }
    return (int)CLINUX_RESULT(syscall(SYS_capset, &header, data));
}

uint64_t CLinux_permitted_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct data[2] = {0};
    if (syscall(SYS_capget, &header, data) < 0) return 0;
    return (uint64_t)data[1].permitted << 32 | data[0].permitted;
}

int64_t CLinux_file_clock(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0) return -(int64_t)errno;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
