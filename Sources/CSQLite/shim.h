// The SQLite library, and the few of its names that Swift cannot spell.
#pragma once
#include <sqlite3.h>
#include <stdint.h>

/// `sqlite3_db_config` is variadic. Sets one switch and returns SQLite's result code.
static inline int CSQLite_set_switch(sqlite3 *_Nonnull connection, int name, int value) {
    return sqlite3_db_config(connection, name, value, (int *)0);
}

/// `SQLITE_TRANSIENT` is a number cast to a function pointer. The bytes are copied before this returns.
static inline int CSQLite_bind_blob(
    sqlite3_stmt *_Nonnull statement, int index, const uint8_t *_Nonnull bytes, uint64_t count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// As above, for UTF-8 text.
static inline int CSQLite_bind_text(
    sqlite3_stmt *_Nonnull statement, int index, const char *_Nonnull bytes, uint64_t count) {
    return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
