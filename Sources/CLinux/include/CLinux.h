// Kernel calls that Swift cannot spell: variadic ones, macros, those that glibc hides behind _GNU_SOURCE (whose
// headers clash with Swift's own glibc module, so none is included here) or has no name for.
//
// All return a value of 0 or more, or a negative errno, so that Swift never reads the thread's `errno` after other
// code ran. Nothing here decides anything.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Constants that the importer drops because they are macros with casts or depend on _GNU_SOURCE.
extern const int32_t CLinux_O_WRONLY;
extern const int32_t CLinux_O_RDWR;
extern const int32_t CLinux_O_CREAT;
extern const int32_t CLinux_O_EXCL;
extern const int32_t CLinux_O_TRUNC;
extern const int32_t CLinux_O_CLOEXEC;
extern const int32_t CLinux_O_DIRECTORY;
extern const int32_t CLinux_O_NOFOLLOW;
extern const int32_t CLinux_O_NONBLOCK;
extern const int32_t CLinux_O_NOCTTY;
extern const int32_t CLinux_O_NOATIME;
extern const int32_t CLinux_O_PATH;
extern const int32_t CLinux_AT_FDCWD;
extern const int32_t CLinux_AT_EMPTY_PATH;
extern const int32_t CLinux_AT_SYMLINK_NOFOLLOW;
extern const int32_t CLinux_AT_REMOVEDIR;
extern const int32_t CLinux_SEEK_DATA;
extern const int32_t CLinux_SEEK_HOLE;
extern const int32_t CLinux_FADV_DONTNEED;
extern const int32_t CLinux_FADV_NOREUSE;
extern const int32_t CLinux_FADV_SEQUENTIAL;
extern const int32_t CLinux_RWF_NOWAIT;
extern const int32_t CLinux_RWF_DONTCACHE;
extern const int32_t CLinux_LOCK_EX_NB;
extern const int32_t CLinux_LOCK_SH_NB;

/// Resolution rules of every open below a cache (invariant 2 of docs/architecture.md).
extern const uint64_t CLinux_RESOLVE_ALL;
/// Of opens by a path that was found to hold no link.
extern const uint64_t CLinux_RESOLVE_NO_LINKS;
/// The same beneath an open directory, whose mounts may be crossed.
extern const uint64_t CLinux_RESOLVE_BELOW;
/// Of a path whose links lead within an open directory, as if that were the root.
extern const uint64_t CLinux_RESOLVE_IN_ROOT;

/// What `statx` says, without the parts nobody reads.
typedef struct {
    uint64_t device;         // major << 32 | minor
    uint64_t special_device; // of a device node, the same form
    uint64_t inode;
    uint64_t mount;          // 0 where the kernel does not tell
    int64_t size;
    int64_t blocks;          // of 512 bytes
    int64_t modified_seconds;
    int64_t changed_seconds;
    int64_t born_seconds;
    uint32_t modified_nanoseconds;
    uint32_t changed_nanoseconds;
    uint32_t born_nanoseconds;
    uint32_t has_born; // 0 where the file system keeps no time of birth
    uint32_t mode;
    uint32_t owner;
    uint32_t group;
    uint32_t links;
} CLinux_status;

/// Brings the memory at an address nearer to the processor, without waiting for it.
static inline void CLinux_fetch(const void *_Nonnull address) { __builtin_prefetch(address); }

/// glibc has no name for openat2 (before 2.42).
int CLinux_openat2(int directory, const char *_Nonnull path, uint64_t flags, uint64_t resolve);

/// Variadic.
int CLinux_openat(int directory, const char *_Nonnull path, int flags, uint32_t mode);

int CLinux_close(int descriptor);

/// glibc's getdents64 is hidden behind _GNU_SOURCE, which Swift's own glibc module does not set.
long CLinux_getdents64(int directory, uint8_t *_Nonnull buffer, size_t size);

/// `struct statx` is 256 bytes of which we want a third.
int CLinux_statx(int directory, const char *_Nonnull path, int flags, CLinux_status *_Nonnull status);

long CLinux_readlinkat(int directory, const char *_Nonnull path, uint8_t *_Nonnull buffer, size_t size);

