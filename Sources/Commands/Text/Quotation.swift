private import Inventory
private import Report

/// Bytes that somebody else chose, made fit for a message on a terminal.
package enum Quotation {
    /// Bytes shown of one quotation; the rest is cut, so that a message stays a message.
    static let longest = 200

    /// Escaped as in every text output of the program, and cut where it is long.
    package static func text(_ bytes: [UInt8]) -> String {
        guard bytes.count > longest else { return Escape.text(ByteString(bytes)) }
        // A character of UTF-8 is not cut in two: bytes that continue one have 10 as their first bits.
        var end = longest
        while end > longest - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return Escape.text(ByteString(Array(bytes[..<end]))) + "..."
    }
}
