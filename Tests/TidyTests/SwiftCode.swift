/// Takes the comments out of Swift code and the content out of its strings, so that words in them are no code.
///
/// ```
///  let path = "unsafe \(name!)"  // a comment      becomes
///  let path = "name!"                              (line breaks stay, so line numbers do)
/// ```
/// Code inside an interpolation is code and stays. Good enough for tidy rules, not a lexer.
enum SwiftCode {
    /// What surrounds the place that is being read.
    private enum Place {
        case code
        /// Inside `\( )`, with the number of parentheses open in it.
        case interpolation(Int)
        case string(hashes: Int, isMultiline: Bool)
        case lineComment
        case blockComment
    }

    static func bare(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var places: [Place] = [.code]
        var position = 0
        while position < bytes.count, let place = places.last {
            let byte = bytes[position]
            var length = 1
            switch place {
            case .lineComment:
                if byte == newline {
                    places.removeLast()
                    output.append(byte)
                }
            case .blockComment:
                if starts("/*", bytes, position) {
                    places.append(.blockComment)
                    length = 2
                } else if starts("*/", bytes, position) {
                    places.removeLast()
                    length = 2
                } else if byte == newline {
                    output.append(byte)
                }
            case .string(let hashes, let isMultiline):
                length = readString(bytes, position, hashes, isMultiline, &places, &output)
            case .code, .interpolation:
                length = readCode(bytes, position, &places, &output)
            }
            position += length
        }
        return output
    }

    private static let newline = UInt8(ascii: "\n")

    private static func readCode(
        _ bytes: [UInt8], _ position: Int, _ places: inout [Place], _ output: inout [UInt8]
    ) -> Int {
        let byte = bytes[position]
        if starts("//", bytes, position) {
            places.append(.lineComment)
            return 2
        }
        if starts("/*", bytes, position) {
            places.append(.blockComment)
            return 2
        }
        let hashes = count(UInt8(ascii: "#"), bytes, position)
        if starts("\"", bytes, position + hashes) {
            let isMultiline = starts("\"\"\"", bytes, position + hashes)
            places.append(.string(hashes: hashes, isMultiline: isMultiline))
            output.append(UInt8(ascii: "\""))
            return hashes + (isMultiline ? 3 : 1)
        }
        if case .interpolation(let depth) = places.last {
            if byte == UInt8(ascii: "(") { places[places.count - 1] = .interpolation(depth + 1) }
            if byte == UInt8(ascii: ")") {
                if depth == 0 {
                    places.removeLast()
                    return 1
                }
                places[places.count - 1] = .interpolation(depth - 1)
            }
        }
        output.append(byte)
        return 1
    }

    private static func readString(
        _ bytes: [UInt8], _ position: Int, _ hashes: Int, _ isMultiline: Bool, _ places: inout [Place],
        _ output: inout [UInt8]
    ) -> Int {
        let byte = bytes[position]
        if byte == UInt8(ascii: "\\"), count(UInt8(ascii: "#"), bytes, position + 1) >= hashes {
            if starts("(", bytes, position + 1 + hashes) {
                places.append(.interpolation(0))
                return 2 + hashes
            }
            // An escape: a quote after it closes nothing.
            return position + 1 + hashes < bytes.count && bytes[position + 1 + hashes] != newline
                ? 2 + hashes : 1 + hashes
        }
        let mark = isMultiline ? "\"\"\"" : "\""
        if starts(mark, bytes, position), count(UInt8(ascii: "#"), bytes, position + mark.utf8.count) >= hashes {
            places.removeLast()
            output.append(UInt8(ascii: "\""))
            return mark.utf8.count + hashes
        }
        if byte == newline {
            output.append(byte)
            // A string of one line ends with it, whatever was written.
            if !isMultiline { places.removeLast() }
        }
        return 1
    }

    private static func starts(_ text: String, _ bytes: [UInt8], _ position: Int) -> Bool {
        // Nearly all places fail at the first byte; this keeps a debug build fast.
        guard position < bytes.count, bytes[position] == text.utf8.first else { return false }
        return bytes[position...].starts(with: text.utf8)
    }

    private static func count(_ wanted: UInt8, _ bytes: [UInt8], _ position: Int) -> Int {
        var end = position
        while end < bytes.count, bytes[end] == wanted { end += 1 }
        return end - position
    }
}
