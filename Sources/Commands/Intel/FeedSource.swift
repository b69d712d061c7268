import Bytes
import Ecosystems
import Inventory
import Linux

/// Advisories on disk: one record, a folder of records, or the zip file that a database exports.
///
/// ```
///  MAL-2026-1.json     one record
///  osv/                all *.json below, no link followed
///  npm/all.zip         all *.json in it
/// ```
/// A record that cannot be understood is a trouble with its name; the others are read.
struct FeedSource {
    /// What a record is handed to.
    typealias Take = (OSVRecord) throws(CommandFailure) -> Void

    /// Troubles that are listed; the rest is counted.
    private static let troublesMax = 100
    private static let ending = Array(".json".utf8)

    /// Without links.
    let path: ByteString
    let isFolder: Bool
    /// What was read and not handed on.
    private(set) var others = KeptFeed.Counts()
    private(set) var troubles: [Trouble] = []
    private(set) var unlistedTroubles = 0

    /// Finds what lies at a path.
    init(_ given: ByteString) throws(CommandFailure) {
        do throws(SystemError) {
            let entry = try Descriptor.open(given.bytes, [.path])
            path = ByteString(try entry.realPath())
            isFolder = try entry.status().isDirectory
        } catch {
            throw CommandFailure(given, "it cannot be opened: \(error)")
        }
    }

    /// The name that a feed has where nobody gives it one: that of its file or folder. Exports are all called
    /// `all.zip`, each in the folder of its ecosystem, so that folder's name comes before.
    var name: String {
        let parts = path.bytes.split(separator: UInt8(ascii: "/")).map { ByteString(Array($0)) }
        let last = parts.last ?? "/"
        let words = last == "all.zip" ? Array(parts.suffix(2)) : [last]
        return words.map { Quotation.text($0.bytes) }.joined(separator: "/")
    }

    /// Hands out all records.
    mutating func read(_ take: Take) throws(CommandFailure) {
        if isFolder { return try readFolder(take) }
        let file = try FeedFile(path)
        if OSVExport.marks.contains(try file.bytes(at: 0, count: 4)) { return try readExport(file, take) }
        guard file.size <= OSVReader.Limit.size else {
            throw CommandFailure(path, "it is no zip file, and has more than \(OSVReader.Limit.size) bytes")
        }
        try parse(try file.bytes(at: 0, count: file.size), path, take)
    }

    private mutating func readExport(_ file: FeedFile, _ take: Take) throws(CommandFailure) {
        var export: OSVExport
        do throws(OSVSourceError) {
            export = try OSVExport(size: file.size) { offset, count throws(OSVSourceError) in
                do throws(CommandFailure) {
                    return try file.bytes(at: offset, count: count)
                } catch {
                    throw OSVSourceError(error.message)
                }
            }
        } catch {
            throw CommandFailure(path, "the zip file cannot be read: \(error)")
        }
        while let name = export.nextName {
            guard name.suffix(Self.ending.count) == Self.ending[...] else {
                export.skip()
                continue
            }
            let place = path.appending(ByteString(name))
            let bytes: [UInt8]
            do throws(OSVSourceError) {
                bytes = try export.next()
            } catch {
                refuse(place, .malformed, "the record cannot be unpacked: \(error)")
                continue
            }
            try parse(bytes, place, take)
        }
    }

    /// Reads one record.
    mutating func parse(_ bytes: [UInt8], _ place: ByteString, _ take: Take) throws(CommandFailure) {
        let record: OSVRecord
        do throws(ParseError) {
            record = try OSVReader.read(bytes.span)
        } catch {
            refuse(place, .malformed, "the record cannot be understood: \(error)")
            return
        }
        others.gitRanges += record.gitRanges
        if record.isForeign {
            others.others += 1
            return
        }
        if record.silentPackages > 0 { others.silent += 1 }
        try take(record)
    }

    /// Counts and names a record that cannot be used.
    mutating func refuse(_ place: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        others.unreadable += 1
        note(place, reason, detail)
    }

    /// Names what could not be read.
    mutating func note(_ place: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        guard troubles.count < Self.troublesMax else {
            unlistedTroubles += 1
            return
        }
        troubles.append(Trouble(cache: -1, path: place, reason: reason, detail: detail))
    }
}

/// A regular file that is read at any place.
final class FeedFile {
    let size: Int
    private let path: ByteString
    private let file: Descriptor

    /// Opens it; no link is followed, and no FIFO waited for.
    init(_ path: ByteString) throws(CommandFailure) {
        self.path = path
        do throws(SystemError) {
            let status = try Descriptor.status(ofPath: path.bytes)
            guard status.isRegularFile else { throw SystemError(SystemError.invalid, .openat) }
            file = try Descriptor.open(path.bytes, [.noFollow])
            size = Int(clamping: try file.status().size)
        } catch {
            throw CommandFailure(path, "it cannot be read: \(error)")
        }
    }

    /// At most so many bytes at an offset.
    func bytes(at offset: Int, count: Int) throws(CommandFailure) -> [UInt8] {
        do throws(SystemError) {
            return try file.bytes(at: Int64(offset), count: count)
        } catch {
            throw CommandFailure(path, "it cannot be read: \(error)")
        }
    }
}
