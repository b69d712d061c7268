import Audit
import Ecosystems
import Inventory
import Manifest
import Report

/// Looks for everything that was asked in what the manifest remembers.
///
/// ```
///  artifacts (now and in history) ─┬─► by name       packages, advisories on them
///                                  └─► by content    digests, advisories that name contents
///  files (now and in history) ─────► by name, by content, in one pass; what is an artifact is not told twice
/// ```
struct HuntSearch {
    /// Hits that are listed; the rest is counted.
    private static let listedMax = 100_000
    /// Comparisons that nobody can make, of which so many are named.
    private static let troublesMax = 100

    private var report: HuntReport
    private let artifacts: [KnownArtifact]
    private let history: MountHistory
    private var byName: [PackageName: [Int]] = [:]
    /// Made where contents are asked for.
    private lazy var byDigest: [ContentDigest: [Int]] = makeByDigest()
    /// Made where files are found.
    private lazy var byPath: [ByteString: [Int]] = makeByPath()
    private var told: Set<Place> = []

    /// One place of one question.
    private struct Place: Hashable {
        var question: Int
        var cache: ByteString
        var root: ByteString
        var path: ByteString
        var advisory: String
    }

    init(_ report: HuntReport, artifacts: [KnownArtifact], builds: [Build]) {
        self.report = report
        self.artifacts = artifacts
        history = MountHistory(builds)
        for (index, artifact) in artifacts.enumerated() {
            byName[PackageName(artifact.ecosystem, artifact.name), default: []].append(index)
        }
    }

    private func makeByDigest() -> [ContentDigest: [Int]] {
        var result: [ContentDigest: [Int]] = [:]
        for (index, artifact) in artifacts.enumerated() {
            for digest in artifact.digests { result[digest, default: []].append(index) }
        }
        return result
    }

    /// Names of all packages that were ever seen.
    var names: Set<PackageName> { Set(byName.keys) }

    /// Which of these are contents of packages that were ever seen.
    func seen(_ digests: Set<ContentDigest>) -> Set<ContentDigest> {
        var result: Set<ContentDigest> = []
        if digests.isEmpty { return result }
        for artifact in artifacts {
            for digest in artifact.digests where digests.contains(digest) { result.insert(digest) }
        }
        return result
    }

    /// Answers the questions that need no advisory. `store` is asked for files.
    mutating func ask(_ questions: [HuntQuestion], _ store: ManifestStore) throws(ManifestError) {
        let first = report.questions.count
        for (index, question) in questions.enumerated() {
            report.questions.append(HuntReport.Question(question.kind, question.text))
            let place = first + index
            switch question {
            case .package(let pattern): find(pattern, place)
            case .digest(let digest):
                for artifact in byDigest[digest] ?? [] { tell(artifact, place, .digest) }
            case .file: break
            case .text(let text):
                let looked = NameText(text.bytes)
                let names = Ecosystem.allCases.compactMap { AdvisoryName.normalized($0, text.utf8Text ?? "")?.name }
                for (artifact, known) in artifacts.enumerated()
                where names.contains(known.name) || looked.isIn(Array(known.name.utf8)) {
                    tell(artifact, place, .nameText)
                }
            }
        }
        try findFiles(questions, first, store)
    }

    private mutating func find(_ pattern: PackagePattern, _ place: Int) {
        for artifact in byName[pattern.name] ?? [] {
            switch pattern.holds(artifacts[artifact].version) {
            case true: tell(artifact, place, .package)
            case false: break
            default: doubt(artifact, "the range that was asked for")
            }
        }
        if report.questions[place].hits == 0, !pattern.isComparable { doubt(pattern) }
    }

