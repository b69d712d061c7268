import Inventory

/// `index-mismatch`: a cached description of a pinned package brings along what no lockfile knows.
///
/// ```
///  lockfile ─► lib 1.0, by its archive's digest          the description has none there
///  lib-1.0.pom ─► parent-3.pom ─► dependency evil:x ─► in the cache, and no lockfile names it
///            └──► relocation to evil:y              ─► no lockfile names it
/// ```
/// Lockfiles of Maven and Gradle list all that a project uses. What a project excludes is the honest reason for a
/// dependency that none of them names; nothing is one for a relocation.
struct DescriptionJudge {
    private let rule: Rule?
    private let book: PinBook
    private let facts: PackageFacts
    private let stop: StopSign

    init(rules: RuleBook, book: PinBook, facts: PackageFacts, stop: StopSign) {
        rule = rules.active("index-mismatch")
        self.book = book
        self.facts = facts
        self.stop = stop
    }

    /// One version of a package.
    private struct Key: Hashable {
        var ecosystem: Ecosystem
        var name: String
        var version: String
    }

    /// The first description that names a package, and how many do.
    private struct Named {
        var description: PackageDescription
        var reference: PackageDescription.Reference
        var pin: Int
        var count = 1
    }

    func judge(
        _ package: PackageCache, _ judged: ArraySlice<JudgedArtifact>, near: [Bool],
        into collector: inout FindingCollector
    ) {
        let all = package.readings.flatMap(\.descriptions)
        guard let rule, !all.isEmpty, !book.pins.isEmpty else { return }
        let pinned = pinned(all, near)
        if pinned.isEmpty { return }
        let present = Set(judged.map { PinBook.Name(ecosystem: $0.artifact.ecosystem, name: $0.artifact.name) })
        var order: [PinBook.Name] = []
        var found: [PinBook.Name: Named] = [:]
        var isKnown: [PinBook.Name: Bool] = [:]
        for (place, pin) in pinned where !stop.isAsked {
            let description = all[place]
            for reference in description.required {
                let name = PinBook.Name(ecosystem: description.ecosystem, name: reference.name)
                guard present.contains(name) else { continue }
                let isNamed = isKnown[name] ?? isNamed(name)
                isKnown[name] = isNamed
                if isNamed { continue }
                if found[name] == nil {
                    order.append(name)
                    found[name] = Named(description: description, reference: reference, pin: pin)
                } else {
                    found[name]?.count += 1
                }
            }
            guard let target = description.relocation, !isListed(target, description.ecosystem) else { continue }
            collector.add(
                finding(
                    rule, "relocation",
                    "The description of a pinned package sends clients to one that no lockfile names",
                    Named(description: description, reference: target, pin: pin), package))
        }
        for name in order {
            guard let named = found[name] else { continue }
            collector.add(
                finding(
                    rule, "unlisted-dependency",
                    "The description of a pinned package brings along one that lies in the cache and that no lockfile "
                        + "names", named, package))
        }
    }

    /// Descriptions of pinned packages and those that they take the rest from, each with a pin.
    private func pinned(_ all: [PackageDescription], _ near: [Bool]) -> [(place: Int, pin: Int)] {
        var places: [Key: [Int]] = [:]
        for (place, description) in all.enumerated() {
            let key = Key(
                ecosystem: description.ecosystem, name: description.name, version: description.version)
            places[key, default: []].append(place)
        }
        var result: [(place: Int, pin: Int)] = []
        var known: Set<Int> = []
        for (place, description) in all.enumerated() where !stop.isAsked {
            guard let pin = pin(of: description, near), known.insert(place).inserted else { continue }
            result.append((place, pin))
        }
        // The list grows while it is gone through, and holds each of them once.
        var at = 0
        while at < result.count, !stop.isAsked {
            let (place, pin) = result[at]
            at += 1
            guard let parent = all[place].parent, let version = parent.version else { continue }
            let key = Key(ecosystem: all[place].ecosystem, name: parent.name, version: version)
            for other in places[key] ?? [] where known.insert(other).inserted { result.append((other, pin)) }
        }
        return result
    }

    private func pin(of description: PackageDescription, _ near: [Bool]) -> Int? {
        guard let entry = book.entry(description.ecosystem, description.name) else { return nil }
        return book.group(entry, description.ecosystem, description.version, facts)?.pins.first {
            near[book.pins[$0].lockfile] && book.standing($0) > .discovered
        }
    }

    /// Whether any lockfile that people vouch for names a package. The best standing comes first in each list.
    private func isNamed(_ name: PinBook.Name) -> Bool {
        guard let entry = book.entry(name.ecosystem, name.name) else { return false }
        return (entry.groups + [entry.versionless]).contains(where: isVouched)
    }

    private func isListed(_ reference: PackageDescription.Reference, _ ecosystem: Ecosystem) -> Bool {
        guard let entry = book.entry(ecosystem, reference.name) else { return false }
        guard let version = reference.version else { return entry.groups.contains(where: isVouched) }
        return [book.group(entry, ecosystem, version, facts), entry.versionless].compactMap(\.self)
            .contains(where: isVouched)
    }

    private func isVouched(_ group: PinGroup) -> Bool {
        group.pins.first.map { book.standing($0) > .discovered } ?? false
    }

    private func finding(
        _ rule: Rule, _ grade: String, _ message: String, _ named: Named, _ package: PackageCache
    ) -> Finding {
        let description = named.description
        var evidence: [Finding.Evidence] = [
            .init("package", .bytes(ByteString(description.name))),
            .init("version", .bytes(ByteString(description.version))),
            .init("brings", .bytes(ByteString(named.reference.name))),
        ]
        if let version = named.reference.version {
            evidence.append(.init("bringsVersion", .bytes(ByteString(version))))
        }
        evidence.append(.init("descriptions", .number(Int64(named.count))))
        var finding = rule.finding(
            grade: grade, cache: package.index, path: description.path, message: message,
            evidence: evidence + PackageEvidence.of(book.registered(named.pin)))
        finding.purl = facts.purl(description.ecosystem, description.name, description.version)
        return finding
    }
}
