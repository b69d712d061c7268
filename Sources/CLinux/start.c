#include <stdlib.h>
#include <unistd.h>

/* Before main, and before the constructors of the Swift runtime: it reads its own path and the command line from
 * /proc, and ends with "Aborted" where there is none. Whoever runs the program in a bare chroot is told why. */
__attribute__((constructor(101))) static void require_proc(void) {
    static const char message[] =
        "bezoar: /proc is not mounted here. The program reads its command line, the mounts of the host and what is in"
        " use from there.\nMount it and try again: mount -t proc proc /proc\n";
    static const int failed = 4;

    if (access("/proc/self/cmdline", R_OK) == 0) {
        return;
    }
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(failed);
}
