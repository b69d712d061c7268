/// Text from a file, made safe to stand in a sentence for people.
///
/// Printable ASCII stays as it is, everything else becomes `\u{…}`: no control character, no direction mark and no
/// look-alike letter of an attacker's file reaches a terminal through an error message.
package struct Quoted: Sendable, CustomStringConvertible {
    /// Characters shown before the text is cut off.
    package static let shownLimit = 60

    /// The escaped text in backquotes.
    package let description: String

    /// Escapes a text.
    package init(_ text: String) {
        var shown = "`"
        var count = 0
        for scalar in text.unicodeScalars {
            if count == Self.shownLimit {
                shown += "…"
                break
            }
            count += 1
            shown += Self.escaped(scalar)
        }
        description = shown + "`"
    }

    /// Escapes bytes that may not be UTF-8; what is not becomes U+FFFD.
    package init(_ bytes: Span<UInt8>) {
        // Four bytes per character are enough for all that can be shown.
        let shown = bytes.extracting(first: (Self.shownLimit + 1) * 4)
        var copy: [UInt8] = []
        copy.reserveCapacity(shown.count)
        for index in 0..<shown.count { copy.append(shown[index]) }
        self.init(String(decoding: copy, as: UTF8.self))
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x20..<0x7F where scalar != "`": String(scalar)
        default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }
}
