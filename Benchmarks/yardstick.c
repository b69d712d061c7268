// The yardstick: the least a program must do to walk or to hash a tree, done as fast as we know how in C.
//
//   walk   getdents64 + statx of each entry
//   hash   that, and of each regular file: open, read, SHA-256 through libcrypto, close
//
// Bezoar's goals are ratios to this program, so it must be honest and fast: one digest context and one 256 KiB buffer
// per thread, the algorithm fetched once, folders opened relative to their parent, one lock per folder, none per file.
// It keeps nothing and prints three numbers.
//
//   thread ---> shared stack of work ---> thread          an item is one of
//     |            ^                                        FOLDER  parent, name      list it
//     |            | push                                   NAMES   folder, <= 64     handle these entries
//     '--- getdents64 --- statx --- open read SHA close     LARGE   folder, name      hash one large file
//
// A folder with few entries is handled whole by the thread that listed it. From a large folder pieces of 64 names go
// to the stack, and files of 1 MiB and more go there singly, so that 40 large files in one folder use all threads.
//
// `--variant` changes one thing at a time, which shows what each system call costs per file (see variants.h).

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "variants.h"
#include "work_stack.h"

#ifndef RWF_NOWAIT
#define RWF_NOWAIT 0x00000008
#endif
#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE 0x00000080
#endif

enum {
    read_size = 256 * 1024,
    list_size = 64 * 1024,
    names_per_item = 64,
    large_file = 1024 * 1024,
    threads_max = 256,
};

struct worker {
    pthread_t thread;
    EVP_MD_CTX *context, *second;
    unsigned char *buffer;
    char *listing;
    uint64_t files, folders, others, bytes, errors, refused;
};

static bool walks_only;
static EVP_MD *algorithm, *sha512, *sha1, *blake2b;
static int descriptor_folder = -1;  // O_PATH descriptor of /proc/self/fd

static int open_beneath_folder(int folder, const char *name, uint64_t flags)
{
    struct open_how how = {
        .flags = flags | O_CLOEXEC,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    return (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
}

static int open_file(int folder, const char *name)
{
    switch (variant->opening) {
    case open_noatime: return openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOATIME);
    case open_beneath: return open_beneath_folder(folder, name, O_RDONLY);
    case open_two_steps: return open_beneath_folder(folder, name, O_PATH);
    default: return openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    }
}

/// Opens for reading what an O_PATH descriptor holds.
static int reopen(int path_descriptor)
{
    char digits[12];
    snprintf(digits, sizeof digits, "%d", path_descriptor);
    return openat(descriptor_folder, digits, O_RDONLY | O_CLOEXEC);
}

static ssize_t read_some(struct worker *self, int file, off_t offset)
{
    struct iovec piece = {self->buffer, read_size};
    switch (variant->reading) {
    case read_pread: return pread(file, self->buffer, read_size, offset);
    case read_nowait:
    case read_uncached: {
        ssize_t count = preadv2(file, &piece, 1, offset, variant->reading == read_nowait ? RWF_NOWAIT : RWF_DONTCACHE);
        if (count >= 0) return count;
        self->refused++;
        return pread(file, self->buffer, read_size, offset);
    }
    default: return read(file, self->buffer, read_size);
    }
}

static bool ends_in(const char *name, size_t length, const char *ending)
{
    size_t count = strlen(ending);
    return length > count && memcmp(name + length - count, ending, count) == 0;
}

/// The digest besides SHA-256 that a file of this name needs in a cache of packages. BLAKE2b of 64 bytes costs what the
/// one of 32 costs that pip's index uses.
static EVP_MD *second_of(const char *name)
{
    size_t length = strlen(name);
    if (variant->hashing != hash_second) return NULL;
    if (length == 124) return sha512;
    if (ends_in(name, length, ".jar") || ends_in(name, length, ".pom")) return sha1;
    return ends_in(name, length, ".body") ? blake2b : NULL;
}

static void hash_content(struct worker *self, int file, EVP_MD *second)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (second && EVP_DigestInit_ex2(self->second, second, NULL) != 1) die("digest");
    if (variant->hashing && EVP_DigestInit_ex2(self->context, algorithm, NULL) != 1) die("digest");
    off_t offset = 0;
    while (variant->reading != read_none) {
        ssize_t count = read_some(self, file, offset);
        if (count < 0) {
            self->errors++;
            break;
        }
        if (variant->hashing && count) EVP_DigestUpdate(self->context, self->buffer, (size_t)count);
        if (second && count) EVP_DigestUpdate(self->second, self->buffer, (size_t)count);
        offset += count;
        // A regular file gives less than was asked for only at its end; the other variant asks once more.
        if (count == 0 || (count < read_size && variant->reading != read_to_zero)) break;
    }
    if (variant->hashing) EVP_DigestFinal_ex(self->context, digest, NULL);
    if (second) EVP_DigestFinal_ex(self->second, digest, NULL);
    self->bytes += (uint64_t)offset;
}

