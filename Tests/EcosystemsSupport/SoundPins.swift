internal import Ecosystems
package import Inventory

/// What must hold of every pin, whatever it was read from; ends the program where it does not. For fuzzers.
package func requireSound(_ list: PinList, _ input: [UInt8]) {
    let lines = input.count + 1
    for pin in list.pins {
        precondition((1...lines).contains(pin.line), "line \(pin.line)")
        precondition(!pin.isUsable || pin.digests.contains { !$0.algorithm.isWeak }, "usable without a digest")
        precondition(pin.file?.contains("/") != true, "a file name with a slash")
        _ = PackageURL(pin.ecosystem, name: pin.name, version: pin.version).description
    }
    for note in list.notes { precondition((1...lines).contains(note.line), "line \(note.line)") }
}
