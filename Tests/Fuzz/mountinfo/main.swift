// Any bytes may come. The table may leave lines out, but not trap, and a place that it finds for a path must be one
// that its own mounts lead to.

import BuildKit
import CFuzz
import Glibc
import Inventory

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let table = MountTable(input)
    precondition(table.entries.count <= input.count / 19, "more mounts than lines can hold")
    for entry in table.entries.prefix(16) {
        _ = entry.option("upperdir")
        guard let mount = table.mount(of: entry.mountPoint) else { continue }
        precondition(mount.mountPoint.bytes.count <= entry.mountPoint.bytes.count, "a mount below the path")
        _ = table.place(of: entry.mountPoint, in: table)
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
