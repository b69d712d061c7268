import Bytes
import Inflate
import Inventory

/// What is looked at in any wheel.
extension PipHarvest {
    /// Says what does not fit between a wheel and its list.
    mutating func judge(_ record: WheelRecord, _ wheel: WheelArchive, _ place: Int) {
        if wheel.infoCount > 1 || !wheel.isCoherent {
            observe(
                "record-mismatch", grade: "ambiguous", place,
                "The wheel describes itself in more than one way.")
        }
        guard !record.problems.isEmpty else { return }
        let kinds = Set(record.problems.map(\.problem))
        let listed = record.problems.prefix(8).map { problem in
            Finding.Value.list([.text(problem.problem.rawValue), .bytes(ByteString(problem.path))])
        }
        let grade: String? =
            if kinds.contains(.ambiguous) {
                "ambiguous"
            } else if kinds.isDisjoint(with: [.otherDigest, .notListed, .otherSize]) {
                "list"
            } else {
                nil
            }
        observe(
            "record-mismatch", grade: grade, place, "The wheel's files are not those of its own list.",
            purl: PackageURL(.pip, name: wheel.name, version: wheel.version).description,
            evidence: [
                .init("problems", .number(Int64(record.problems.count))), .init("files", .list(listed)),
            ])
    }

    /// Names that lead out of the folder, and files that Python runs by itself. Gives the latter.
    mutating func judgeNames(of wheel: WheelArchive, _ place: Int, isBuilt: Bool) -> [ByteString] {
        let leading = wheel.directory.entries.filter { entry in
            let oddities = NameOddity.all(in: entry.name)
            return oddities.contains(.traversal) || oddities.contains(.absolute) || oddities.contains(.backslash)
                || entry.kind == .symbolicLink || entry.kind == .special
        }
        if !leading.isEmpty {
            observe(
                "archive-traversal", place, "Files of the wheel lead out of the folder it is unpacked in.",
                evidence: [.init("files", .list(leading.prefix(8).map { .bytes(ByteString($0.name)) }))])
        }
        let hooks = wheel.startupFiles
        guard !hooks.isEmpty else { return [] }
        var grade = isBuilt ? "built-wheel" : nil
        if !isBuilt, hooks.allSatisfy({ isHarmless($0, of: wheel) }) { grade = "known" }
        let names = hooks.prefix(Self.hookLimit).map { ByteString(wheel.directory.entries[$0].name) }
        observe(
            "startup-hook", grade: grade, place, "A file of the wheel runs whenever Python starts.",
            purl: PackageURL(.pip, name: wheel.name, version: wheel.version).description,
            evidence: [.init("files", .list(names.prefix(8).map { .bytes($0) }))])
        return names
    }

    /// Startup files of one wheel that are named.
    private static let hookLimit = 100

    /// Whether a startup file only names folders, or is the one of setuptools.
    private func isHarmless(_ index: Int, of wheel: WheelArchive) -> Bool {
        let name = String(decoding: wheel.directory.entries[index].name, as: UTF8.self)
        guard name.hasSuffix(".pth"), let content = try? wheel.content(of: index, limit: 64 << 10) else { return false }
        let lines = content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        let running = lines.filter { $0.starts(with: "import ".utf8) || $0.starts(with: "import\t".utf8) }
        if running.isEmpty { return true }
        guard wheel.name == "setuptools", name == "distutils-precedence.pth", running.count == 1 else { return false }
        return ["stdlib", "local"].contains { choice in
            running[0].elementsEqual(
                ("import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, '\(choice)') == 'local'; "
                    + "enabled and __import__('_distutils_hack').add_shim(); ").utf8)
        }
    }
}
