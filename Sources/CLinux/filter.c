// A filter of system calls for a process that reads what attackers wrote: whoever takes it over gets no socket, no
// other program, no other process and no new code.
//
//   load the architecture ── another one ──► the process ends
//   load the number ── x32 ──► the process ends
//     ├─ socket, with some asked for ── not of this host ──► EPERM
//     ├─ mmap, mprotect ── to be run ──► EPERM
//     ├─ a signal ── to another process ──► EPERM
//     ├─ one of the list ──► EPERM
//     └─ any other ──► allowed
//
// The kernel works out once which numbers are allowed whatever their arguments are, so that the calls of a walk do not
// go through the list.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"
#include "result.h"

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
// The first number of the x32 calls.
#define NUMBERS_END 0x40000000
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#define NUMBERS_END 0x7fffffff
#else
#define OWN_ARCHITECTURE 0
#define NUMBERS_END 0
#endif

// Debian 12's headers do not know all of them; new numbers are the same on all architectures.
#ifndef SYS_open_tree_attr
#define SYS_open_tree_attr 467
#endif

static const unsigned refused[] = {
    // Other programs and processes.
    SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_open,
    SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_process_madvise, SYS_tkill, SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    // The network, and what does any call in the place of the process.
    SYS_socketpair, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_io_uring_setup, SYS_io_uring_enter,
    SYS_io_uring_register,
    // Other name spaces, and file systems in other places.
    SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, SYS_open_tree_attr,
    SYS_move_mount, SYS_fsopen, SYS_fspick, SYS_fsconfig, SYS_fsmount, SYS_mount_setattr, SYS_open_by_handle_at,
    // The kernel itself, and what its holes were found in.
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_init_module,
    SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_syslog,
    SYS_quotactl, SYS_clock_settime, SYS_settimeofday, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname,
    SYS_setdomainname, SYS_memfd_create, SYS_personality, SYS_fanotify_init, SYS_vhangup,
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef SYS_iopl
    SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
};

enum { rules_max = 2 * (int)(sizeof refused / sizeof refused[0]) + 32 };

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// The lower half of an argument; both architectures have it first.
#define LOAD_ARGUMENT(place) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[place]))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)
#define NO (SECCOMP_RET_ERRNO | EPERM)

int CLinux_filter_calls(int allows_local_sockets) {
    if (OWN_ARCHITECTURE == 0) return -ENOSYS;
    struct sock_filter rules[rules_max] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, NUMBERS_END, 0, 1),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        // A socket, of this host or none.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4),
        LOAD_ARGUMENT(0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allows_local_sockets ? AF_UNIX : 0xffffffff, 0, 1),
        ANSWER(SECCOMP_RET_ALLOW),
        ANSWER(NO),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_connect, 0, 1),
        ANSWER(allows_local_sockets ? SECCOMP_RET_ALLOW : NO),
        // Memory that can be run.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pkey_mprotect, 0, 4),
        LOAD_ARGUMENT(2),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        ANSWER(NO),
        ANSWER(SECCOMP_RET_ALLOW),
        // A signal, to this process alone.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 4),
        LOAD_ARGUMENT(0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)getpid(), 0, 1),
        ANSWER(SECCOMP_RET_ALLOW),
        ANSWER(NO),
    };
    unsigned short count = 26;
    for (size_t index = 0; index < sizeof refused / sizeof refused[0]; index++) {
        rules[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[index], 0, 1);
        rules[count++] = (struct sock_filter)ANSWER(NO);
    }
    rules[count++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
    struct sock_fprog program = {.len = count, .filter = rules};
    return (int)CLINUX_RESULT(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
}

int CLinux_try_socket(void) {
    int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (number < 0) return -errno;
    close(number);
    return 0;
}
