import Inflate
import Inventory

/// A wheel that pip built, held against the archive it was built from: nothing outside of the cache knows it.
extension PipHarvest {
    /// Compares a wheel with its sources; `nil` where these are not in the cache.
    mutating func compare(
        _ wheel: WheelArchive, _ contents: [[UInt8]: [UInt8]], with url: String?, _ index: Int
    ) throws(ArchiveError) -> (isSame: Bool, archive: ByteString)? {
        guard let url, !contents.isEmpty else { return nil }
        guard let place = byKey[PipURL.key(url)]?.first else { return nil }
        let entry = entries[place]
        let sources: SourceContents
        do throws(PipFailure) {
            guard let body = try body(entry) else { return nil }
            do throws(ArchiveError) {
                guard try ArchiveForm(body) == .gzip else { return nil }
                sources = try SourceContents(body)
                if !sources.leadsOut.isEmpty { observeLeadsOut(sources.leadsOut, bodyPlace(entry)) }
            } catch {
                throw PipFailure(error)
            }
        } catch {
            trouble(bodyPlace(entry), error)
            return nil
        }
        let comparison = WheelComparison(wheel, name: fileName(index), contents, sources)
        var found: [WheelDifference: [[UInt8]]] = [:]
        for (path, digest) in contents {
            if let difference = try comparison.difference(path, digest) { found[difference, default: []].append(path) }
        }
        found[.entryPoint, default: []] += try Self.entryPoints(of: wheel)
            .filter { !sources.declares($0.name, $0.value) }.map(\.name)
        found[.requirement] = PackageHeaders(wheel.metadata).all("requires-dist").filter { !sources.requires($0) }
            .map { Array($0.utf8) }
        let archive = files.files[bodyPlace(entry)].path
        for kind in WheelDifference.allCases {
            guard let names = found[kind], !names.isEmpty else { continue }
            let sorted = names.sorted { $0.lexicographicallyPrecedes($1) }
            observe(
                "unpacked-mismatch", grade: kind.rawValue, index, kind.message,
                purl: PackageURL(.pip, name: wheel.name, version: wheel.version).description,
                evidence: [
                    .init("files", .list(sorted.prefix(8).map { .bytes(ByteString($0)) })),
                    .init("source", .bytes(archive)),
                ])
        }
        return (found.values.allSatisfy(\.isEmpty), archive)
    }

    /// Lines of `entry_points.txt`: commands that pip makes, and plug-ins that others find.
    private static func entryPoints(
        of wheel: WheelArchive
    ) throws(ArchiveError) -> [(name: [UInt8], value: [UInt8])] {
        let path = wheel.info + Array("/entry_points.txt".utf8)
        let entries = wheel.directory.entries
        var text: [UInt8] = []
        // More than one is named as ambiguous.
        for place in entries.indices.filter({ WheelPath.plain(entries[$0].name) == path }).prefix(2) {
            text += try wheel.content(of: place, limit: WheelArchive.textLimit) + [10]
        }
        return text.split(separator: 10).compactMap { line in
            let bare = line.filter { $0 > 0x20 }
            guard let first = bare.first, first != UInt8(ascii: "["), first != UInt8(ascii: "#"),
                let equals = bare.firstIndex(of: UInt8(ascii: "="))
            else { return nil }
            return (Array(bare[..<equals]), Array(bare[(equals + 1)...].prefix { $0 != UInt8(ascii: "[") }))
        }
    }

    private mutating func observeLeadsOut(_ names: [[UInt8]], _ place: Int) {
        observe(
            "archive-traversal", place, "Members of the archive lead out of the folder it is unpacked in",
            evidence: [.init("files", .list(names.prefix(8).map { .bytes(ByteString($0)) }))])
    }
}
