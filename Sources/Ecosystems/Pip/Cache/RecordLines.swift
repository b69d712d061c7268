import Inventory

/// The lines of a `RECORD`: a wheel's files with their digests and sizes.
///
/// ```
///   six.py,sha256=RyHzke2QVB_drKtaz5R6oNPcfSey4ejtor6JcFhsMnQ,34549
///   six-1.16.0.dist-info/RECORD,,                                     itself, and signatures: without
/// ```
struct RecordLines {
    /// Lines that are read.
    static let limit = 400_000

    /// What is said of one file.
    struct Line {
        /// SHA-256; empty where it is none.
        var digest: [UInt8]?
        var hasOtherAlgorithm = false
        var size: Int?
    }

    private(set) var lines: [[UInt8]: Line] = [:]
    /// Files that stand there twice.
    private(set) var repeated: [[UInt8]] = []

    /// Reads a whole list.
    init(_ bytes: [UInt8]) {
        for text in bytes.split(separator: UInt8(ascii: "\n")).prefix(Self.limit) {
            var text = text
            if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
            guard !text.isEmpty else { continue }
            let fields = Self.fields(text)
            var line = Line()
            if fields.count > 1, !fields[1].isEmpty {
                let mark = Array("sha256=".utf8)
                if fields[1].starts(with: mark) {
                    line.digest = Self.urlBase64(fields[1].dropFirst(mark.count)) ?? []
                } else {
                    line.hasOtherAlgorithm = true
                }
            }
            if fields.count > 2 { line.size = Int(String(decoding: fields[2], as: UTF8.self)) }
            if lines.updateValue(line, forKey: fields[0]) != nil { repeated.append(fields[0]) }
        }
    }

    /// The list itself and its signatures need no digest; `info` is the folder that describes the wheel.
    static func isFree(_ name: [UInt8], info: [UInt8]) -> Bool {
        guard name.starts(with: info) else { return false }
        return ["/RECORD", "/RECORD.jws", "/RECORD.p7s"].contains { name.dropFirst(info.count).elementsEqual($0.utf8) }
    }

    /// The fields of one line: commas between them, quotes around those with commas.
    private static func fields(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = [[]]
        var isQuoted = false
        var at = line.startIndex
        while at < line.endIndex {
            let byte = line[at]
            if byte == UInt8(ascii: "\"") {
                if isQuoted, at + 1 < line.endIndex, line[at + 1] == byte {
                    fields[fields.count - 1].append(byte)
                    at += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == UInt8(ascii: ","), !isQuoted {
                fields.append([])
            } else {
                fields[fields.count - 1].append(byte)
            }
            at += 1
        }
        return fields
    }

    private static func urlBase64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var plain = text.map { byte in
            byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        while plain.last == UInt8(ascii: "=") { plain.removeLast() }
        return DigestText.base64((plain + [UInt8(ascii: "=")])[...], count: 32)
    }
}
