import Bytes
import Inflate

/// An archive of a package: members below one folder, which may have any name.
///
/// ```
///   package/package.json     the folder is cut off; mostly the first member
///   package/index.js
/// ```
enum NpmTarball {
    /// What was seen of an archive.
    struct Contents {
        /// The last `package.json` that was seen.
        var manifest: NpmManifest?
        /// Whether there was a `package.json` at all.
        var hasManifest = false
        /// Whether it has a `binding.gyp`, from which npm builds a library.
        var hasBindings = false
        /// How many members would lead a careless program out of its folder.
        var straying = 0
        /// Why the rest was not seen.
        var failure: ArchiveError?
        /// Bytes that came out.
        var output = 0
    }

    /// Reads up to the first `package.json`, or all members: of several manifests the last one counts.
    static func read(_ source: ByteSource, isWhole: Bool) -> Contents {
        var contents = Contents()
        do throws(ArchiveError) {
            let output = isWhole ? NpmCacheLimits.wholeOutput : NpmCacheLimits.headOutput
            var reader = try open(source, output: output)
            while let entry = try reader.next() {
                contents.output = entry.dataOffset
                if strays(entry) { contents.straying += 1 }
                guard let name = inner(entry.name), entry.hasContent else { continue }
                if name.elementsEqual("binding.gyp".utf8) { contents.hasBindings = true }
                guard name.elementsEqual("package.json".utf8) else { continue }
                contents.hasManifest = true
                contents.manifest = NpmManifest(try reader.content(limit: NpmCacheLimits.manifestSize))
                if !isWhole { break }
            }
        } catch {
            contents.failure = error
        }
        return contents
    }

    /// The members of an archive, compressed or not.
    static func open(_ source: ByteSource, output: Int) throws(ArchiveError) -> TarReader {
        let isCompressed = try source.read(at: 0, count: 2) == [0x1F, 0x8B]
        let limits = InflateLimits(output: output)
        let stream = try ByteStream(source, coding: isCompressed ? .gzip : .identity, limits: limits)
        return TarReader(stream, limits: TarLimits(members: NpmCacheLimits.members))
    }

    /// A member's name without the folder; `nil` for the folder itself.
    static func inner(_ name: [UInt8]) -> ArraySlice<UInt8>? {
        guard let slash = name.firstIndex(of: UInt8(ascii: "/")), slash + 1 < name.count else { return nil }
        return name[(slash + 1)...]
    }

    private static func strays(_ entry: TarEntry) -> Bool {
        if NameOddity.all(in: entry.name).contains(where: { $0 == .absolute || $0 == .traversal }) { return true }
        switch entry.kind {
        case .symbolicLink:
            let folder = entry.name[..<(entry.name.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
            return NameOddity.leadsOutside(target: entry.link, from: folder)
        case .hardLink: return NameOddity.leadsOutside(target: entry.link, from: [])
        default: return false
        }
    }
}
