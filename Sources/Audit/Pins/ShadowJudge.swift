import Inventory

/// Versions that would win over what the projects of a cache pin: `version-shadow`, `unknown-index-version`,
/// `moved-tag`. One finding for each name, since a cache in use holds newer versions of many.
///
/// ```
///  pins of the projects that use the cache ─► ceiling ─┬─ an artifact above it          version-shadow
///                                                      ├─ an index names one above it   unknown-index-version
///                                                      └─ a tag points above or nowhere moved-tag
/// ```
struct ShadowJudge {
    private let rules: RuleBook
    private let book: PinBook
    private let facts: PackageFacts
    private let stop: StopSign

    init(rules: RuleBook, book: PinBook, facts: PackageFacts, stop: StopSign) {
        self.stop = stop
        self.rules = rules
        self.book = book
        self.facts = facts
    }

    /// One cache in the course of being judged.
    struct Case {
        let package: PackageCache
        let users: MountUsers
        let near: [Bool]
        /// The artifacts of this cache.
        let judged: ArraySlice<JudgedArtifact>
        fileprivate var ceilings: [PinBook.Name: VersionCeiling?] = [:]
        /// Ecosystems for which every user is known to have a lockfile that people vouch for, so that none of them
        /// should have brought anything else.
        fileprivate var covered: Set<Ecosystem> = []
        /// Folders of which the client's own notes do not say where their files came from, though they do elsewhere.
        fileprivate let untracked: Set<ByteString>

        init(package: PackageCache, users: MountUsers, near: [Bool], judged: ArraySlice<JudgedArtifact>) {
            self.package = package
            self.users = users
            self.near = near
            self.judged = judged
            untracked = Set(
                package.readings.lazy.flatMap(\.observations)
                    .filter { $0.rule == "local-install-shadow" && $0.grade == "untracked" }.map(\.path.folder))
        }
    }

    func judge(_ given: Case, into collector: inout FindingCollector) {
        if book.pins.isEmpty { return }
        var item = given
        item.covered = Set(book.vouched.filter { item.users.areAllCovered(by: $0.value) }.keys)
        judgeArtifacts(&item, into: &collector)
        judgeClaims(&item, into: &collector)
        judgeTags(&item, into: &collector)
    }

    private func ceiling(_ name: PinBook.Name, _ item: inout Case) -> VersionCeiling? {
        if let known = item.ceilings[name] { return known }
        let found = VersionCeiling(name.ecosystem, name.name, in: book, near: item.near, facts: facts)
        item.ceilings[name] = .some(found)
        return found
    }

    // MARK: Artifacts

    /// The versions of one name that lie above its ceiling.
    private struct Shadow {
        var highest: JudgedArtifact
        var versions: Set<String>
        var isEvasive: Bool
        var isPrerelease: Bool
        var isUntracked: Bool
    }

    private func judgeArtifacts(_ item: inout Case, into collector: inout FindingCollector) {
        guard let rule = rules.active("version-shadow") else { return }
        let jump = rule.count("jump", default: 20)
        var order: [PinBook.Name] = []
        var shadows: [PinBook.Name: Shadow] = [:]
        for judged in item.judged where judged.verdict != .verified && judged.artifact.kind != .companion {
            let artifact = judged.artifact
            let name = PinBook.Name(ecosystem: artifact.ecosystem, name: artifact.name)
            guard let ceiling = ceiling(name, &item),
                let excess = ceiling.excess(of: artifact.version, artifact.ecosystem, jump: jump, facts: facts)
            else { continue }
            let isUntracked = item.untracked.contains(artifact.path.folder)
            guard var shadow = shadows.removeValue(forKey: name) else {
                order.append(name)
                shadows[name] = Shadow(
                    highest: judged, versions: [artifact.version], isEvasive: excess.isEvasive,
                    isPrerelease: excess.isPrerelease, isUntracked: isUntracked)
                continue
            }
            shadow.isUntracked = shadow.isUntracked || isUntracked
            let rank = facts.compare(name.ecosystem, shadow.highest.artifact.version, artifact.version) ?? 0
            if rank < 0 { shadow.highest = judged }
            shadow.versions.insert(artifact.version)
            shadow.isEvasive = shadow.isEvasive || excess.isEvasive
            shadow.isPrerelease = shadow.isPrerelease && excess.isPrerelease
            shadows[name] = shadow
        }
        for name in order {
            guard let shadow = shadows[name], let ceiling = ceiling(name, &item) else { continue }
            collector.add(finding(rule, shadow, name, ceiling, item))
        }
    }

    private func finding(
        _ rule: Rule, _ shadow: Shadow, _ name: PinBook.Name, _ ceiling: VersionCeiling, _ item: Case
    ) -> Finding {
        let covered = item.covered.contains(name.ecosystem)
        let grade: String?
        switch (shadow.isEvasive, covered) {
        case (true, true): grade = "evasive-unexplained"
        case (true, false): grade = "evasive"
        case (false, _) where shadow.isUntracked: grade = "untracked"
        case (false, _) where shadow.isPrerelease: grade = "prerelease"
        case (false, true): grade = "unexplained"
        case (false, false): grade = nil
        }
        var finding = rule.finding(
            grade: grade, cache: item.package.index, path: shadow.highest.artifact.path,
            message: grade == "untracked"
                ? "The cache holds a version above each one that its projects pin, and nothing says how it came here"
                : "The cache holds a version that is higher than each one that its projects pin",
            evidence: PackageEvidence.of(shadow.highest.artifact) + [
                .init("versions", PackageEvidence.list(shadow.versions.sorted())),
                .init("versionCount", .number(Int64(shadow.versions.count))),
                .init("highestPin", .bytes(ByteString(ceiling.version))),
            ] + PackageEvidence.of(ceiling.pin.lockfile))
        finding.purl = shadow.highest.purl
        return finding
    }

