// Makes the trees that the benchmarks read. The same arguments give the same bytes on every machine.
//
//   small     200,000 files in 60,000 folders; sizes log-normal, median 4 KiB, sigma 1: as package caches are
//   large     40 files of 80 MB in one folder
//   million   1,000,000 files in 300,000 folders; sizes 0 to 1,000 bytes
//
// A tree is made under the name FOLDER.partial and renamed when it is whole; the file FOLDER.stamp beside it says of
// which shape and scale it is. With a stamp that says what is asked for, nothing is done.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    shape_revision = 1,  // raise when the same arguments would give another tree
    children_per_folder = 39,
    small_median = 4096,
    small_size_max = 4 * 1024 * 1024,
    million_size_max = 1000,
    large_size = 80 * 1000 * 1000,
    block = 1024 * 1024,
};

struct shape {
    const char *name;
    double files, folders;
    enum { sizes_log_normal, sizes_fixed, sizes_uniform } sizes;
};

static const struct shape shapes[] = {
    {"small", 200000, 60000, sizes_log_normal},
    {"large", 40, 0, sizes_fixed},
    {"million", 1000000, 300000, sizes_uniform},
};

static void die(const char *what)
{
    fprintf(stderr, "maketree: %s: %s\n", what, strerror(errno));
    exit(1);
}

/// SplitMix64: one multiplication chain per number, the same everywhere.
static uint64_t next(uint64_t *state)
{
    uint64_t value = (*state += 0x9e3779b97f4a7c15u);
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

static double next_unit(uint64_t *state) { return ((double)(next(state) >> 11) + 0.5) / 9007199254740992.0; }

static size_t choose_size(const struct shape *shape, double scale, uint64_t *state)
{
    double first = next_unit(state), second = next_unit(state);
    switch (shape->sizes) {
    case sizes_fixed: return (size_t)(large_size * (scale < 1 ? scale : 1));
    case sizes_uniform: return (size_t)(first * (million_size_max + 1));
    default: {
        // Box-Muller, rounded to whole bytes: the mathematics library's last bit does not matter.
        double normal = sqrt(-2 * log(first)) * cos(6.283185307179586 * second);
        double size = small_median * exp(normal);
        return size < small_size_max ? (size_t)size : small_size_max;
    }
    }
}

/// The path of folder `number` (1 and up) relative to the tree, as a heap of `children_per_folder` has it.
static void write_path(uint64_t number, char *path)
{
    uint64_t chain[64];
    int depth = 0;
    for (; number && depth < 64; number = (number - 1) / children_per_folder) chain[depth++] = number;
    char *end = path;
    while (depth) end += sprintf(end, "%s%05llx", end == path ? "" : "/", (unsigned long long)chain[--depth]);
    *end = 0;
}

static void write_file(int folder, const char *name, size_t size, uint64_t seed)
{
    static uint64_t content[block / 8];
    int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0) die(name);
    for (size_t done = 0; done < size;) {
        size_t length = size - done < block ? size - done : block;
        for (size_t index = 0; index < (length + 7) / 8; index++) content[index] = next(&seed);
        for (size_t offset = 0; offset < length;) {
            ssize_t count = write(file, (char *)content + offset, length - offset);
            if (count < 0) die(name);
            offset += (size_t)count;
        }
        done += length;
    }
    if (close(file) != 0) die(name);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static void fill(const struct shape *shape, double scale, const char *root)
{
    if (mkdir(root, 0755) != 0) die(root);
    int tree = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (tree < 0) die(root);
    bool is_flat = shape->folders == 0;
    uint64_t files = (uint64_t)(shape->files * (is_flat ? 1 : scale)), folders = (uint64_t)(shape->folders * scale);
    char path[512];
    // Folder 0 is the tree itself. Each folder gets its share of the files when it is made, as installers leave them.
    for (uint64_t folder = 0, file = 0; folder <= folders; folder++) {
        int descriptor = tree;
        if (folder) {
            write_path(folder, path);
            if (mkdirat(tree, path, 0755) != 0) die(path);
            descriptor = openat(tree, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (descriptor < 0) die(path);
        }
        uint64_t end = folders ? files * (folder + 1) / (folders + 1) : files;
        for (; file < end; file++) {
            uint64_t seed = file + 1;
            size_t size = choose_size(shape, scale, &seed);
            uint64_t digits = next(&seed);
            snprintf(path, sizeof path, "%016llx%08llx.whl", (unsigned long long)digits, (unsigned long long)file);
            write_file(descriptor, path, size, seed);
        }
        if (folder) close(descriptor);
    }
    close(tree);
}

static int usage(void)
{
    fprintf(stderr, "usage: maketree small|large|million [--scale FACTOR] FOLDER\n");
    return 2;
}

int main(int count, char **arguments)
{
    const struct shape *shape = NULL;
    const char *root = NULL;
    double scale = 1;
    for (int index = 1; index < count; index++) {
        const char *word = arguments[index];
        if (strcmp(word, "--scale") == 0 && index + 1 < count) scale = atof(arguments[++index]);
        else if (word[0] == '-') return usage();
        else if (!shape) {
            for (size_t number = 0; number < sizeof shapes / sizeof shapes[0]; number++)
                if (strcmp(shapes[number].name, word) == 0) shape = &shapes[number];
            if (!shape) return usage();
        } else if (!root) root = word;
        else return usage();
    }
    if (!shape || !root || !(scale > 0) || scale > 100) return usage();

    char stamp[4096], partial[4096], wanted[128], found[128] = "";
    if (snprintf(stamp, sizeof stamp, "%s.stamp", root) >= (int)sizeof stamp) return usage();
    snprintf(partial, sizeof partial, "%s.partial", root);
    snprintf(wanted, sizeof wanted, "%s scale %g revision %d\n", shape->name, scale, shape_revision);
    FILE *file = fopen(stamp, "r");
    if (file) {
        if (!fgets(found, sizeof found, file)) found[0] = 0;
        fclose(file);
    }
    if (access(root, F_OK) == 0) {
        if (strcmp(found, wanted) == 0) return 0;
        fprintf(stderr, "maketree: %s exists and is not what was asked for; remove it and its .stamp first\n", root);
        return 1;
    }
    nftw(partial, remove_entry, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    fill(shape, scale, partial);
    // The stamp comes first: a tree never stands without one, and a stamp without a tree says nothing.
    file = fopen(stamp, "w");
    if (!file || fputs(wanted, file) < 0 || fclose(file) != 0) die(stamp);
    if (rename(partial, root) != 0) die(root);
    return 0;
}