static void hash_file(struct worker *self, struct folder *folder, const char *name)
{
    struct statx status;
    int file = open_file(folder->descriptor, name);
    if (file < 0) {
        self->errors++;
        return;
    }
    if (variant->asking != ask_by_name && statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) != 0)
        self->errors++;
    if (variant->opening == open_two_steps) {
        int path_descriptor = file;
        file = reopen(path_descriptor);
        if (file < 0) die("reopen");
        hash_content(self, file, second_of(name));
        close(path_descriptor);
    } else {
        hash_content(self, file, second_of(name));
    }
    close(file);
}

/// Looks at one entry that is no folder.
static void visit(struct worker *self, struct folder *folder, const char *name, unsigned char type)
{
    struct statx status = {.stx_mode = S_IFREG};
    if (walks_only || variant->asking != ask_by_descriptor || type == DT_UNKNOWN) {
        if (statx(folder->descriptor, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &status) != 0) {
            self->errors++;
            return;
        }
    }
    if (!S_ISREG(status.stx_mode)) {
        self->others++;
        return;
    }
    self->files++;
    if (walks_only || variant->opening == open_none) {
        self->bytes += status.stx_size;
    } else if (status.stx_size >= large_file && thread_count > 1) {
        struct item *item = make_item(folder, item_large, name, strlen(name) + 1, 1);
        push(item, item, 1);
    } else {
        hash_file(self, folder, name);
    }
}

static void visit_names(struct worker *self, struct folder *folder, const char *names, int count)
{
    for (int index = 0; index < count; index++) {
        visit(self, folder, names, DT_REG);
        names += strlen(names) + 1;
    }
}

static void list(struct worker *self, struct folder *folder)
{
    char pending[names_per_item * 256];
    size_t pending_length = 0;
    int pending_count = 0;
    self->folders++;
    for (;;) {
        ssize_t filled = getdents64(folder->descriptor, self->listing, list_size);
        if (filled < 0) self->errors++;
        if (filled <= 0) break;
        struct item *first = NULL, *last = NULL;
        int count = 0;
        for (ssize_t offset = 0; offset < filled;) {
            struct dirent64 *entry = (struct dirent64 *)(self->listing + offset);
            offset += entry->d_reclen;
            const char *name = entry->d_name;
            if (name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]))) continue;
            size_t length = strlen(name) + 1;
            unsigned char type = entry->d_type;
            if (type == DT_UNKNOWN) {
                struct statx status;
                if (statx(folder->descriptor, name, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &status) == 0)
                    type = IFTODT(status.stx_mode);
            }
            struct item *item = NULL;
            if (type == DT_DIR) {
                // "Each entry": a folder's own status is asked when it is opened.
                item = make_item(folder, item_folder, name, length, 1);
            } else if (type != DT_REG) {
                visit(self, folder, name, DT_UNKNOWN);
            } else {
                if (pending_count == names_per_item) {
                    item = make_item(folder, item_names, pending, pending_length, pending_count);
                    pending_count = 0;
                    pending_length = 0;
                }
                memcpy(pending + pending_length, name, length);
                pending_length += length;
                pending_count++;
            }
            if (item) {
                item->next = first;
                first = item;
                if (!last) last = item;
                count++;
            }
        }
        push(first, last, count);
    }
    visit_names(self, folder, pending, pending_count);
}

static void enter(struct worker *self, struct folder *parent, const char *name)
{
    struct statx status;
    bool beneath = variant->opening == open_beneath || variant->opening == open_two_steps;
    int descriptor;
    if (!parent) descriptor = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    else if (beneath) descriptor = open_beneath_folder(parent->descriptor, name, O_RDONLY | O_DIRECTORY);
    else descriptor = openat(parent->descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0 || statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) != 0) {
        if (!parent) die(name);
        self->errors++;
        if (descriptor >= 0) close(descriptor);
        return;
    }
    struct folder *folder = malloc(sizeof *folder);
    if (!folder) die("memory");
    folder->descriptor = descriptor;
    atomic_init(&folder->users, 1);
    list(self, folder);
    release(folder);
}

