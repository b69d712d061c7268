// What one run of the yardstick may do otherwise than plainly: one thing at a time.
#pragma once

#include <stdbool.h>
#include <string.h>

/// How a file's name becomes a descriptor.
enum opening { open_plain, open_noatime, open_beneath, open_two_steps, open_none };
/// How its bytes are fetched.
enum reading { read_plain, read_to_zero, read_pread, read_nowait, read_uncached, read_none };
/// When its status is asked.
enum asking { ask_by_name, ask_by_both, ask_by_descriptor };

/// Which digests are made: the second is the one that a package's client names or compares the file by.
enum hashing { hash_none, hash_one, hash_second };

struct variant {
    const char *name;
    enum opening opening;
    enum reading reading;
    enum asking asking;
    enum hashing hashing;
    const char *meaning;
};

static const struct variant variants[] = {
    {"plain", open_plain, read_plain, ask_by_name, hash_one,
        "statx by name, openat, read until it is short, SHA-256, close"},
    {"packages", open_plain, read_plain, ask_by_name, hash_second,
        "plain, and the digest that a package's client asks for: SHA-512 (npm), SHA-1 (Maven), BLAKE2b (pip)"},
    {"no-hash", open_plain, read_plain, ask_by_name, hash_none, "plain without SHA-256"},
    {"no-read", open_plain, read_none, ask_by_name, hash_none, "statx by name, openat, close"},
    {"no-open", open_none, read_none, ask_by_name, hash_none, "statx by name; as walk"},
    {"empty-hash", open_plain, read_none, ask_by_name, hash_one,
        "no-read, and the digest of nothing: what libcrypto costs per file"},
    {"noatime", open_noatime, read_plain, ask_by_name, hash_one, "plain with O_NOATIME"},
    {"openat2", open_beneath, read_plain, ask_by_name, hash_one,
        "plain with openat2 and RESOLVE_BENEATH|NO_SYMLINKS|NO_MAGICLINKS|NO_XDEV"},
    {"statx-both", open_plain, read_plain, ask_by_both, hash_one,
        "plain, and a statx by descriptor before the read"},
    {"statx-open", open_plain, read_plain, ask_by_descriptor, hash_one,
        "no statx by name: openat, statx by descriptor, read, close"},
    {"two-steps", open_two_steps, read_plain, ask_by_descriptor, hash_one,
        "openat2 with O_PATH, statx by descriptor, reopen through /proc/self/fd, read, close both"},
    {"two-steps-both", open_two_steps, read_plain, ask_by_both, hash_one, "statx by name, then two-steps"},
    {"read-to-zero", open_plain, read_to_zero, ask_by_name, hash_one, "plain, reading until read returns 0"},
    {"pread", open_plain, read_pread, ask_by_name, hash_one, "plain with pread"},
    {"nowait", open_plain, read_nowait, ask_by_name, hash_one,
        "plain with preadv2 and RWF_NOWAIT (read where it refuses)"},
    {"dontcache", open_plain, read_uncached, ask_by_name, hash_one,
        "plain with preadv2 and RWF_DONTCACHE (read where it refuses)"},
};

static const struct variant *variant = &variants[0];

static bool choose(const char *name)
{
    for (size_t index = 0; index < sizeof variants / sizeof variants[0]; index++) {
        if (strcmp(variants[index].name, name) == 0) {
            variant = &variants[index];
            return true;
        }
    }
    return false;
}
