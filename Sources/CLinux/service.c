// What a long-lived process needs: children, signals that can be polled, watched folders, its service manager.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLinux.h"
#include "result.h"

// From linux/ioprio.h, which Debian 12 has only among the kernel's own headers.
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_CLASS_IDLE (3 << 13)

_Static_assert(sizeof(CLinux_poll_entry) == 12, "an entry is three numbers, as Swift fills it");

/// Pointers to texts that lie end to end, each with its closing zero; the last pointer is null.
static char **pointers(const uint8_t *texts, size_t size) {
    size_t count = 0;
    for (size_t index = 0; index < size; index++) count += texts[index] == 0;
    char **list = calloc(count + 1, sizeof *list);
    if (!list) return NULL;
    size_t next = 0;
    for (size_t index = 0; next < count; index += strlen((const char *)texts + index) + 1)
        list[next++] = (char *)texts + index;
    return list;
}

/// Lowest class of processor and disk time, and first to go where memory runs out. Each may be refused: then the job
/// is less gentle, and goes on.
static void be_gentle(void) {
    struct sched_param parameters = {0};
    sched_setscheduler(0, SCHED_IDLE, &parameters);
    setpriority(PRIO_PROCESS, 0, 19);
    syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_CLASS_IDLE);
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        if (write(file, "300", 3) < 0) errno = 0;
        close(file);
    }
}

/// Between fork and exec: only calls that may be made there.
static int prepare_child(const CLinux_command *command, pid_t parent) {
    if (setpgid(0, 0) < 0) return errno;
    if (prctl(PR_SET_PDEATHSIG, command->death_signal) < 0) return errno;
    // The parent may have died before it was said.
    if (getppid() != parent) return ESRCH;
    struct sigaction usual = {.sa_handler = SIG_DFL};
    for (int number = 1; number < 32; number++)
        if (number != SIGKILL && number != SIGSTOP) sigaction(number, &usual, NULL);
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0 || dup2(null, 0) < 0 || dup2(command->output, 1) < 0 || dup2(command->errors, 2) < 0) return errno;
    if (command->is_gentle) be_gentle();
    // Whatever somebody opened without the flag stays here. Kernels before 5.11 have only the flags.
    syscall(SYS_close_range, 3u, ~0u, 1u << 2);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    return 0;
}

int CLinux_spawn(const CLinux_command *command) {
    char **arguments = pointers(command->arguments, command->arguments_size);
    char **environment = pointers(command->environment, command->environment_size);
    int report[2] = {-1, -1};
    int result = arguments && environment ? 0 : -ENOMEM;
    if (result == 0) result = (int)CLINUX_RESULT(pipe2(report, O_CLOEXEC));
    pid_t parent = getpid();
    pid_t child = result == 0 ? fork() : -1;
    if (child == 0) {
        int failure = prepare_child(command, parent);
        if (failure == 0) {
            execve(command->path, arguments, environment);
            failure = errno;
        }
        if (write(report[1], &failure, sizeof failure) < 0) _exit(126);
        _exit(127);
    }
    if (result == 0 && child < 0) result = -errno;
    if (report[1] >= 0) close(report[1]);
    if (child > 0) {
        int failure = 0;
        ssize_t count;
        // Ends with nothing when the program began: the pipe goes with the old one.
        do count = read(report[0], &failure, sizeof failure);
        while (count < 0 && errno == EINTR);
        result = child;
        if (count == (ssize_t)sizeof failure) {
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
            result = failure > 0 ? -failure : -EINVAL;
        }
    }
    if (report[0] >= 0) close(report[0]);
    free(arguments);
    free(environment);
    return result;
}

int CLinux_reap(int process, int *status) {
    pid_t result = waitpid(process, status, WNOHANG);
    if (result < 0) return -errno;
    if (result == 0) return 0;
    // As a shell has it: the exit code, or 256 and the number of the signal.
    *status = WIFEXITED(*status) ? WEXITSTATUS(*status) : 256 + WTERMSIG(*status);
    return 1;
}

