/// The kernel calls of this room, by their names in the manual; errors and the failure hook name them.
package enum SystemCall: String, Sendable, CaseIterable {
    case openat, openat2, close, getdents64, statx, readlinkat, preadv2, read, write, lseek, fsync, flock, ftruncate
    case mkdirat, unlinkat, renameat, renameat2, symlinkat, linkat, mknodat, fchmodat, fchownat, utimensat, fstatfs
    case clone, faccessat, fork, pipe2, waitpid, kill, signalfd, sendto
    case watch = "inotify_init1"
    case watchFolder = "inotify_add_watch"
    case getrandom, sigaction, setrlimit, prctl, chroot, capset, connect, poll, recv, send, ioctl
    case getxattr, listxattr, setxattr, pwrite, syncfs
    case listen, accept4, shutdown
    case epollCreate = "epoll_create1"
    case epollControl = "epoll_ctl"
    case epollWait = "epoll_wait"
    case cloneFile = "ioctl(FICLONE)"
    case setLease = "fcntl(F_SETLEASE)"
    case openTree = "open_tree"
    case fsopen, cachestat
    case mountSetattr = "mount_setattr"
    case landlockCreate = "landlock_create_ruleset"
    case landlockAdd = "landlock_add_rule"
    case landlockRestrict = "landlock_restrict_self"
    case seccomp
}
