package import Inventory

/// Attacker-chosen text made harmless, one form for each kind of output. Here: for terminals and log files.
///
/// ```
///  the bytes                   in text             why
///  1b 5b 33 31 6d              \x1b[31m            no control character reaches the terminal
///  61 0a 62                    a\x0ab              one entry stays one line
///  61 e2 80 ae 62              a\u{202e}b          no bidirectional override, nothing invisible
///  ff                          \xff                a byte that is no UTF-8
///  5c                          \\                  so that each escape means one thing
///  3a 3a 73 65 74              \x3a\x3aset         no "::set-env::" and no "##[group]" for a CI runner
///  20 61 20 20 62              \x20a \x20b         no columns or blanks of the attacker's making
/// ```
///
/// `\xHH` always is one byte and `\u{H…}` always one scalar, so the text can be turned back into the bytes.
package enum Escape {
    /// Marks that may follow one letter; more of them paint over the lines above.
    static let marksInARow = 4

    /// Text for a terminal or a log: reversible, in one line, never blank at its ends.
    package static func text(_ bytes: ByteString) -> String {
        escaped(bytes.bytes)
    }

    /// Text for a terminal or a log, of a string that may hold what an attacker chose.
    package static func text(_ text: String) -> String {
        escaped(Array(text.utf8))
    }

    /// As `text`, and a word where there is nothing to show.
    static func shown(_ bytes: ByteString) -> String {
        bytes.isEmpty ? "(empty)" : text(bytes)
    }

    private static func escaped(_ bytes: [UInt8]) -> String {
        var result = ""
        result.reserveCapacity(bytes.count)
        var reader = UTF8Reader(bytes)
        var before: Unicode.Scalar?
        // Whether what was written last can bear a mark: at the start and on an escape a mark would spoil our own text.
        var isBase = false
        var marks = 0
        var piece = reader.next()
        while let current = piece {
            let following = reader.next()
            switch current {
            case .invalid(let byte):
                appendByte(byte, to: &result)
                (before, isBase, marks) = (nil, false, 0)
            case .scalar(let scalar):
                let isMark = Visibility.isMark(scalar)
                marks = isMark ? marks + 1 : 0
                let isMisplaced = isMark && (!isBase || marks > marksInARow)
                if scalar == "\\" {
                    result += "\\\\"
                    isBase = false
                } else if isMisplaced || mustHide(scalar, after: before, isEdge: result.isEmpty || following == nil) {
                    append(scalar, to: &result)
                    isBase = false
                } else {
                    result.unicodeScalars.append(scalar)
                    isBase = true
                }
                before = scalar
            }
            piece = following
        }
        return result
    }

    private static func mustHide(_ scalar: Unicode.Scalar, after before: Unicode.Scalar?, isEdge: Bool) -> Bool {
        // Alone and inside they are harmless; at an edge or doubled they make columns, commands and groups.
        if scalar == " " || scalar == ":" || scalar == "#" { return isEdge || before == scalar }
        return !Visibility.isVisible(scalar)
    }

    /// Prose of our own (messages, remedies, texts of rules): as `text`, but in words, so backslashes stand as
    /// they are, and runs of spaces, line breaks and tabs become one space. Safe, not reversible.
    package static func prose(_ text: String) -> String {
        var result = ""
        var before: Unicode.Scalar?
        var isBetweenWords = false
        for scalar in text.unicodeScalars {
            if isBetweenWords, !isBlank(scalar) {
                result += " "
                isBetweenWords = false
            }
            switch scalar {
            case _ where isBlank(scalar):
                isBetweenWords = !result.isEmpty
                before = nil
                continue
            case ":", "#":
                // Doubled they could be read as a command by a CI runner.
                if before == scalar { append(scalar, to: &result) } else { result.unicodeScalars.append(scalar) }
            default:
                if Visibility.isVisible(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    append(scalar, to: &result)
                }
            }
            before = scalar
        }
        return result
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t"
    }

    /// `\xHH` for ASCII, whose scalars are their bytes, and `\u{H…}` for the rest.
    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        if scalar.value < 0x80 {
            appendByte(UInt8(scalar.value), to: &result)
        } else {
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }

    private static func appendByte(_ byte: UInt8, to result: inout String) {
        result += byte < 0x10 ? "\\x0" : "\\x"
        result += String(byte, radix: 16)
    }
}
