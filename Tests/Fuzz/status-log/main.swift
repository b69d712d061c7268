// Any bytes may come as a record, as a log and as the status of a failure: read or refused, never a trap.

import BuildKit
import Bytes
import CFuzz
import Glibc
import Inventory

let ref = Array("aaaaaaaaaaaaaaaaaaaaaaaaa".utf8)
let digest = "sha256:" + String(repeating: "0", count: 64)
/// Where the record is said to come from.
func source() -> BuildHistory.Source {
    BuildHistory.Source(root: "/r", database: "/r/history.db", blobs: "/r/blobs")
}

/// A record that names a log and a status.
let record: [UInt8] = {
    var record = ProtobufWriter()
    record.message(8) { $0.text(2, digest) }
    record.message(18) { $0.text(2, digest) }
    return record.bytes
}()

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let (build, troubles) = BuildHistory.read(record: record, ref: ref, source: source()) { _ in input }
    precondition(build != nil && troubles.count <= 2, "\(troubles)")
    let alone = BuildHistory.read(record: input, ref: ref, source: source()) { _ in input }
    precondition(alone.build != nil || !alone.troubles.isEmpty, "neither read nor refused")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