/// preadv2 is hidden behind _GNU_SOURCE.
long CLinux_pread(int descriptor, uint8_t *_Nonnull buffer, size_t size, int64_t offset, int flags);

long CLinux_read(int descriptor, uint8_t *_Nonnull buffer, size_t size);

long CLinux_write(int descriptor, const uint8_t *_Nonnull buffer, size_t size);

long CLinux_pwrite(int descriptor, const uint8_t *_Nonnull buffer, size_t size, int64_t offset);

/// Makes a file share the blocks of another one (FICLONE); ioctl is variadic.
int CLinux_clone_file(int target, int source);

/// posix_fadvise returns its errno instead of setting it.
int CLinux_fadvise(int descriptor, int64_t offset, int64_t length, int advice);

/// Pages of a file that are not yet written out (Linux 6.5). glibc has no name for cachestat.
int CLinux_dirty_pages(int descriptor, uint64_t *_Nonnull pages);
/// Takes a lease that nobody can have while somebody may write, and gives it back.
int CLinux_try_read_lease(int descriptor);

int64_t CLinux_lseek(int descriptor, int64_t offset, int whence);

int CLinux_fsync(int descriptor);
/// Writes out everything of the file system that a descriptor lies on.
int CLinux_syncfs(int descriptor);
int CLinux_flock(int descriptor, int operation);
int CLinux_ftruncate(int descriptor, int64_t size);
int CLinux_fchmod(int descriptor, uint32_t mode);

int CLinux_mkdirat(int directory, const char *_Nonnull path, uint32_t mode);
/// Whether the effective user may write there; opens nothing.
int CLinux_may_write(const char *_Nonnull path);
int CLinux_unlinkat(int directory, const char *_Nonnull path, int flags);
int CLinux_renameat(int from, const char *_Nonnull old, int to, const char *_Nonnull new_);
/// Never replaces what bears the new name (EEXIST). renameat2 is hidden behind _GNU_SOURCE.
int CLinux_rename_into_free(int from, const char *_Nonnull old, int to, const char *_Nonnull new_);
int CLinux_symlinkat(const char *_Nonnull target, int directory, const char *_Nonnull path);
int CLinux_linkat(int from, const char *_Nonnull old, int to, const char *_Nonnull new_);
int CLinux_mknodat(int directory, const char *_Nonnull path, uint32_t mode, uint32_t major, uint32_t minor);
int CLinux_fchmodat(int directory, const char *_Nonnull path, uint32_t mode);
int CLinux_fchownat(int directory, const char *_Nonnull path, uint32_t owner, uint32_t group);
int CLinux_utimensat(int directory, const char *_Nonnull path, int64_t seconds, int64_t nanoseconds);

// Metadata of what is open as a mere path (O_PATH), where no call by descriptor works: its name in /proc/self/fd, the
// one link that is followed, leads to that very inode, also where it is a symbolic link itself.

int CLinux_chmod_open(int descriptor, uint32_t mode);
int CLinux_chown_open(int descriptor, uint32_t owner, uint32_t group);
int CLinux_utimens_open(int descriptor, int64_t seconds, int64_t nanoseconds);
/// Names end to end, each with its closing zero; the size they need where `size` is 0.
long CLinux_listxattr_open(int descriptor, uint8_t *_Nullable names, size_t size);
long CLinux_getxattr_open(int descriptor, const char *_Nonnull name, uint8_t *_Nullable value, size_t size);
int CLinux_setxattr_open(int descriptor, const char *_Nonnull name, const uint8_t *_Nullable value, size_t size);

/// `st_flags` and `f_type` of the file system a descriptor lies on.
int CLinux_fstatfs(int descriptor, uint64_t *_Nonnull type, uint64_t *_Nonnull flags);
/// Bytes that this process may still write there, and files it may still make.
int CLinux_free_space(int descriptor, uint64_t *_Nonnull bytes, uint64_t *_Nonnull files);

/// Clock readings in nanoseconds.
int64_t CLinux_clock(int realtime);
/// The clock that file times are taken from: it moves in steps of some milliseconds.
int64_t CLinux_file_clock(void);