int CLinux_signal_group(int process, int number) { return (int)CLINUX_RESULT(kill(-process, number)); }

int CLinux_pipe(int *reading, int *writing) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    // Only our end: the child's writing may wait.
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0) {
        int failure = errno;
        close(ends[0]);
        close(ends[1]);
        return -failure;
    }
    *reading = ends[0];
    *writing = ends[1];
    return 0;
}

int CLinux_signal_descriptor(uint32_t numbers) {
    sigset_t set;
    sigemptyset(&set);
    for (int number = 1; number < 32; number++) {
        if (!(numbers & 1u << number)) continue;
        // What is ignored is never told of, and being ignored is inherited.
        struct sigaction usual = {.sa_handler = SIG_DFL};
        sigaction(number, &usual, NULL);
        sigaddset(&set, number);
    }
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0) return -errno;
    return (int)CLINUX_RESULT(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int CLinux_next_signal(int descriptor) {
    struct signalfd_siginfo information;
    long count = CLINUX_RESULT(read(descriptor, &information, sizeof information));
    if (count == -EAGAIN || count == -EINTR) return 0;
    return count < 0 ? (int)count : (int)information.ssi_signo;
}

int CLinux_poll_many(CLinux_poll_entry *entries, size_t count, int milliseconds) {
    struct pollfd list[CLINUX_POLL_LIMIT];
    if (count > CLINUX_POLL_LIMIT) return -EINVAL;
    for (size_t index = 0; index < count; index++) {
        short events = 0;
        if (entries[index].wanted & 1) events |= POLLIN;
        if (entries[index].wanted & 2) events |= POLLOUT;
        list[index] = (struct pollfd){.fd = entries[index].descriptor, .events = events};
        entries[index].ready = 0;
    }
    int ready = poll(list, count, milliseconds);
    if (ready < 0) return errno == EINTR ? 0 : -errno;
    for (size_t index = 0; index < count; index++) {
        short events = list[index].revents;
        if (events & (POLLERR | POLLHUP | POLLNVAL)) entries[index].ready = entries[index].wanted;
        if (events & POLLIN) entries[index].ready |= 1;
        if (events & POLLOUT) entries[index].ready |= 2;
    }
    return ready;
}

int CLinux_watch(void) { return (int)CLINUX_RESULT(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)); }

int CLinux_watch_folder(int watch, const char *path) {
    uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF |
                    IN_MOVE_SELF | IN_ONLYDIR;
    return (int)CLINUX_RESULT(inotify_add_watch(watch, path, mask));
}

int CLinux_drain_watch(int watch) {
    char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    int seen = 0;
    for (int round = 0; round < 64; round++) {
        long count = CLINUX_RESULT(read(watch, buffer, sizeof buffer));
        if (count == -EAGAIN || count == -EINTR || count == 0) break;
        if (count < 0) return (int)count;
        long offset = 0;
        while (offset + (long)sizeof(struct inotify_event) <= count) {
            struct inotify_event event;
            memcpy(&event, buffer + offset, sizeof event);
            // The folder itself is gone, or another one bears its name.
            int isOver = event.mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT) ? 2 : 0;
            seen |= 1 | isOver;
            offset += (long)sizeof event + event.len;
        }
    }
    return seen;
}

int CLinux_send_datagram(const uint8_t *path, size_t length, const uint8_t *bytes, size_t count) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (length == 0 || length > sizeof address.sun_path) return -EINVAL;
    memcpy(address.sun_path, path, length);
    // "@" stands for the zero that an abstract name begins with.
    if (path[0] == '@') address.sun_path[0] = 0;
    int number = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (number < 0) return -errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    long result = CLINUX_RESULT(
        sendto(number, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT, (const struct sockaddr *)&address, size));
    close(number);
    return result < 0 ? (int)result : 0;
}
