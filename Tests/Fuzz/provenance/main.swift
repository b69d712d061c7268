// Any bytes may come as a provenance document: read or refused, never a trap, twice the same, and a trouble names the
// blob.

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

/// A record that names one provenance document.
let record: [UInt8] = {
    var record = ProtobufWriter()
    record.message(10) { result in
        result.message(2) { blob in
            blob.text(1, "application/vnd.in-toto+json")
            blob.text(2, digest)
        }
    }
    return record.bytes
}()

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let (build, troubles) = BuildHistory.read(record: record, ref: ref, source: source()) { _ in input }
    let again = BuildHistory.read(record: record, ref: ref, source: source()) { _ in input }
    precondition(build == again.build && troubles == again.troubles, "read differently the second time")
    precondition(build?.hasProvenance == troubles.isEmpty, "neither read nor refused: \(troubles)")
    precondition(troubles.allSatisfy { $0.path.bytes.starts(with: Array("/r/blobs/".utf8)) })
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
