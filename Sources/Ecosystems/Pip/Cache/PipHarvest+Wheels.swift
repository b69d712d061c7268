import Bytes
import Inflate
import Inventory

/// What is looked at in any wheel.
extension PipHarvest {
    /// Says what does not fit between a wheel and its list.
    /// `isPublished`: the whole is as the index has it.
    mutating func judge(_ record: WheelRecord, _ wheel: WheelArchive, _ place: Int, isPublished: Bool = false) {
        if wheel.infoCount > 1 || !wheel.isCoherent {
            observe(
                "record-mismatch", grade: "ambiguous", place,
                "The wheel describes itself in more than one way")
        }
        guard !record.problems.isEmpty else { return }
        let kinds = Set(record.problems.map(\.problem))
        let listed = record.problems.prefix(8).map { problem in
            Finding.Value.list([.text(problem.problem.rawValue), .bytes(ByteString(problem.path))])
        }
        observe(
            "record-mismatch", grade: isPublished ? "published" : Self.grade(kinds), place,
            "The wheel's files are not those of its own list",
            purl: PackageURL(.pip, name: wheel.name, version: wheel.version).description,
            evidence: [
                .init("problems", .number(Int64(record.problems.count))), .init("files", .list(listed)),
            ])
    }

    private static func grade(_ kinds: Set<WheelRecord.Problem>) -> String? {
        if kinds.contains(.ambiguous) { return "ambiguous" }
        if !kinds.isDisjoint(with: [.otherDigest, .otherSize]) { return nil }
        if kinds.contains(.notListed) { return "unlisted" }
        return kinds.contains(.noRecord) ? "no-record" : "list"
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
                "archive-traversal", place, "Files of the wheel lead out of the folder it is unpacked in",
                evidence: [.init("files", .list(leading.prefix(8).map { .bytes(ByteString($0.name)) }))])
        }
        let hooks = wheel.startupFiles
        guard !hooks.isEmpty else { return [] }
        var grade = isBuilt ? "built-wheel" : nil
        if !isBuilt, hooks.allSatisfy({ isHarmless($0, of: wheel) }) { grade = "usual" }
        let names = hooks.prefix(Self.hookLimit).map { ByteString(wheel.directory.entries[$0].name) }
        observe(
            "startup-hook", grade: grade, place, "A file of the wheel runs whenever Python starts",
            purl: PackageURL(.pip, name: wheel.name, version: wheel.version).description,
            evidence: [.init("files", .list(names.prefix(8).map { .bytes($0) }))])
        return names
    }

    /// Startup files of one wheel that are named.
    private static let hookLimit = 100

    /// Whether a startup file is one that build tools make.
    private func isHarmless(_ index: Int, of wheel: WheelArchive) -> Bool {
        let name = wheel.directory.entries[index].name
        guard name.suffix(4).elementsEqual(".pth".utf8),
            let content = try? wheel.content(of: index, limit: StartupLines.limit)
        else { return false }
        return StartupLines.areUsual(content)
    }
}
