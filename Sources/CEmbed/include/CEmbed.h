#pragma once
#include <stddef.h>

/// One file inside the executable.
typedef struct {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t count;
} CEmbed_file;

/// All embedded files.
extern const CEmbed_file CEmbed_files[];

/// The table as a pointer: Swift cannot import an array of unknown length.
static inline const CEmbed_file *_Nonnull CEmbed_table(void) { return CEmbed_files; }
extern const size_t CEmbed_file_count;
