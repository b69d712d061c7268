// Any bytes may come as a Dockerfile and as the name of a step: mounts or none, never a trap.

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

let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// The bytes as JSON has them.
func base64(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - start)
        var bits = 0
        for index in 0..<3 { bits = bits << 8 | (index < count ? Int(bytes[start + index]) : 0) }
        for index in 0..<4 { result.append(index > count ? UInt8(ascii: "=") : letters[bits >> (18 - 6 * index) & 63]) }
    }
    return result
}

/// A failed build with this Dockerfile and a build argument.
func failed(_ dockerfile: [UInt8]) -> [UInt8] {
    var record = ProtobufWriter()
    record.entry(3, "build-arg:A", "some value")
    record.message(5) { status in
        status.message(3) { detail in
            detail.text(1, "github.com/moby/buildkit/errdefs.Source+json")
            detail.bytes(2, Array(#"{"info":{"data":""#.utf8) + base64(dockerfile) + Array(#""}}"#.utf8))
        }
    }
    return record.bytes
}

/// A log of one step with this name.
func log(_ name: [UInt8]) -> [UInt8] {
    var response = ProtobufWriter()
    response.message(1) { vertex in
        vertex.text(1, "sha256:1")
        vertex.bytes(3, Array("[a 1/1] RUN ".utf8) + name)
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: response.bytes.count >> (8 * $0)) } + response.bytes
}

/// A record that names a log.
let logged: [UInt8] = {
    var record = ProtobufWriter()
    record.message(8) { $0.text(2, digest) }
    return record.bytes
}()

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let text = BuildHistory.read(record: failed(input), ref: ref, source: source()) { _ in nil }
    precondition(text.troubles.isEmpty && text.build?.dockerfile != nil, "\(text.troubles)")
    let name = BuildHistory.read(record: logged, ref: ref, source: source()) { _ in log(input) }
    precondition(name.troubles.isEmpty, "\(name.troubles)")
    for use in (text.build?.mounts ?? []) + (name.build?.mounts ?? []) {
        precondition(!use.id.isEmpty && !use.target.isEmpty, "a mount without a name or a target")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
