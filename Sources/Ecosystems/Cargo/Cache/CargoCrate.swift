import Inflate
import Inventory

/// The archive of a release: a tar file under gzip, all of it in one folder.
///
/// ```
///   itoa-1.0.11/.cargo_vcs_info.json  itoa-1.0.11/Cargo.toml  itoa-1.0.11/src/lib.rs  …
/// ```
/// Cargo unpacks it as it is, but for members called `.cargo-ok`, and refuses what lies outside of the folder.
struct CargoCrate {
    /// The client's mark in an unpacked folder.
    static let mark = Array(".cargo-ok".utf8)

    /// Digests of its files by their names in the folder; only up to the manifest where no more was asked for.
    private(set) var members: UnpackedTree.Members = [:]
    private(set) var manifest: CargoManifest?
    private(set) var hasManifest = false
    private(set) var hasBuildScript = false
    /// Members that do not lie in the folder of the release.
    private(set) var straying = 0
    /// The folder of the first of them; `nil` where its name leads out of the archive.
    private(set) var otherFolder: [UInt8]?
    /// Members that are neither files nor folders.
    private(set) var links = 0
    /// Why the rest was not seen.
    private(set) var failure: ArchiveError?
    /// Bytes that came out.
    private(set) var output = 0

    /// Reads up to the manifest, or all members. `folder` is the one that they must lie in.
    init(_ source: ByteSource, folder: [UInt8], isWhole: Bool) {
        do throws(ArchiveError) {
            let stream = try ByteStream(
                source, coding: .gzip, limits: InflateLimits(output: CargoLimits.crateOutput))
            var reader = TarReader(stream, limits: TarLimits(members: CargoLimits.members))
            while let entry = try reader.next() {
                output = entry.dataOffset
                try take(entry, of: &reader, folder)
                if !isWhole, hasManifest { break }
            }
        } catch {
            failure = error
        }
    }

    private mutating func take(
        _ entry: TarEntry, of reader: inout TarReader, _ folder: [UInt8]
    ) throws(ArchiveError) {
        guard let name = Self.inner(entry.name, folder) else {
            let parts = entry.name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            if straying == 0, !parts.contains(where: { $0.isEmpty || $0.elementsEqual("..".utf8) }) {
                otherFolder = parts.first.map { Array($0) }
            }
            straying += 1
            return
        }
        switch entry.kind {
        case .folder: return
        case .file, .unknown: break
        default:
            links += 1
            return
        }
        // Whatever its folder: Cargo passes over it.
        if name.split(separator: UInt8(ascii: "/")).last?.elementsEqual(Self.mark) ?? true { return }
        if name.elementsEqual("build.rs".utf8) { hasBuildScript = true }
        guard name.elementsEqual("Cargo.toml".utf8) else {
            members[name] = try UnpackedTree.digest { piece throws(ArchiveError) in try reader.read(into: &piece) }
            return
        }
        let content = try reader.content(limit: CargoLimits.manifestSize)
        hasManifest = true
        manifest = CargoManifest(content)
        members[name] = try UnpackedTree.digest(of: content)
    }

    /// A member's name in the folder of the release, empty for that itself; `nil` where it does not lie there.
    private static func inner(_ name: [UInt8], _ folder: [UInt8]) -> [UInt8]? {
        var parts: [ArraySlice<UInt8>] = []
        for part in name.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
            if part.elementsEqual("..".utf8) { return nil }
            parts.append(part)
        }
        guard name.first != UInt8(ascii: "/"), let first = parts.first, first.elementsEqual(folder) else { return nil }
        return Array(parts.dropFirst().joined(separator: [UInt8(ascii: "/")]))
    }
}