    /// Files that are no known packages, or are known by another name.
    private mutating func findFiles(
        _ questions: [HuntQuestion], _ first: Int, _ store: ManifestStore
    ) throws(ManifestError) {
        var names = FileNameQuestions()
        var contents: [SHA256Digest: [Int]] = [:]
        var others: [ContentDigest: Int] = [:]
        for (index, question) in questions.enumerated() {
            switch question {
            case .package: break
            case .file(let glob): names.add(glob, at: first + index)
            case .text(let text): names.add(NameText(text.bytes), at: first + index)
            case .digest(let digest):
                if let content = SHA256Digest(digest.bytes), digest.algorithm == .sha256 {
                    contents[content, default: []].append(first + index)
                } else {
                    others[digest] = first + index
                }
            }
        }
        if !others.isEmpty {
            for (digest, content) in try store.contents(with: Set(others.keys)) {
                if let place = others[digest] { contents[content, default: []].append(place) }
            }
        }
        if names.isEmpty, contents.isEmpty { return }
        func places(_ path: ByteString, _ digest: SHA256Digest?) -> [(Int, HuntReport.Hit.Basis)] {
            var found: [(Int, HuntReport.Hit.Basis)] = []
            if let digest, let asked = contents[digest] { found += asked.map { ($0, .digest) } }
            return names.isEmpty ? found : found + names.places(of: path)
        }
        for file in try store.files(where: { !places($0, $1).isEmpty }) {
            for (place, basis) in places(file.path, file.digest) { tell(file, place, basis) }
        }
    }

    /// Answers by advisories: those on packages that were seen, and those that name contents that were seen, of
    /// packages and of other files.
    mutating func ask(
        _ entries: [AdvisoryEntry], naming contents: [(digest: ContentDigest, entry: AdvisoryEntry)],
        _ files: [KnownFile], called text: ByteString, feeds: [KeptFeed] = []
    ) {
        report.feeds += feeds
        for feed in feeds where feed.counts.unreadable > 0 { doubt(feed) }
        let place = report.questions.count
        report.questions.append(HuntReport.Question(.advisories, text))
        let matcher = AdvisoryMatcher(entries)
        for name in Set(entries.map(\.package.name)) {
            for artifact in byName[name] ?? [] {
                let (hits, unknown) = matcher.answers(name, version: artifacts[artifact].version)
                for hit in hits {
                    tell(artifact, place, HuntReport.Hit.Basis(hit.basis), hit.entry.advisory)
                }
                for entry in unknown { doubt(artifact, entry.advisory.id) }
            }
        }
        let filesOf = Dictionary(grouping: files) { $0.digest }
        for (digest, entry) in contents {
            for artifact in byDigest[digest] ?? [] {
                let known = artifacts[artifact]
                let told = Place(
                    question: place, cache: known.cache, root: known.root, path: known.path, advisory: entry.advisory.id
                )
                // Found by its name already.
                if !self.told.contains(told) { tell(artifact, place, .digest, entry.advisory) }
            }
            guard digest.algorithm == .sha256, let content = SHA256Digest(digest.bytes) else { continue }
            for file in filesOf[content] ?? [] { tell(file, place, .digest, entry.advisory) }
        }
    }

    /// Adds what could not be read.
    mutating func add(_ troubles: [Trouble], unlisted: Int) {
        report.troubles += troubles
        report.unlistedTroubles += unlisted
    }

    /// The finished report.
    consuming func finished() -> HuntReport {
        report.hits.sort { left, right in
            if left.isPresent != right.isPresent { return left.isPresent }
            if left.cache != right.cache { return left.cache < right.cache }
            if left.path != right.path { return left.path < right.path }
            return (left.question, left.advisory?.id ?? "") < (right.question, right.advisory?.id ?? "")
        }
        return report
    }

    // MARK: Telling

    private mutating func tell(
        _ index: Int, _ place: Int, _ basis: HuntReport.Hit.Basis, _ advisory: Advisory? = nil
    ) {
        let artifact = artifacts[index]
        var hit = HuntReport.Hit(
            question: place, basis: basis, cache: artifact.cache, root: artifact.root, path: artifact.path,
            digests: artifact.digests, isPresent: artifact.isPresent, first: artifact.first, last: artifact.seen)
        hit.purl = artifact.purl
        hit.verdict = artifact.verdict
        hit.advisory = advisory
        add(hit)
    }

