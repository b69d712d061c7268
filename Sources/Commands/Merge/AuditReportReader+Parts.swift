import Bytes
import Ecosystems
import Inventory

/// The objects of a report. Each is read behind its opening brace, to its end.
extension AuditReportReader {
    /// A cache: of each the state root is kept, since two of them may have caches of one id.
    mutating func readCache(_ scanner: inout JSONScanner) throws(ParseError) {
        var root: [UInt8] = []
        var isPercent = false
        while try scanner.next() == .key {
            if scanner.tokenIs("root") {
                root = try Self.bytes("root", &scanner) ?? []
            } else if scanner.tokenIs("rootEncoding") {
                isPercent = true
                try scanner.skipValue()
            } else {
                try scanner.skipValue()
            }
        }
        // Mostly one root has them all.
        let plain = Self.plain(root, isPercent: isPercent)
        roots.append(roots.last == plain ? roots.last ?? plain : plain)
        result.audit.caches += 1
    }

    /// What was not seen; the first of it is shown.
    mutating func readTrouble(_ scanner: inout JSONScanner) throws(ParseError) {
        var path = ""
        var reason = ""
        var detail = ""
        while try scanner.next() == .key {
            if scanner.tokenIs("path") {
                path = try Self.text("path", &scanner) ?? ""
            } else if scanner.tokenIs("reason") {
                reason = try Self.text("reason", &scanner) ?? ""
            } else if scanner.tokenIs("detail") {
                detail = try Self.text("detail", &scanner) ?? ""
            } else {
                try scanner.skipValue()
            }
        }
        if result.audit.example.isEmpty {
            result.audit.example = [path, reason, detail].filter { !$0.isEmpty }.joined(separator: ": ")
        }
    }

    /// The sums of the audit. In lines the end of the audit stands with them.
    mutating func readSummary(_ scanner: inout JSONScanner) throws(ParseError) {
        while try scanner.next() == .key {
            if scanner.tokenIs("complete") {
                result.audit.isComplete = try Self.flag("complete", &scanner)
                noteSummary()
            } else if scanner.tokenIs("outcome") {
                result.audit.outcome = try Self.word("outcome", AuditOutcome.self, &scanner)
            } else if scanner.tokenIs("artifactsUnlisted") {
                unlistedPackages = try Self.count("artifactsUnlisted", &scanner)
            } else if scanner.tokenIs("incomplete") {
                result.audit.troubles = try Self.count("incomplete", &scanner)
            } else if scanner.tokenIs("findings") {
                result.audit.findings = try Self.severities("findings", &scanner)
            } else if scanner.tokenIs("findingsUnlisted") {
                let counts = try Self.severities("findingsUnlisted", &scanner)
                unlistedFindings = counts.values.max() ?? 0
            } else if let verdict = Verdict.allCases.first(where: { scanner.tokenIs(JSONName($0.rawValue)) }) {
                result.audit.verdicts[verdict] = try Self.count(verdict.rawValue, &scanner)
            } else {
                try readHead(&scanner)
            }
        }
    }

    private static func severities(
        _ what: String, _ scanner: inout JSONScanner
    ) throws(ParseError) -> [Severity: Int] {
        guard try scanner.next() == .beginObject else { throw fail("`\(what)` is no object", scanner) }
        var counts: [Severity: Int] = [:]
        while try scanner.next() == .key {
            if let severity = Severity(rawValue: scanner.text()) {
                counts[severity] = try count(what, &scanner)
            } else {
                try scanner.skipValue()
            }
        }
        return counts
    }

    // MARK: Hits

    /// Where a package or a finding lies.
    private struct Lying {
        var cache: JSONToken?
        var cacheIndex: Int?
        var path: JSONToken?
        var isCachePercent = false
        var isPathPercent = false

        /// Takes the value of a key; false where it is none of these.
        mutating func take(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
            if scanner.tokenIs("path") {
                path = try AuditReportReader.token("path", &scanner)
            } else if scanner.tokenIs("cache") {
                cache = try AuditReportReader.token("cache", &scanner)
            } else if scanner.tokenIs("cacheIndex") {
                cacheIndex = try scanner.next() == .number ? scanner.integer().map { Int(clamping: $0) } : nil
            } else if scanner.tokenIs("pathEncoding") {
                isPathPercent = true
                try scanner.skipValue()
            } else if scanner.tokenIs("cacheEncoding") {
                isCachePercent = true
                try scanner.skipValue()
            } else {
                return false
            }
            return true
        }

        func plainPath(_ scanner: borrowing JSONScanner) -> ByteString {
            guard let path else { return "" }
            return AuditReportReader.plain(scanner.decoded(path), isPercent: isPathPercent)
        }

        func plainCache(_ scanner: borrowing JSONScanner) -> ByteString {
            guard let cache else { return "" }
            return AuditReportReader.plain(scanner.decoded(cache), isPercent: isCachePercent)
        }
    }

