package import Bytes
package import Inventory

/// Reads `go.sum`, and `go.work.sum`, which has the same form.
///
/// ```
///   golang.org/x/text v0.3.0 h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg=            what the archive holds
///   golang.org/x/text v0.3.0/go.mod h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=     its go.mod alone
/// ```
/// Of several digests of one version Go takes any.
package enum GoSum {
    /// Bytes of the longest line.
    private static let lineLimit = 1 << 16
    private static let modEnding = "/go.mod"
    /// The digest of an empty `go.mod`, which an old fault of Go wrote for what is no module; Go passes over it.
    private static let emptyMod = Array("h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=".utf8)

    /// Reads a whole file.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        var list = PinList()
        var line = 0
        var start = 0
        while start < bytes.count {
            line += 1
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            guard end - start <= lineLimit else {
                throw ParseError(
                    format: "go.sum", reason: "line \(line) has more than \(lineLimit) bytes", offset: start)
            }
            var text: [UInt8] = []
            text.reserveCapacity(end - start)
            for index in start..<end { text.append(bytes[index]) }
            start = end + 1
            take(text, line, &list)
        }
        return list
    }

    private static func take(_ text: [UInt8], _ line: Int, _ list: inout PinList) {
        let fields = text.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
        if fields.isEmpty { return }
        guard fields.count == 3, let module = String(validating: fields[0], as: UTF8.self),
            var version = String(validating: fields[1], as: UTF8.self)
        else {
            list.notes.append(PinList.Note(.malformed, line: line, detail: "\(fields.count) fields instead of three"))
            return
        }
        if fields[2].elementsEqual(emptyMod) { return }
        let isMod = version.hasSuffix(modEnding)
        if isMod { version.removeLast(modEnding.count) }
        guard GoVersion(version) != nil, !version.utf8.contains(UInt8(ascii: "/")) else {
            list.notes.append(PinList.Note(.malformed, line: line, detail: "a version that is none"))
            return
        }
        let digest = GoTreeHash.parse(fields[2])
        let release = GoRelease(module: module, version: version)
        list.pins.append(
            Pin(
                ecosystem: .go, name: module, version: version, digests: [digest].compactMap(\.self),
                file: isMod ? release.modFile : release.file, line: line,
                unusable: digest == nil ? .malformedDigest : nil))
    }
}