int CLinux_hostname(uint8_t *_Nonnull buffer, size_t size);

int CLinux_kernel_release(uint8_t *_Nonnull buffer, size_t size);

long CLinux_getrandom(uint8_t *_Nonnull buffer, size_t size);

/// _exit is declared without the attribute that Swift needs to know that it never returns.
_Noreturn void CLinux_exit(int code);
int CLinux_process_number(void);
uint32_t CLinux_effective_user(void);

/// Processors this process may run on; CPU_COUNT is a macro.
int CLinux_processors(void);

/// Soft and hard limit of open descriptors.
int CLinux_descriptor_limit(uint64_t *_Nonnull soft, uint64_t *_Nonnull hard);
int CLinux_set_descriptor_limit(uint64_t soft, uint64_t hard);

/// Peak resident set in KiB.
long CLinux_peak_memory(void);

/// Columns of the terminal behind a descriptor; ioctl is variadic.
int CLinux_terminal_width(int descriptor);

/// glibc's description of an errno; the returned text is constant.
const char *_Nonnull CLinux_error_text(int number);
const char *_Nonnull CLinux_error_name(int number);

/// The process' environment; `environ` is a global variable, which Swift 6 refuses.
char *_Nullable *_Nonnull CLinux_environment(void);

/// Changes into a directory and makes it the root; where that is refused, the working directory stays.
int CLinux_enter_root(int directory);
/// An empty directory that hangs nowhere.
int CLinux_empty_tree(void);
/// Drops every capability that `keep` (one bit each) does not name; capset has no name in glibc.
int CLinux_keep_capabilities(uint64_t keep);
/// The capabilities this thread may use, one bit each; 0 where the kernel does not tell.
uint64_t CLinux_permitted_capabilities(void);

// Flags of an inode (chattr); ioctl is variadic. Only on what is really open: O_PATH is no access.

extern const uint32_t CLinux_FLAG_IMMUTABLE;
extern const uint32_t CLinux_FLAG_APPEND;
int CLinux_inode_flags(int descriptor, uint32_t *_Nonnull flags);
int CLinux_set_inode_flags(int descriptor, uint32_t flags);

// Detached mounts (Linux 5.12); glibc has had names for these only since 2.36, and no attributes before.

/// A copy of the mount at `directory`, rooted there and attached nowhere.
int CLinux_clone_mount(int directory);
/// Makes a detached mount one without devices, programs, setuid and symbolic links; if wanted one that nobody writes
/// to, not even access times.
int CLinux_confine_mount(int mount, int is_read_only);

// Landlock (Linux 5.13). Debian 12's headers stop at ABI 2, so the numbers stand here.

typedef struct {
    uint64_t handled_access_fs;
    uint64_t handled_access_net;
    uint64_t scoped;
} CLinux_landlock_ruleset;

int CLinux_landlock_abi(void);
int CLinux_landlock_create(const CLinux_landlock_ruleset *_Nonnull ruleset, size_t size);
int CLinux_landlock_add_path(int ruleset, int directory, uint64_t access);
int CLinux_landlock_restrict(int ruleset);
int CLinux_no_new_privileges(void);

/// Refuses, from now on, the calls that a reader of files never makes; see filter.c.
int CLinux_filter_calls(int allows_local_sockets);
/// Makes a socket of the network and closes it.
int CLinux_try_socket(void);

// Signals. A handler must be C: it may run between any two instructions of the Swift runtime.

/// The last caught signal that came in, 0 while none did.
int CLinux_signal(void);
void CLinux_forget_signal(void);

/// Sends this process a signal, which does what it does; for tests.
void CLinux_raise(int number);

/// Notes the signal; a second one of the same kind ends the process as if there were no handler.
int CLinux_catch_signal(int number);
/// Restores the default action and sends the signal to this process.
int CLinux_raise_default(int number);
int CLinux_ignore_signal(int number);

// Local (Unix) sockets. A socket address is built with pointer casts, and none of these calls may wait.

