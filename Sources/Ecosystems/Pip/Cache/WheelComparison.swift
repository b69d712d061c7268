import Hashing
import Inflate

/// Holds each file of a wheel against the source archive that the wheel was built from.
///
/// ```
///   alpha/x.py                    alpha/x.py, src/alpha/x.py …      the same content, whatever the wheel's tags say
///   alpha/x.cpython-311.so        nothing: compiled, where there is something to compile
///   alpha-1.0.data/scripts/x      any file x, but for the first line
///   alpha-1.0.data/data/x         any file of this content
/// ```
struct WheelComparison {
    private let wheel: WheelArchive
    private let sources: SourceContents
    /// Whether the wheel is for one platform, and its sources have what can be compiled for it.
    private let isCompiled: Bool
    /// Digests of the sources, the names by which Python imports them, and the last parts of their paths.
    private let digests: Set<[UInt8]>
    private let modules: Set<[UInt8]>
    private let packages: Set<[UInt8]>
    private let names: Set<[UInt8]>
    /// Where files of the wheel land.
    private let places: Set<[UInt8]>

    private static let slash = UInt8(ascii: "/")
    private static let pure = "-none-any.whl"

    /// `name` is that of the wheel's file, `contents` what is in it.
    init(_ wheel: WheelArchive, name: ArraySlice<UInt8>, _ contents: [[UInt8]: [UInt8]], _ sources: SourceContents) {
        self.wheel = wheel
        self.sources = sources
        // Whoever changes the tags has nothing of it where there is nothing to compile.
        isCompiled =
            !wheel.file.hasSuffix(Self.pure) && !name.suffix(Self.pure.utf8.count).elementsEqual(Self.pure.utf8)
            && sources.mayCompile
        digests = Set(sources.files.values)
        modules = sources.modules
        packages = Set(modules.map { Array($0.prefix { $0 != UInt8(ascii: ".") }) })
        names = Set(sources.files.keys.compactMap { $0.split(separator: Self.slash).last.map { Array($0) } })
        places = Set(contents.keys.map(WheelPath.plain))
    }

    /// What is to be said of a file; `nil` where it comes from the sources.
    func difference(_ path: [UInt8], _ digest: [UInt8]) throws(ArchiveError) -> WheelDifference? {
        let plain = WheelPath.plain(path)
        if plain.starts(with: wheel.info + [Self.slash]) { return nil }
        if let command = WheelPath.command(plain) {
            guard names.contains(command) else { return try mayBeCompiled(path) ? nil : .command }
            if digests.contains(digest) { return nil }
            return try isScript(path, command) ? nil : .changed
        }
        if WheelPath.beside(plain) != nil {
            if digests.contains(digest) { return nil }
            return try mayBeCompiled(path) ? nil : .changed
        }
        guard let site = WheelPath.inSite(plain) else { return nil }
        let isSame = sources.hasFile(site, digest)
        if isSame == true { return nil }
        if Self.describes(site), !digests.contains(digest) { return .entryPoint }
        guard Self.isCode(site) else { return isSame == nil ? nil : isCompiled ? .data : .changed }
        if isCompiled, site.suffix(3).elementsEqual(".so".utf8) { return isSame == nil ? nil : .data }
        // What is installed over another file of the wheel, or is imported in its place, is a change of that.
        let replaces =
            site != plain && places.contains(site)
            || isSame == nil && WheelPath.module(site).map(modules.contains) == true
        if replaces || isSame == false { return .changed }
        return digests.contains(digest) || isGenerated(site) ? nil : .added
    }

    /// Builds that compile write Python files as well, into their own packages.
    private func isGenerated(_ site: [UInt8]) -> Bool {
        guard isCompiled, site.suffix(3).elementsEqual(".py".utf8), let end = site.firstIndex(of: Self.slash) else {
            return false
        }
        return packages.contains(Array(site[..<end]))
    }

    // MARK: Content

    /// Whether a file is that of the sources with another first line.
    private func isScript(_ path: [UInt8], _ name: [UInt8]) throws(ArchiveError) -> Bool {
        guard let known = sources.scripts[name], let index = wheel.directory.index(of: path) else { return false }
        var reader = try ZipEntryReader(try wheel.located(index), of: wheel.source)
        do {
            var script = try ScriptDigest()
            var piece: [UInt8] = []
            while try reader.next(into: &piece) { try script.update(piece) }
            guard ScriptDigest.isBuilt(script.line), let digest = try script.finish() else { return false }
            return known.contains(digest)
        } catch let error as ArchiveError {
            throw error
        } catch {
            throw ArchiveError(.unsupported, format: "wheel", reason: "\(error)", offset: 0)
        }
    }

    /// Whether a file that the sources do not have may be a program or library that was compiled of them.
    private func mayBeCompiled(_ path: [UInt8]) throws(ArchiveError) -> Bool {
        guard isCompiled, WheelPath.isProgram(path), let index = wheel.directory.index(of: path) else { return false }
        var reader = try ZipEntryReader(try wheel.located(index), of: wheel.source)
        var piece: [UInt8] = []
        guard try reader.next(into: &piece) else { return false }
        return piece.starts(with: [0x7F] + Array("ELF".utf8)) || piece.starts(with: "!<arch>".utf8)
    }

    /// What Python runs.
    private static func isCode(_ path: [UInt8]) -> Bool {
        [".py", ".pth", ".pyc", ".so"].contains { path.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// Whether a file beside the wheel's own description declares commands or plug-ins.
    private static func describes(_ site: [UInt8]) -> Bool {
        let parts = site.split(separator: slash)
        guard parts.count == 2, parts[1].elementsEqual("entry_points.txt".utf8) else { return false }
        return [".dist-info", ".egg-info"].contains { parts[0].suffix($0.utf8.count).elementsEqual($0.utf8) }
    }
}
