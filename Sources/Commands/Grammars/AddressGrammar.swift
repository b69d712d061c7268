/// An address and a port to listen at: `127.0.0.1:9465`, `[::1]:9465`. No names: whom a name means may change.
struct AddressGrammar: Grammar {
    /// The longest address in brackets, a colon, and a port.
    private static let longest = 53

    var expectation: String { "an address and a port such as `127.0.0.1:9465` or `[::1]:9465`" }

    func read(argument: [UInt8]) -> String? {
        guard argument.count <= Self.longest, let colon = argument.lastIndex(of: UInt8(ascii: ":")),
            NumberGrammar.number(Array(argument[(colon + 1)...]), in: 1...65_535) != nil,
            Self.isAddress(argument[..<colon])
        else { return nil }
        return String(decoding: argument, as: UTF8.self)
    }

    func literal(_ value: String) -> Literal? { .text(value) }

    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
            return bytes.count > 3 && bytes.dropFirst().dropLast().allSatisfy { isHex($0) || $0 == UInt8(ascii: ":") }
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { NumberGrammar.number(Array($0), in: 0...255) != nil }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
