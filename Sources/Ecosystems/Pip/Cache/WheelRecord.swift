import Hashing
import Inflate
import Inventory

/// The list of a wheel's files with their digests, compared with what is in the wheel.
///
/// ```
///   six.py,sha256=4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274,34549      no: base64, no padding
///   six.py,sha256=RyHzke2QVB_drKtaz5R6oNPcfSey4ejtor6JcFhsMnQ,34549
///   six-1.16.0.dist-info/RECORD,,                                     itself, and signatures: without
/// ```
/// pip does not look at it when it installs.
struct WheelRecord {
    /// What does not fit.
    enum Problem: String, CaseIterable {
        case notListed = "not-listed"
        case missing
        case otherDigest = "other-digest"
        case otherSize = "other-size"
        case listedTwice = "listed-twice"
        case noRecord = "no-record"
        /// The zip file shows different content to different readers.
        case ambiguous
    }

    /// Lines that are read.
    static let lineLimit = 400_000
    /// Bytes of one wheel's content, decompressed.
    static let contentLimit = 8 << 30

    private struct Line {
        var digest: [UInt8]?
        var hasOtherAlgorithm = false
        var size: Int?
    }

    private var lines: [[UInt8]: Line] = [:]
    /// With the path that each is about.
    private(set) var problems: [(problem: Problem, path: [UInt8])] = []
    /// SHA-256 of each file that was read.
    private(set) var contents: [[UInt8]: [UInt8]] = [:]

    /// Compares names and sizes, and where `isDeep` also contents.
    init(_ wheel: WheelArchive, isDeep: Bool) throws(ArchiveError) {
        guard !wheel.record.isEmpty else {
            problems.append((.noRecord, wheel.info))
            return
        }
        read(wheel.record)
        var seen: Set<[UInt8]> = []
        var left = Self.contentLimit
        for (index, entry) in wheel.directory.entries.enumerated() where entry.kind != .folder {
            if !seen.insert(entry.name).inserted { problems.append((.ambiguous, entry.name)) }
            let isFree = Self.isFree(entry.name, info: wheel.info)
            guard let line = lines[entry.name] else {
                if !isFree { problems.append((.notListed, entry.name)) }
                continue
            }
            if let size = line.size, size != entry.size { problems.append((.otherSize, entry.name)) }
            guard isDeep else { continue }
            guard entry.size <= left else {
                throw ArchiveError(
                    .tooLarge, format: "wheel", reason: "more content than the limit of \(Self.contentLimit) bytes",
                    offset: entry.headerOffset)
            }
            left -= entry.size
            let digest = try Self.digest(of: try wheel.located(index), in: wheel.source)
            contents[entry.name] = digest
            if let expected = line.digest, expected != digest { problems.append((.otherDigest, entry.name)) }
            // Nobody leaves the digest out but for the list itself.
            if line.digest == nil, !line.hasOtherAlgorithm, !isFree { problems.append((.notListed, entry.name)) }
        }
        for path in lines.keys where !seen.contains(path) { problems.append((.missing, path)) }
        judgeOddities(wheel.directory)
        problems.sort { ($0.problem.rawValue, $0.path.count) < ($1.problem.rawValue, $1.path.count) }
    }

    /// The list itself and its signatures need no digest.
    private static func isFree(_ name: [UInt8], info: [UInt8]) -> Bool {
        guard name.starts(with: info) else { return false }
        return ["/RECORD", "/RECORD.jws", "/RECORD.p7s"].contains { name.dropFirst(info.count).elementsEqual($0.utf8) }
    }

    private mutating func judgeOddities(_ directory: ZipDirectory) {
        for oddity in directory.oddities {
            switch oddity {
            case .secondEndRecord, .secondDirectory, .zip64Disagrees, .unlistedEntry, .noLocalHeader, .localName,
                .localMethod, .localSizes, .localChecksum, .overlap, .secondName, .entryCount:
                let name = oddity.entry.map { directory.entries[$0].name } ?? []
                problems.append((.ambiguous, name))
            default: break
            }
        }
    }

    private static func digest(of entry: ZipEntry, in source: ByteSource) throws(ArchiveError) -> [UInt8] {
        var reader = try ZipEntryReader(entry, of: source)
        do {
            var digest = try RunningDigest(.sha256)
            var piece: [UInt8] = []
            while try reader.next(into: &piece) { try digest.update(piece.span) }
            return try digest.finish()
        } catch let error as ArchiveError {
            throw error
        } catch {
            throw ArchiveError(.unsupported, format: "wheel", reason: "\(error)", offset: entry.headerOffset)
        }
    }

    // MARK: The list

    private mutating func read(_ bytes: [UInt8]) {
        for text in bytes.split(separator: UInt8(ascii: "\n")).prefix(Self.lineLimit) {
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
            if lines.updateValue(line, forKey: fields[0]) != nil { problems.append((.listedTwice, fields[0])) }
        }
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
