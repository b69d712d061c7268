import Hashing
import Inflate
import Inventory

/// An archive of sources: `name-version/…` with `PKG-INFO`, as tar with gzip or as zip.
struct SourceArchive {
    /// Normalised; empty where nothing tells.
    var name = ""
    var version = ""

    /// Bytes of the archive's beginning in which `PKG-INFO` is looked for.
    static let headLimit = 2 << 20
    /// Members that are looked at for it.
    static let memberLimit = 512
    /// Bytes of an archive, decompressed, when it is compared with a wheel.
    static let contentLimit = 4 << 30
    /// Members of it.
    static let comparedLimit = 200_000

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

    // MARK: Contents

    /// SHA-256 of all files, by their paths without the top folder; of several with one path the last. Only for tar.
    static func contents(_ source: ByteSource) throws(ArchiveError) -> (files: [[UInt8]: [UInt8]], leadsOut: [[UInt8]])
    {
        var files: [[UInt8]: [UInt8]] = [:]
        var leadsOut: [[UInt8]] = []
        let stream = try ByteStream(source, coding: .gzip, limits: InflateLimits(output: contentLimit))
        var reader = TarReader(stream, limits: TarLimits(members: comparedLimit))
        do {
            var digest = try RunningDigest(.sha256)
            var piece: [UInt8] = []
            while let entry = try reader.next() {
                if Self.leadsOutside(entry) { leadsOut.append(entry.name) }
                guard entry.hasContent, let slash = entry.name.firstIndex(of: UInt8(ascii: "/")) else { continue }
                while try reader.read(into: &piece) { try digest.update(piece.span) }
                files[Array(entry.name[(slash + 1)...])] = try digest.finish()
            }
            return (files, leadsOut)
        } catch let error as ArchiveError {
            throw error
        } catch {
            throw ArchiveError(.unsupported, format: "tar", reason: "\(error)", offset: 0)
        }
    }

    /// Whether unpacking a member writes outside of the folder.
    private static func leadsOutside(_ entry: TarEntry) -> Bool {
        let oddities = NameOddity.all(in: entry.name)
        if oddities.contains(.traversal) || oddities.contains(.absolute) { return true }
        switch entry.kind {
        case .symbolicLink:
            let folder = entry.name.prefix(entry.name.lastIndex(of: UInt8(ascii: "/")) ?? 0)
            return NameOddity.leadsOutside(target: entry.link, from: folder)
        case .hardLink: return NameOddity.leadsOutside(target: entry.link, from: [])
        default: return false
        }
    }
}
