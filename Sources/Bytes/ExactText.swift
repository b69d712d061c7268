/// A text as a key of a dictionary, equal to another only where the bytes are.
///
/// Swift's own `String` has one hash for all orders of the accents on a letter, so that a file could fill a
/// dictionary with keys that all fall together, and takes some of two different texts for the same. Hashing each byte
/// (the hasher is seeded per process) allows neither.
struct ExactText: Hashable {
    /// The text itself.
    var text: String

    static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        // Ends the text: no text is the beginning of another.
        hasher.combine(UInt8(0xFF))
    }
}
