#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer on the target's `LLVMFuzzerTestOneInput` with the program's arguments; the exit code.
///
/// SwiftPM renames the `main` of an executable, so libFuzzer's own `main` is not the one that is linked.
int CFuzz_run(int argc, char *_Nullable *_Nonnull argv);
