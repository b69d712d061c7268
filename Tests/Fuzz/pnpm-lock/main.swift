// Any bytes may come. They may be refused, but not trap; what is read twice is read alike.

import CFuzz
import Ecosystems
import Glibc
import Inventory

/// What must hold of every pin, whatever it was read from.
func check(_ list: PinList, _ input: [UInt8]) {
    let lines = input.count + 1
    for pin in list.pins {
        precondition((1...lines).contains(pin.line), "line \(pin.line)")
        precondition(!pin.isUsable || pin.digests.contains { !$0.algorithm.isWeak }, "usable without a digest")
        precondition(pin.file?.contains("/") != true, "a file name with a slash")
        _ = PackageURL(pin.ecosystem, name: pin.name, version: pin.version).description
    }
    for note in list.notes { precondition((1...lines).contains(note.line), "line \(note.line)") }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    if let list = try? PnpmLock.read(input.span) {
        check(list, input)
        precondition((try? PnpmLock.read(input.span)) == list, "read differently the second time")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