static void *work(void *argument)
{
    struct worker *self = argument;
    for (struct item *item; (item = pop());) {
        switch (item->kind) {
        case item_folder: enter(self, item->folder, item->names); break;
        case item_names: visit_names(self, item->folder, item->names, item->count); break;
        case item_large: hash_file(self, item->folder, item->names); break;
        }
        if (item->folder) release(item->folder);
        free(item);
    }
    return NULL;
}

static double seconds_of(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

static int usage(void)
{
    fprintf(stderr, "usage: yardstick walk|hash [--threads N] [--variant NAME] [--json] FOLDER\n\nvariants of hash:\n");
    for (size_t index = 0; index < sizeof variants / sizeof variants[0]; index++)
        fprintf(stderr, "  %-15s %s\n", variants[index].name, variants[index].meaning);
    return 2;
}

/// Runs the threads; the sums end in the first worker.
static void run(const char *root, struct worker *workers)
{
    struct item *first = make_item(NULL, item_folder, root, strlen(root) + 1, 1);
    push(first, first, 1);
    for (int index = 0; index < thread_count; index++) {
        struct worker *worker = &workers[index];
        worker->context = EVP_MD_CTX_new();
        worker->second = EVP_MD_CTX_new();
        worker->buffer = aligned_alloc(4096, read_size);
        worker->listing = aligned_alloc(4096, list_size);
        if (!worker->context || !worker->second || !worker->buffer || !worker->listing) die("memory");
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) die("thread");
    }
    for (int index = 0; index < thread_count; index++) pthread_join(workers[index].thread, NULL);
    for (int index = 1; index < thread_count; index++) {
        workers[0].files += workers[index].files;
        workers[0].folders += workers[index].folders;
        workers[0].others += workers[index].others;
        workers[0].bytes += workers[index].bytes;
        workers[0].errors += workers[index].errors;
        workers[0].refused += workers[index].refused;
    }
}

int main(int count, char **arguments)
{
    const char *root = NULL;
    bool json = false;
    thread_count = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 3) return usage();
    if (strcmp(arguments[1], "walk") == 0) walks_only = true;
    else if (strcmp(arguments[1], "hash") != 0) return usage();
    for (int index = 2; index < count; index++) {
        const char *word = arguments[index];
        if (strcmp(word, "--threads") == 0 && index + 1 < count) thread_count = atoi(arguments[++index]);
        else if (strcmp(word, "--variant") == 0 && index + 1 < count) {
            if (!choose(arguments[++index])) return usage();
        } else if (strcmp(word, "--json") == 0) json = true;
        else if (word[0] != '-' && !root) root = word;
        else return usage();
    }
    if (!root || thread_count < 1 || thread_count > threads_max) return usage();

    // A folder stays open while it has folders that nobody has entered yet: depth times threads, and some.
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    sha512 = EVP_MD_fetch(NULL, "SHA512", NULL);
    sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
    blake2b = EVP_MD_fetch(NULL, "BLAKE2B-512", NULL);
    if (!algorithm || !sha512 || !sha1 || !blake2b) die("digests");
    descriptor_folder = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);

    static struct worker workers[threads_max];
    struct timespec before, after;
    struct rusage use;
    clock_gettime(CLOCK_MONOTONIC, &before);
    run(root, workers);
    clock_gettime(CLOCK_MONOTONIC, &after);
    getrusage(RUSAGE_SELF, &use);
    double seconds = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
    struct worker *sum = &workers[0];
    printf(json ? "{\"files\":%llu,\"folders\":%llu,\"others\":%llu,\"bytes\":%llu,\"seconds\":%.6f,\"user\":%.6f,"
                  "\"system\":%.6f,\"errors\":%llu,\"refused\":%llu}\n"
                : "files %llu  folders %llu  others %llu  bytes %llu  seconds %.3f  user %.3f  system %.3f  "
                  "errors %llu  refused %llu\n",
        (unsigned long long)sum->files, (unsigned long long)sum->folders, (unsigned long long)sum->others,
        (unsigned long long)sum->bytes, seconds, seconds_of(use.ru_utime), seconds_of(use.ru_stime),
        (unsigned long long)sum->errors, (unsigned long long)sum->refused);
    return sum->errors ? 1 : 0;
}
