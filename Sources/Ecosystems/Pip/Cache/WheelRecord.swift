import Hashing
import Inflate
import Inventory

/// The list of a wheel's files with their digests, compared with what is in the wheel. pip does not look at it
/// when it installs.
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

    /// Bytes of one wheel's content, decompressed.
    static let contentLimit = 8 << 30

    /// With the path that each is about.
    private(set) var problems: [(problem: Problem, path: [UInt8])] = []
    /// SHA-256 of each file that was read.
    private(set) var contents: [[UInt8]: [UInt8]] = [:]

    /// Compares names and sizes, and where `isDeep` also contents.
    init(_ wheel: WheelArchive, isDeep: Bool) throws(ArchiveError) {
        if let failure = wheel.unreadable { throw failure }
        guard !wheel.record.isEmpty else {
            problems.append((.noRecord, wheel.info))
            return
        }
        let record = RecordLines(wheel.record)
        let lines = record.lines
        problems += record.repeated.map { (.listedTwice, $0) }
        var seen: Set<[UInt8]> = []
        var plain: Set<[UInt8]> = []
        var left = Self.contentLimit
        for (index, entry) in wheel.directory.entries.enumerated() where entry.kind != .folder {
            // What is spelled in two ways is installed in one place.
            if !seen.insert(entry.name).inserted || !plain.insert(WheelPath.plain(entry.name)).inserted {
                problems.append((.ambiguous, entry.name))
            }
            let isFree = RecordLines.isFree(entry.name, info: wheel.info)
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
}
