import Inflate
import Inventory

/// A wheel that pip built, held against the archive it was built from: nothing outside of the cache knows it.
extension PipHarvest {
    /// What is in a wheel and does not come from its sources, by kind.
    private enum Difference: String, CaseIterable {
        /// Other content under the same name, or in the place of what has it.
        case changed = "built-wheel"
        case added
        case command = "command"
        case entryPoint = "entry-point"
        case requirement

        var message: String {
            switch self {
            case .changed: "Files of the wheel differ from the source archive it was built from"
            case .added: "The wheel holds code that is not in the source archive it was built from"
            case .command: "The wheel brings commands that are not in the source archive it was built from"
            case .entryPoint: "The wheel declares commands or plug-ins that its source archive does not name"
            case .requirement: "The wheel asks for packages that its source archive does not name"
            }
        }
    }

    /// Compares a wheel of pure Python with its sources; `nil` where these are not in the cache.
    mutating func compare(
        _ wheel: WheelArchive, _ contents: [[UInt8]: [UInt8]], with url: String?, _ index: Int
    ) throws(ArchiveError) -> (isSame: Bool, archive: ByteString)? {
        guard let url, wheel.file.hasSuffix("-none-any.whl"), !contents.isEmpty else { return nil }
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
        var found = Self.files(of: wheel, contents, notOf: sources)
        found[.entryPoint] = try Self.entryPoints(of: wheel).filter { !sources.declares($0.name, $0.value) }.map(\.name)
        found[.requirement] = PackageHeaders(wheel.metadata).all("requires-dist").filter { !sources.requires($0) }
            .map { Array($0.utf8) }
        let archive = files.files[bodyPlace(entry)].path
        for kind in Difference.allCases {
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

    /// Files of a wheel that are not those of its sources.
    private static func files(
        of wheel: WheelArchive, _ contents: [[UInt8]: [UInt8]], notOf sources: SourceContents
    ) -> [Difference: [[UInt8]]] {
        let all = Set(sources.files.values)
        let modules = sources.modules
        let slash = UInt8(ascii: "/")
        let commands = Set(sources.files.keys.compactMap { $0.split(separator: slash).last.map { Array($0) } })
        var found: [Difference: [[UInt8]]] = [:]
        for (path, digest) in contents where !path.starts(with: wheel.info) {
            if let command = WheelPath.command(path) {
                // Builds write another first line into them, so that only the name can be compared.
                if !commands.contains(command) { found[.command, default: []].append(path) }
                continue
            }
            guard let site = WheelPath.inSite(path), isCode(site) else { continue }
            let isSame = sources.hasFile(site, digest)
            if isSame == true { continue }
            let isElsewhere = isSame == nil && all.contains(digest)
            // What is installed over another file of the wheel, or is imported in its place, is a change of that.
            let replaces =
                site != path && contents[site] != nil
                || isSame == nil && WheelPath.module(site).map(modules.contains) == true
            if replaces || isSame == false {
                found[.changed, default: []].append(path)
            } else if !isElsewhere {
                found[.added, default: []].append(path)
            }
        }
        return found
    }

    /// Lines of `entry_points.txt`: commands that pip makes, and plug-ins that others find.
    private static func entryPoints(
        of wheel: WheelArchive
    ) throws(ArchiveError) -> [(name: [UInt8], value: [UInt8])] {
        guard let place = wheel.directory.index(of: wheel.info + Array("/entry_points.txt".utf8)) else { return [] }
        let text = try wheel.content(of: place, limit: WheelArchive.textLimit)
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

    /// What Python runs.
    private static func isCode(_ path: [UInt8]) -> Bool {
        [".py", ".pth", ".pyc", ".so"].contains { path.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }
}