/// A stream socket.
int CLinux_local_socket(void);
/// Connects it to the socket that `entry` is open at as a mere path. EAGAIN: too many wait for the peer.
int CLinux_connect_local(int socket, int entry);
/// Waits until the socket can be read (bit 0) or written (bit 1) as asked, or the time is over (no bit). An error or
/// hang-up sets what was asked for, so that the next call says what it is.
int CLinux_poll(int descriptor, int wanted, int milliseconds);
/// Without waiting.
long CLinux_receive(int descriptor, uint8_t *_Nonnull buffer, size_t size);
/// Without waiting, and without SIGPIPE.
long CLinux_send(int descriptor, const uint8_t *_Nonnull buffer, size_t size);

// Children, signals that can be polled, watched folders, and the service manager: for a process that stays.

/// A program to start. Texts lie end to end, each with its closing zero.
typedef struct {
    const char *_Nonnull path;
    const uint8_t *_Nonnull arguments;
    size_t arguments_size;
    const uint8_t *_Nonnull environment;
    size_t environment_size;
    int32_t output; // becomes descriptor 1
    int32_t errors; // becomes descriptor 2
    int32_t death_signal; // sent to it when its parent's thread ends
    int32_t is_gentle;
} CLinux_command;

/// One descriptor to wait for; bit 0 of `wanted` and `ready` means reading, bit 1 writing.
typedef struct {
    int32_t descriptor;
    int32_t wanted;
    int32_t ready;
} CLinux_poll_entry;

/// Most descriptors that are waited for at once.
#define CLINUX_POLL_LIMIT 256

/// Starts a program in a process group of its own, with usual signals and nothing open but its three streams. What
/// happens between fork and exec must be C, and only calls that are safe there.
int CLinux_spawn(const CLinux_command *_Nonnull command);
/// Without waiting: 1 and how it ended (the exit code, or 256 and the number of the signal), 0 while it runs.
int CLinux_reap(int process, int *_Nonnull status);
/// To the process group that this process leads.
int CLinux_signal_group(int process, int number);
/// A pipe whose reading end does not wait; pipe2 is hidden behind _GNU_SOURCE.
int CLinux_pipe(int *_Nonnull reading, int *_Nonnull writing);

/// Blocks these signals (one bit each, by number) and gives a descriptor that tells of them.
int CLinux_signal_descriptor(uint32_t numbers);
/// The next signal, 0 where none waits.
int CLinux_next_signal(int descriptor);

/// Waits for any of the entries; 0 where the time is over or a signal came.
int CLinux_poll_many(CLinux_poll_entry *_Nonnull entries, size_t count, int milliseconds);

int CLinux_watch(void);
int CLinux_watch_folder(int watch, const char *_Nonnull path);
/// Forgets what it tells: bit 0 where anything happened, bit 1 where the folder itself went away.
int CLinux_drain_watch(int watch);

/// A datagram to a local socket; a path that begins with `@` is an abstract name.
int CLinux_send_datagram(
    const uint8_t *_Nonnull path, size_t length, const uint8_t *_Nonnull bytes, size_t count);

// TCP servers. None of these calls may wait.

/// A socket that listens at an address of 4 or 16 bytes (in the order of the network).
int CLinux_listen_tcp(const uint8_t *_Nonnull address, size_t length, uint16_t port, int backlog);
/// The next connection; EAGAIN where none waits.
int CLinux_accept(int listener);
int CLinux_local_port(int number);
/// Tells the peer that nothing more comes; it can still be read from.
int CLinux_end_sending(int number);
/// Closing it will throw away what the peer has not taken yet, instead of keeping it for minutes.
int CLinux_drop_at_close(int number);

// What is ready among many descriptors (epoll). The queue can itself be waited for: it is readable while anything is.

/// Marks that one call hands out at most.
#define CLINUX_READY_MAX 64

int CLinux_ready_queue(void);
/// From now on the queue tells when the descriptor can be read (bit 0) or written (bit 1) as wanted, and of errors
/// always. It forgets a descriptor that is closed.
int CLinux_ready_set(int queue, int number, int wanted, uint64_t mark, int is_new);
/// Marks of what is ready now.
int CLinux_ready_next(int queue, uint64_t *_Nonnull marks, size_t count);