    private mutating func tell(
        _ file: KnownFile, _ place: Int, _ basis: HuntReport.Hit.Basis, _ advisory: Advisory? = nil
    ) {
        var digests: [ContentDigest] = []
        if let digest = file.digest, let content = ContentDigest(.sha256, digest.array) { digests = [content] }
        var hit = HuntReport.Hit(
            question: place, basis: basis, cache: file.cache, root: file.root, path: file.path, digests: digests,
            isPresent: file.isPresent, first: file.first, last: file.last)
        hit.advisory = advisory
        if let known = knownPackage(of: file) {
            hit.purl = known.purl
            hit.verdict = known.verdict
        }
        hit.isOfFile = true
        add(hit)
    }

    /// The package that a file was known as at that time.
    private mutating func knownPackage(of file: KnownFile) -> KnownArtifact? {
        let places = byPath[file.path] ?? []
        return places.lazy.map { [artifacts] in artifacts[$0] }.first { artifact in
            artifact.cache == file.cache && artifact.root == file.root && artifact.first <= file.last
                && artifact.seen >= file.first
        }
    }

    private func makeByPath() -> [ByteString: [Int]] {
        Dictionary(grouping: artifacts.indices) { artifacts[$0].path }
    }

    private mutating func add(_ hit: HuntReport.Hit) {
        // A file that is a known package was told as such; each version of a file counts on its own.
        let place = Place(
            question: hit.question, cache: hit.cache, root: hit.root, path: hit.path,
            advisory: hit.advisory?.id ?? "")
        if !hit.isOfFile {
            told.insert(place)
        } else if told.contains(place) {
            return
        }
        report.questions[hit.question].hits += 1
        guard report.hits.count < Self.listedMax else {
            report.unlistedHits += 1
            return
        }
        var hit = hit
        let users = history.users(root: hit.root, cache: hit.cache, since: hit.first)
        (hit.users, hit.unlistedUsers) = (users.listed, users.more)
        report.hits.append(hit)
    }

    /// A feed that was not understood as a whole may lack the very record that is needed.
    private mutating func doubt(_ feed: KeptFeed) {
        report.troubles.append(
            Trouble(
                cache: -1, path: feed.path, reason: .malformed,
                detail: "\(Human.counted(feed.counts.unreadable, "record")) of the feed "
                    + "\(Quotation.text(Array(feed.name.utf8))) could not be understood when it was imported"))
    }

    /// Says of a version that is none that nothing is spelled so, which is no good news.
    private mutating func doubt(_ pattern: PackagePattern) {
        report.troubles.append(
            Trouble(
                cache: -1, path: ByteString(pattern.text), reason: .unusable,
                detail: "what stands behind `@` is no version of such a package, and nothing is called so"))
    }

    /// Names a version that cannot be compared: it may be a hit.
    private mutating func doubt(_ index: Int, _ what: String) {
        guard report.troubles.count < Self.troublesMax else {
            report.unlistedTroubles += 1
            return
        }
        let artifact = artifacts[index]
        report.troubles.append(
            Trouble(
                cache: -1, path: artifact.cache.appending(artifact.path), reason: .unusable,
                detail: "its version cannot be compared with that of \(Quotation.text(Array(what.utf8)))"))
    }
}

extension KnownArtifact {
    /// The name that all tools share.
    fileprivate var purl: String { PackageURL(ecosystem, name: name, version: version).description }
}

extension HuntReport.Hit.Basis {
    fileprivate init(_ basis: AdvisoryBasis) {
        switch basis {
        case .exactVersion: self = .exactVersion
        case .everyVersion: self = .everyVersion
        case .range: self = .range
        case .digest: self = .digest
        }
    }
}
