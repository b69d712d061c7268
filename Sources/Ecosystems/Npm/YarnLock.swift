package import Bytes
package import Inventory

/// Reads `yarn.lock` of Yarn 1 and of Yarn 2 and later.
///
/// ```
///   lodash@^4.17.0, lodash@^4.17.21:                    "lodash@npm:^4.17.21":
///     version "4.17.21"                                   version: 4.17.21
///     resolved "https://…/lodash-4.17.21.tgz#<sha1>"      resolution: "lodash@npm:4.17.21"
///     integrity sha512-…                                  checksum: 10c0/<sha512 hex of Yarn's own archive>
///     dependencies:                                       dependencies:
///       a "^1"                                              a: "npm:^1"
/// ```
///
/// Both are lines with indents of two; what is indented deeper belongs to tables that pin nothing.
package enum YarnLock {
    static let format = "yarn.lock"
    /// Bytes of the largest lockfile that is read.
    package static let sizeLimit = 64 << 20

    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        guard bytes.count <= sizeLimit else {
            throw ParseError(format: format, reason: "the file has more than \(sizeLimit) bytes", offset: 0)
        }
        if let bad = bytes.firstInvalidUTF8 {
            throw ParseError(format: format, reason: "found bytes that are not UTF-8, expected UTF-8", offset: bad)
        }
        var list = PinList()
        var block: YarnLockBlock?
        var cacheKey: String?
        var line = 0
        var at = bytes.count > 2 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        while at < bytes.count {
            var end = at
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            line += 1
            let text = content(bytes, at, end)
            let indent = text.prefix { $0 == UInt8(ascii: " ") }.count
            let body = text.dropFirst(indent)
            if body.starts(with: "<<<<<<<".utf8) || body.starts(with: ">>>>>>>".utf8) {
                throw ParseError(
                    format: format, reason: "found the mark of an unfinished merge", offset: at,
                    position: TextPosition(line: line, column: 1))
            }
            at = end + 1
            if body.isEmpty || body.first == UInt8(ascii: "#") { continue }
            if indent == 0 {
                block?.finish(into: &list, cacheKey: &cacheKey)
                block = YarnLockBlock(header: body, line: line)
                if block == nil { list.notes.append(PinList.Note(.malformed, line: line, detail: shown(body))) }
            } else if indent == 2 {
                block?.read(body)
            }
        }
        block?.finish(into: &list, cacheKey: &cacheKey)
        return list
    }

    private static func content(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(end - start)
        for index in start..<end { result.append(bytes[index]) }
        if result.last == UInt8(ascii: "\r") { result.removeLast() }
        return result
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
