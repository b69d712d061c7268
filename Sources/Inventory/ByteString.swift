/// Bytes that somebody else chose: a path, a name, a mount id.
///
/// File names on Linux are bytes, not text: they may hold newlines, escape codes and sequences that are no
/// UTF-8. They stay bytes until a writer in `Report` escapes them for its format.
package struct ByteString: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The bytes, without a terminating zero.
    package var bytes: [UInt8]

    /// Takes the bytes as they are.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes the UTF-8 form of a text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Takes the UTF-8 form of a text.
    package init(stringLiteral text: String) {
        bytes = Array(text.utf8)
    }

    /// Eight bytes at a time: the one for arrays takes each on its own.
    package func hash(into hasher: inout Hasher) {
        let span = bytes.span
        var index = 0
        while index + 8 <= span.count {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(span[index + offset]) << UInt64(8 * offset) }
            hasher.combine(word)
            index += 8
        }
        var rest: UInt64 = 0
        while index < span.count {
            rest = rest << 8 | UInt64(span[index])
            index += 1
        }
        hasher.combine(rest)
        hasher.combine(span.count)
    }

    /// Whether there is no byte at all.
    package var isEmpty: Bool { bytes.isEmpty }

    /// The text, where the bytes are valid UTF-8 and nothing would be lost; otherwise `nil`.
    package var utf8Text: String? { String(validating: bytes, as: UTF8.self) }

    /// All before the last slash, of a path; empty where there is none.
    package var folder: ByteString {
        ByteString(Array(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]))
    }

    /// The bytes joined below a folder with one slash.
    package func appending(_ name: ByteString) -> ByteString {
        if bytes.isEmpty { return name }
        return ByteString(bytes + (bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name.bytes)
    }
}

extension ByteString: Comparable {
    /// Byte order, as `LC_ALL=C sort` has it.
    package static func < (left: ByteString, right: ByteString) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