    // MARK: Indexes

    private func judgeClaims(_ item: inout Case, into collector: inout FindingCollector) {
        guard let rule = rules.active("unknown-index-version") else { return }
        let jump = rule.count("jump", default: 20)
        for reading in item.package.readings {
            var seen: Set<Place> = []
            var hosts: [Place: IndexHosts] = [:]
            for claim in reading.claims where !stop.isAsked {
                let place = Place(path: claim.path, name: claim.name, version: "")
                if ceiling(place.package(claim.ecosystem), &item) == nil { continue }
                hosts[place, default: IndexHosts()].add(URLHost.of(claim.url))
            }
            for claim in reading.claims where !stop.isAsked {
                guard let version = claim.version else { continue }
                let place = Place(path: claim.path, name: claim.name, version: "")
                guard let ceiling = ceiling(place.package(claim.ecosystem), &item),
                    let excess = ceiling.excess(of: version, claim.ecosystem, jump: jump, facts: facts)
                else { continue }
                let host = URLHost.of(claim.url)
                let isOdd = host.map { hosts[place]?.isOdd($0) ?? false } ?? false
                guard isOdd || excess.isEvasive else { continue }
                guard seen.insert(Place(path: claim.path, name: claim.name, version: version)).inserted else {
                    continue
                }
                collector.add(finding(rule, claim, version, isOdd ? "other-host" : nil, ceiling, item))
            }
        }
    }

    /// Where an index speaks of a version.
    private struct Place: Hashable {
        var path: ByteString
        var name: String
        var version: String

        func package(_ ecosystem: Ecosystem) -> PinBook.Name { PinBook.Name(ecosystem: ecosystem, name: name) }
    }

    private func finding(
        _ rule: Rule, _ claim: IndexClaim, _ version: String, _ grade: String?, _ ceiling: VersionCeiling, _ item: Case
    ) -> Finding {
        let message =
            grade == nil
            ? "A cached index names a version that is made to win over each one that is pinned"
            : "A cached index names a version above each one that is pinned, at another host than its other files"
        var evidence: [Finding.Evidence] = [
            .init("package", .bytes(ByteString(claim.name))), .init("version", .bytes(ByteString(version))),
            .init("highestPin", .bytes(ByteString(ceiling.version))),
        ]
        if let url = claim.url { evidence.append(.init("url", .bytes(url))) }
        if let source = claim.source { evidence.append(.init("index", .bytes(source))) }
        var finding = rule.finding(
            grade: grade, cache: item.package.index, path: claim.path, message: message,
            evidence: evidence + PackageEvidence.of(ceiling.pin.lockfile))
        finding.purl = facts.purl(claim.ecosystem, claim.name, version)
        return finding
    }

    // MARK: Tags

    private func judgeTags(_ item: inout Case, into collector: inout FindingCollector) {
        guard let rule = rules.active("moved-tag") else { return }
        let jump = rule.count("jump", default: 20)
        for reading in item.package.readings where !reading.tags.isEmpty {
            var listed: [Place: Set<String>] = [:]
            let tagged = Set(reading.tags.map { Place(path: $0.path, name: $0.name, version: "") })
            for claim in reading.claims {
                let place = Place(path: claim.path, name: claim.name, version: "")
                if tagged.contains(place), let version = claim.version { listed[place, default: []].insert(version) }
            }
            for tag in reading.tags {
                let place = Place(path: tag.path, name: tag.name, version: "")
                guard let ceiling = ceiling(place.package(tag.ecosystem), &item) else { continue }
                let excess = ceiling.excess(of: tag.version, tag.ecosystem, jump: jump, facts: facts)
                let isUnlisted = listed[place].map { !$0.contains(tag.version) } ?? false
                guard isUnlisted || excess?.isEvasive ?? false else { continue }
                var finding = rule.finding(
                    grade: isUnlisted ? "unlisted" : nil, cache: item.package.index, path: tag.path,
                    message: isUnlisted
                        ? "A tag of a cached index points to a version that the index does not have"
                        : "A tag of a cached index points to a version that is made to win over each one pinned",
                    evidence: [
                        .init("package", .bytes(ByteString(tag.name))), .init("tag", .bytes(ByteString(tag.tag))),
                        .init("version", .bytes(ByteString(tag.version))),
                        .init("highestPin", .bytes(ByteString(ceiling.version))),
                    ] + PackageEvidence.of(ceiling.pin.lockfile))
                finding.purl = facts.purl(tag.ecosystem, tag.name, tag.version)
                collector.add(finding)
            }
        }
    }
}

/// The hosts that one index sends its clients to.
private struct IndexHosts {
    /// So many files must lie at one host before another one is odd.
    private static let usualMin = 4

    private var counts: [[UInt8]: Int] = [:]

    mutating func add(_ host: [UInt8]?) {
        if let host { counts[host, default: 0] += 1 }
    }

    /// Whether nearly all files lie elsewhere.
    func isOdd(_ host: [UInt8]) -> Bool {
        let own = counts[host, default: 0]
        let most = counts.values.max() ?? 0
        return most >= Self.usualMin && own * 4 <= most
    }
}