    /// A package: nearly all of them answer nothing, and of those nothing is copied but the name.
    mutating func readArtifact(_ scanner: inout JSONScanner) throws(ParseError) {
        var place = Lying()
        var texts: [JSONToken?] = Array(repeating: nil, count: Self.artifactNames.count)
        var digests: [ContentDigest] = []
        var questions: [Int] = []
        var first: Int64?
        while try scanner.next() == .key {
            if let index = Self.artifactNames.firstIndex(where: { scanner.tokenIs($0) }) {
                texts[index] = try Self.token("a text of a package", &scanner)
            } else if scanner.tokenIs("digests") {
                digests = try readDigests(&scanner, &questions)
            } else if scanner.tokenIs("firstSeen") {
                first = try Self.optionalMoment("firstSeen", &scanner)
            } else if try !place.take(&scanner) {
                try scanner.skipValue()
            }
        }
        guard let name = texts[0], let ecosystem = texts[1], let version = texts[2], place.path != nil else {
            throw Self.fail("a package lacks its name, version, kind or path", scanner)
        }
        let plainName = scanner.decoded(name)
        // Closures cannot hold the scanner.
        let family = scanner.decoded(ecosystem)
        let text = Self.string(version, scanner) ?? ""
        let answer = matcher.packages(plainName, isIn: { $0.bytes == family }, version: { text })
        questions += answer.questions
        if answer.isInDoubt { isInDoubt = true }
        if matcher.asksNames {
            let file = if let token = texts[3] { scanner.decoded(token) } else { [UInt8]() }
            questions += matcher.names(path: place.plainPath(scanner).bytes, file: file, package: plainName)
        }
        if questions.isEmpty { return }
        var hit = hit(at: place, scanner)
        hit.purl = Self.string(texts[4], scanner)
        hit.verdict = Self.string(texts[5], scanner).flatMap { Verdict(rawValue: $0) }
        hit.digests = digests
        hit.first = first
        add(hit, to: questions)
    }

    private static let artifactNames: [JSONName] = ["name", "ecosystem", "version", "file", "purl", "verdict"]

    /// The digests of a package, and the questions they answer.
    private mutating func readDigests(
        _ scanner: inout JSONScanner, _ questions: inout [Int]
    ) throws(ParseError) -> [ContentDigest] {
        guard try scanner.next() == .beginArray else { throw Self.fail("`digests` is no array", scanner) }
        var digests: [ContentDigest] = []
        while true {
            switch try scanner.next() {
            case .endArray: return digests
            case .string:
                guard digests.count < ContentDigest.Algorithm.allCases.count, scanner.token.length <= Limit.text else {
                    continue
                }
                if matcher.asksDigests { questions += matcher.digest(scanner.decodedToken()) }
                if let digest = DigestText.labelled(scanner.text()) { digests.append(digest) }
            default: throw Self.fail("`digests` holds something that is no text", scanner)
            }
        }
    }

    /// A finding: it answers questions about its rule, its content and its path.
    mutating func readFinding(_ scanner: inout JSONScanner) throws(ParseError) {
        var place = Lying()
        var texts: [JSONToken?] = Array(repeating: nil, count: Self.findingNames.count)
        var first: Int64?
        while try scanner.next() == .key {
            if let index = Self.findingNames.firstIndex(where: { scanner.tokenIs($0) }) {
                texts[index] = try Self.token("a text of a finding", &scanner)
            } else if scanner.tokenIs("firstSeen") {
                first = try Self.optionalMoment("firstSeen", &scanner)
            } else if try !place.take(&scanner) {
                try scanner.skipValue()
            }
        }
        guard let rule = texts[0], let severity = texts[1], place.path != nil else {
            throw Self.fail("a finding lacks its rule, severity or path", scanner)
        }
        guard matcher.asksFindings else { return }
        let asked = matcher.rule(scanner.decoded(rule))
        var questions: [Int] = []
        if let actual = texts[2], matcher.asksDigests { questions += matcher.digest(scanner.decoded(actual)) }
        if matcher.asksNames { questions += matcher.names(path: place.plainPath(scanner).bytes) }
        if questions.isEmpty && asked.isEmpty { return }
        var hit = hit(at: place, scanner)
        hit.purl = Self.string(texts[3], scanner)
        hit.rule = Self.string(rule, scanner)
        hit.severity = Self.string(severity, scanner).flatMap { Severity(rawValue: $0) }
        hit.digests = [Self.string(texts[2], scanner).flatMap { DigestText.labelled($0) }].compactMap(\.self)
        hit.first = first
        add(hit, to: questions, about: asked)
    }

    /// An earlier token as text.
    private static func string(_ token: JSONToken?, _ scanner: borrowing JSONScanner) -> String? {
        guard let token else { return nil }
        return String(decoding: scanner.decoded(token), as: UTF8.self)
    }

    private static let findingNames: [JSONName] = ["rule", "severity", "actual", "purl"]

    private func hit(at place: Lying, _ scanner: borrowing JSONScanner) -> MergeReport.Hit {
        let root = place.cacheIndex.flatMap { roots.indices.contains($0) ? roots[$0] : nil } ?? ""
        return MergeReport.Hit(
            question: 0, host: 0, cache: place.plainCache(scanner), root: root, path: place.plainPath(scanner))
    }

    /// Adds a hit once for each question. What a package has said is not said again by findings about its file, but for
    /// the questions about their rule.
    private mutating func add(_ hit: MergeReport.Hit, to questions: [Int], about rule: [Int] = []) {
        for question in Set(questions + rule).sorted() {
            let place = Place(question: question, cache: hit.cache, root: hit.root, path: hit.path)
            let isNew = told.insert(place).inserted
            guard isNew || hit.rule == nil || rule.contains(question) else { continue }
            guard result.hits.count < Limit.hits else {
                result.audit.unlistedHits += 1
                continue
            }
            var hit = hit
            hit.question = question
            result.hits.append(hit)
        }
    }
}
