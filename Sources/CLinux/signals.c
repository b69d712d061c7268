// Signals that are noted, ignored or raised.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "CLinux.h"
#include "result.h"

_Atomic int CLinux_received_signal;

static void note(int number) { atomic_store_explicit(&CLinux_received_signal, number, memory_order_relaxed); }

int CLinux_catch_signal(int number) {
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    // Whoever started this process may have had the signal blocked, and a block is inherited.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    return (int)CLINUX_RESULT(sigaction(number, &action, NULL));
}

int CLinux_ignore_signal(int number) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    return (int)CLINUX_RESULT(sigaction(number, &action, NULL));
}

void CLinux_raise(int number) { kill(getpid(), number); }

int CLinux_raise_default(int number) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigaction(number, &action, NULL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    return (int)CLINUX_RESULT(kill(getpid(), number));
}

int CLinux_signal(void) { return atomic_load_explicit(&CLinux_received_signal, memory_order_relaxed); }

void CLinux_forget_signal(void) { atomic_store(&CLinux_received_signal, 0); }
