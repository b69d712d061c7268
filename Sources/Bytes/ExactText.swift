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
        hasher.combine(bytesOf: text)
    }
}

extension Hasher {
    /// Adds the bytes of a text, eight at a time, and how many there are: no text is the beginning of another.
    package mutating func combine(bytesOf text: String) {
        var word: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            word = word &<< 8 | UInt64(byte)
            count &+= 1
            if count & 7 == 0 {
                combine(word)
                word = 0
            }
        }
        combine(word)
        combine(count)
    }
}
