// The stack of work that all threads of the yardstick share.
#pragma once

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// An open folder; closed when the last item that needs it is done.
struct folder {
    int descriptor;
    atomic_int users;
};

struct item {
    struct item *next;
    struct folder *folder;
    enum { item_folder, item_names, item_large } kind;
    int count;
    char names[];  // each with its terminating zero
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct item *stack;
static int thread_count = 2, idle;
static bool finished;

static void die(const char *what)
{
    fprintf(stderr, "yardstick: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void release(struct folder *folder)
{
    if (atomic_fetch_sub(&folder->users, 1) == 1) {
        close(folder->descriptor);
        free(folder);
    }
}

static struct item *make_item(struct folder *folder, int kind, const char *names, size_t length, int count)
{
    struct item *item = malloc(sizeof *item + length);
    if (!item) die("memory");
    item->next = NULL;
    item->folder = folder;
    item->kind = kind;
    item->count = count;
    memcpy(item->names, names, length);
    if (folder) atomic_fetch_add(&folder->users, 1);
    return item;
}

/// Puts a chain of items on the stack.
static void push(struct item *first, struct item *last, int count)
{
    if (!first) return;
    pthread_mutex_lock(&lock);
    last->next = stack;
    stack = first;
    if (idle == 1 || (idle && count == 1)) pthread_cond_signal(&changed);
    else if (idle) pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

/// The next item, or NULL when all threads have run out of work.
static struct item *pop(void)
{
    pthread_mutex_lock(&lock);
    while (!stack && !finished) {
        if (++idle == thread_count) {
            finished = true;
            pthread_cond_broadcast(&changed);
            break;
        }
        pthread_cond_wait(&changed, &lock);
        if (!finished) idle--;
    }
    struct item *item = stack;
    if (item) stack = item->next;
    pthread_mutex_unlock(&lock);
    return item;
}
