import Inflate

/// An archive of sources: `name-version/…` with `PKG-INFO`, as tar with gzip or as zip.
struct SourceArchive {
    /// Normalised; empty where nothing tells.
    var name = ""
    var version = ""

    /// Bytes of the archive's beginning in which `PKG-INFO` is looked for.
    static let headLimit = 2 << 20
    /// Members that are looked at for it.
    static let memberLimit = 512

    /// Reads the head; `nil` where it is no archive of sources.
    init?(_ source: ByteSource) throws(ArchiveError) {
        switch try ArchiveForm(source) {
        case .zip: guard try readZip(source) else { return nil }
        case .gzip: guard readTar(source) else { return nil }
        case .other: return nil
        }
    }

    private mutating func readTar(_ source: ByteSource) -> Bool {
        var isTar = false
        do throws(ArchiveError) {
            let stream = try ByteStream(source, coding: .gzip, limits: .memory(Self.headLimit))
            var reader = TarReader(stream)
            var count = 0
            while let entry = try reader.next(), count < Self.memberLimit {
                count += 1
                isTar = true
                if name.isEmpty { takeFolder(entry.name) }
                guard Self.isPackageInfo(entry.name), entry.hasContent else { continue }
                takeHeaders(PackageHeaders(try reader.content(limit: WheelArchive.textLimit)))
                break
            }
        } catch {
            // The head ended, or the file is broken further on: what was seen counts.
        }
        return isTar && !name.isEmpty
    }

    private mutating func readZip(_ source: ByteSource) throws(ArchiveError) -> Bool {
        let directory = try ZipDirectory(
            source,
            limits: ZipLimits(
                directory: WheelArchive.directoryLimit, entries: WheelArchive.entryLimit, oddities: 100,
                checksEntries: false))
        guard let first = directory.entries.first else { return false }
        takeFolder(first.name)
        return !name.isEmpty
    }

    /// `six-1.16.0/…`; older names hold hyphens, so the last one counts.
    private mutating func takeFolder(_ path: [UInt8]) {
        let folder = path.prefix { $0 != UInt8(ascii: "/") }
        guard folder.count < path.count, let hyphen = folder.lastIndex(of: UInt8(ascii: "-")) else { return }
        name = PythonName.normalized(String(decoding: folder[..<hyphen], as: UTF8.self))
        version = String(decoding: folder[(hyphen + 1)...], as: UTF8.self)
    }

    private mutating func takeHeaders(_ headers: PackageHeaders) {
        guard let stated = headers.first("name"), let number = headers.first("version") else { return }
        name = PythonName.normalized(stated)
        version = number
    }

    private static func isPackageInfo(_ path: [UInt8]) -> Bool {
        let parts = path.split(separator: UInt8(ascii: "/"))
        return parts.count == 2 && parts[1].elementsEqual("PKG-INFO".utf8)
    }
}
