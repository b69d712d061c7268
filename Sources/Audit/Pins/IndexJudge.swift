import Inventory

/// `index-mismatch`: what a cached index says of a file, against the pins and against the content beside it.
///
/// A client believes the index: who swaps an archive must swap its digest there. An index lists all files of a version,
/// a lockfile perhaps a few; so without names to compare, only an index of which nothing fits contradicts the lockfile.
struct IndexJudge {
    /// Claims about one file that are compared with it.
    private static let claimsMax = 64

    private let rule: Rule?
    private let book: PinBook
    private let facts: PackageFacts
    private let stop: StopSign

    init(rules: RuleBook, book: PinBook, facts: PackageFacts, stop: StopSign) {
        self.stop = stop
        rule = rules.active("index-mismatch")
        self.book = book
        self.facts = facts
    }

    /// All that one index says of one version.
    private struct Subject: Hashable {
        var path: ByteString
        var ecosystem: Ecosystem
        var name: String
        var version: String
    }

    /// A file of a version.
    fileprivate struct FileKey: Hashable {
        var ecosystem: Ecosystem
        var name: String
        var file: String
    }

    func judge(
        _ package: PackageCache, judged: ArraySlice<JudgedArtifact>, near: [Bool],
        into collector: inout FindingCollector
    ) {
        guard let rule else { return }
        var order: [Subject] = []
        var subjects: [Subject: [IndexClaim]] = [:]
        var files: [FileKey: [IndexClaim]] = [:]
        // What no file has is not held: an index lists any number of others.
        for place in judged.indices { files[FileKey(judged[place].artifact)] = [] }
        for reading in package.readings {
            for claim in reading.claims where !claim.digests.isEmpty && !stop.isAsked {
                if let file = claim.file {
                    let key = FileKey(ecosystem: claim.ecosystem, name: claim.name, file: file)
                    if let place = files.index(forKey: key), files.values[place].count < Self.claimsMax {
                        files.values[place].append(claim)
                    }
                }
                guard let version = claim.version, book.has(claim.ecosystem, claim.name) else { continue }
                let subject = Subject(path: claim.path, ecosystem: claim.ecosystem, name: claim.name, version: version)
                if subjects[subject, default: []].isEmpty { order.append(subject) }
                subjects[subject, default: []].append(claim)
            }
        }
        for subject in order where !stop.isAsked {
            guard let claims = subjects[subject] else { continue }
            judgeAgainstPins(rule, subject, claims, package, near, into: &collector)
        }
        for place in judged.indices {
            guard let claims = files[FileKey(judged[place].artifact)], !claims.isEmpty else { continue }
            judgeAgainstContent(rule, judged[place], claims, package, into: &collector)
        }
    }

    // MARK: Pins

    private func judgeAgainstPins(
        _ rule: Rule, _ subject: Subject, _ claims: [IndexClaim], _ package: PackageCache, _ near: [Bool],
        into collector: inout FindingCollector
    ) {
        guard let entry = book.entry(subject.ecosystem, subject.name),
            let group = book.group(entry, subject.ecosystem, subject.version, facts)
        else { return }
        // A lockfile that agrees outweighs only those that are not better than it.
        let supports = claims.map { support(of: $0, by: group) }
        let best = supports.compactMap { $0 }.max()
        for (claim, support) in zip(claims, supports) {
            let named = claim.file.flatMap { group.named[$0] } ?? []
            let floor = named.isEmpty ? best : support
            let number = (named.isEmpty ? group.unnamed : named).first { number in
                near[book.pins[number].lockfile] && floor.map { book.standing(number) > $0 } ?? true
                    && group.contradicts(number, claim.digests)
            }
            guard let number else { continue }
            collector.add(finding(rule, claim, subject, number, isNamed: !named.isEmpty, package))
            // One file of a version says it; an index may list a hundred.
            return
        }
    }

    private func support(of claim: IndexClaim, by group: PinGroup) -> Standing? {
        claim.digests.compactMap { group.holders[$0]?.first.map(book.standing) }.max()
    }

    private func finding(
        _ rule: Rule, _ claim: IndexClaim, _ subject: Subject, _ number: Int, isNamed: Bool, _ package: PackageCache
    ) -> Finding {
        let pin = book.registered(number)
        let grade: String?
        switch (book.standing(number), isNamed) {
        case (.discovered, _): grade = "discovered"
        case (_, false): grade = "unnamed-file"
        case (_, true): grade = nil
        }
        var evidence: [Finding.Evidence] = [
            .init("package", .bytes(ByteString(claim.name))), .init("version", .bytes(ByteString(subject.version))),
        ]
        if let file = claim.file { evidence.append(.init("file", .bytes(ByteString(file)))) }
        if let url = claim.url { evidence.append(.init("url", .bytes(url))) }
        var finding = rule.finding(
            grade: grade, cache: package.index, path: claim.path,
            message: "A cached index says another digest than a lockfile pins",
            expected: pin.pin.digests.prefix(PackageEvidence.listMax).map(\.description),
            actual: claim.digests.first?.description, evidence: evidence + PackageEvidence.of(pin))
        finding.purl = facts.purl(subject.ecosystem, subject.name, subject.version)
        return finding
    }

    // MARK: Content

    private func judgeAgainstContent(
        _ rule: Rule, _ judged: JudgedArtifact, _ claims: [IndexClaim], _ package: PackageCache,
        into collector: inout FindingCollector
    ) {
        // A file that was built here has the name of a published one now and then, and never its digest.
        if judged.artifact.kind == .builtWheel { return }
        let comparable = claims.filter { claim in
            claim.digests.contains { own in judged.artifact.digests.contains { $0.algorithm == own.algorithm } }
        }
        // Several indexes may have a file of the name; it came from the one that it fits.
        guard let claim = comparable.first, comparable.allSatisfy({ $0.contradicts(judged.artifact.digests) }) else {
            return
        }
        var finding = rule.finding(
            grade: "content", cache: package.index, path: judged.artifact.path,
            message: "The content is not what the cached index says of this file",
            expected: claim.digests.map(\.description),
            actual: judged.artifact.digests.first { own in claim.digests.contains { $0.algorithm == own.algorithm } }?
                .description,
            evidence: PackageEvidence.of(judged.artifact) + [.init("index", .bytes(claim.path))])
        finding.purl = judged.purl
        collector.add(finding)
    }
}

extension IndexJudge.FileKey {
    fileprivate init(_ artifact: Artifact) {
        self.init(ecosystem: artifact.ecosystem, name: artifact.name, file: artifact.file)
    }
}

extension IndexClaim {
    /// Whether it says another digest of the same algorithm, and none that fits.
    fileprivate func contradicts(_ content: [ContentDigest]) -> Bool {
        var hasCommon = false
        for own in digests {
            for digest in content where digest.algorithm == own.algorithm {
                if digest.bytes == own.bytes { return false }
                hasCommon = true
            }
        }
        return hasCommon
    }
}
