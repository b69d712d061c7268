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

struct variant {
    const char *name;
    enum opening opening;
    enum reading reading;
    enum asking asking;
    bool hashes;
    const char *meaning;
};

static const struct variant variants[] = {
    {"plain", open_plain, read_plain, ask_by_name, true,
        "statx by name, openat, read until it is short, SHA-256, close"},
    {"no-hash", open_plain, read_plain, ask_by_name, false, "plain without SHA-256"},
    {"no-read", open_plain, read_none, ask_by_name, false, "statx by name, openat, close"},
    {"no-open", open_none, read_none, ask_by_name, false, "statx by name; as walk"},
    {"empty-hash", open_plain, read_none, ask_by_name, true,
        "no-read, and the digest of nothing: what libcrypto costs per file"},
    {"noatime", open_noatime, read_plain, ask_by_name, true, "plain with O_NOATIME"},
    {"openat2", open_beneath, read_plain, ask_by_name, true,
        "plain with openat2 and RESOLVE_BENEATH|NO_SYMLINKS|NO_MAGICLINKS|NO_XDEV"},
    {"statx-both", open_plain, read_plain, ask_by_both, true,
        "plain, and a statx by descriptor before the read"},
    {"statx-open", open_plain, read_plain, ask_by_descriptor, true,
        "no statx by name: openat, statx by descriptor, read, close"},
    {"two-steps", open_two_steps, read_plain, ask_by_descriptor, true,
        "openat2 with O_PATH, statx by descriptor, reopen through /proc/self/fd, read, close both"},
    {"two-steps-both", open_two_steps, read_plain, ask_by_both, true, "statx by name, then two-steps"},
    {"read-to-zero", open_plain, read_to_zero, ask_by_name, true, "plain, reading until read returns 0"},
    {"pread", open_plain, read_pread, ask_by_name, true, "plain with pread"},
    {"nowait", open_plain, read_nowait, ask_by_name, true,
        "plain with preadv2 and RWF_NOWAIT (read where it refuses)"},
    {"dontcache", open_plain, read_uncached, ask_by_name, true,
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
