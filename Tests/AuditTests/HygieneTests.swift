import Audit
import Embed
import Inventory
import Testing

private let now: Int64 = 1_800_000_000_000_000_000

private func rules() throws -> RuleBook {
    let files = EmbeddedFile.all().filter { $0.name.hasPrefix("rules/") }
    return RuleBook(rules: try files.flatMap { try RuleFile.read($0.bytes, name: $0.name) })
}

/// One record in a batch of its own.
private func batch(
    _ path: String, mode: UInt32 = 0o100644, owner: UInt32 = 0, modified: Int64 = now, changed: Int64 = now,
    target: String = "", device: UInt64 = 1 << 32 | 3
) -> FileBatch {
    var batch = FileBatch()
    batch.bytes = Array((path + target).utf8)
    let middle = Int32(path.utf8.count)
    batch.records = [
        FileRecord(
            cache: 0, path: 0..<middle, target: middle..<Int32(batch.bytes.count),
            kind: EntryKind(mode: mode, specialDevice: device),
            status: .hashed, known: .new,
            identity: FileIdentity(
                device: 1, inode: 2, size: 3, modified: modified, changed: changed, mode: mode),
            owner: owner, group: owner, links: 1, pathKey: 0, identityKey: 0, digest: .zero)
    ]
    return batch
}

private func findings(
    _ batches: [FileBatch], executables: Bool? = nil, hasBase: Bool = false, limit: Int = 100
) throws -> FindingCollector {
    let ground = Hygiene.Ground(path: "/cache", owner: 0, expectsExecutables: executables, hasBase: hasBase)
    var hygiene = Hygiene(rules: try rules(), grounds: [ground], now: now)
    var collector = FindingCollector(limit: limit)
    for batch in batches { hygiene.inspect(batch, into: &collector) }
    hygiene.finish(into: &collector)
    collector.release { _ in false }
    return collector
}

private func ids(_ batch: FileBatch, executables: Bool? = nil) throws -> [String] {
    try findings([batch], executables: executables).findings.map { "\($0.rule) \($0.severity)" }
}

@Test("A usual file is no finding")
func usual() throws {
    #expect(try ids(batch("a/file")).isEmpty)
    #expect(try ids(batch("bin/tool", mode: 0o100755)).isEmpty)
    #expect(try ids(batch("a/link", mode: 0o120777, target: "../b")).isEmpty)
    #expect(try ids(batch("a", modified: now + 3_600_000_000_000)).isEmpty)
}

@Test("A whiteout belongs where a cache lies upon a base, and nowhere else")
func whiteouts() throws {
    let whiteout = batch("w", mode: 0o020000, device: 0)
    #expect(try ids(whiteout) == ["special-file medium"])
    #expect(try findings([whiteout], hasBase: true).findings.isEmpty)
    #expect(try findings([batch("d", mode: 0o020000)], hasBase: true).findings.count == 1)
}

@Test("Each hygiene rule finds its case, graded as the rules say")
func each() throws {
    #expect(try ids(batch("l", mode: 0o120777, target: "../x")) == ["symlink-escape high"])
    #expect(try ids(batch("l", mode: 0o120777, target: "/x")) == ["symlink-escape medium"])
    #expect(try ids(batch("l", mode: 0o120777, target: "a/../x")) == ["symlink-escape medium"])
    #expect(try ids(batch("d", mode: 0o020666)) == ["special-file high"])
    #expect(try ids(batch("d", mode: 0o060666)) == ["special-file high"])
    #expect(try ids(batch("p", mode: 0o010666)) == ["special-file medium"])
    #expect(try ids(batch("s", mode: 0o140666)) == ["special-file medium"])
    #expect(try ids(batch("x", mode: 0o104755)) == ["setuid-file high"])
    #expect(try ids(batch("x", mode: 0o102755)) == ["setuid-file high"])
    #expect(try ids(batch("o", owner: 1000)) == ["foreign-owner low"])
    #expect(try ids(batch("t", modified: now + 90_000_000_000_000)) == ["future-time low"])
    #expect(try ids(batch("t", modified: .max)) == ["future-time low"])
    #expect(try ids(batch("t", changed: now + 90_000_000_000_000)) == ["future-time medium"])
    #expect(try ids(batch("x", mode: 0o100755), executables: false) == ["executable-file medium"])
}

@Test("A million odd files are counted, not listed")
func limits() throws {
    let collector = try findings((0..<500).map { batch("fifo-\($0)", mode: 0o010644) }, limit: 20)
    #expect(collector.findings.count == 20)
    #expect(collector.unlisted == [.medium: 480])
}

@Test("Files of one other user are one finding with their number, and with the same path in whatever order they come")
func foreignOwners() throws {
    let batches = (100..<600).map { batch("f\($0)", owner: $0 % 2 == 0 ? 1000 : 0) }
    for order in [batches, batches.reversed()] {
        let found = try findings(order).findings
        #expect(found.map(\.rule) == ["foreign-owner"])
        #expect(found.first?.path == "f100")
        #expect(found.first?.evidence.contains(.init("entries", .number(250))) == true)
    }
}

@Test("Many owners in one cache hide nobody in another, and none is dropped")
func manyForeignOwners() throws {
    var batches = (1...300).map { batch("f\($0)", owner: $0) }
    var other = batch("only", owner: 65_534)
    other.records[0].cache = 1
    batches.append(other)
    let ground = Hygiene.Ground(path: "/cache", owner: 0, expectsExecutables: nil, hasBase: false)
    var hygiene = Hygiene(rules: try rules(), grounds: [ground, ground], now: now)
    var collector = FindingCollector(limit: 1000)
    for batch in batches { hygiene.inspect(batch, into: &collector) }
    hygiene.finish(into: &collector)
    #expect(collector.findings.contains { $0.cache == 1 && $0.path == "only" })
    let entries = collector.findings.flatMap(\.evidence).filter { $0.name == "entries" }
    let numbers = entries.map { fact -> Int64 in
        guard case .number(let number) = fact.value else { return 0 }
        return number
    }
    #expect(numbers.reduce(0, +) == 301)
}

@Test("A rule that is switched off finds nothing")
func switchedOff() throws {
    var book = try rules()
    var rule = try #require(book["special-file"])
    rule.enabled = false
    let isReplaced = book.replace(rule)
    #expect(isReplaced)
    var hygiene = Hygiene(rules: book, grounds: [.init(path: "/cache", owner: 0)], now: now)
    var collector = FindingCollector(limit: 10)
    hygiene.inspect(batch("p", mode: 0o010666), into: &collector)
    #expect(collector.findings.isEmpty)
}

@Test("So many bytes of findings are listed, and of each rule some; the rest is counted")
func findingsByBytes() throws {
    let rules = try rules()
    let flood = try #require(rules.active("special-file"))
    let other = try #require(rules.active("setuid-file"))
    let path = ByteString([UInt8](repeating: 0x6e, count: 1000))
    var collector = FindingCollector(limit: 10_000, bytesMax: 100_000)
    for _ in 0..<500 { collector.add(flood.finding(cache: 0, path: path, message: "")) }
    #expect(collector.findings.count == 100)
    for _ in 0..<500 { collector.add(other.finding(cache: 0, path: path, message: "")) }
    #expect(collector.findings.count { $0.rule == "setuid-file" } == 65)
    #expect(collector.findings.count + collector.unlisted.values.reduce(0, +) == 1000)
    // What stands in evidence is counted like what stands in paths.
    var short = FindingCollector(limit: 10_000, bytesMax: 100_000)
    for _ in 0..<500 {
        short.add(flood.finding(cache: 0, path: "", message: "", evidence: [.init("name", .list([.bytes(path)]))]))
    }
    #expect(short.findings.count == 100)
}

@Test("What turns out to be none takes no place in the list, and the rest is not lost")
func heldFindings() throws {
    let rule = try #require(try rules().active("symlink-escape"))
    var collector = FindingCollector(limit: 10)
    for number in 0..<100 {
        collector.hold(rule.finding(cache: 0, path: ByteString("own/\(number)"), message: ""))
    }
    collector.hold(rule.finding(cache: 0, path: "evil", message: ""))
    #expect(collector.findings.isEmpty && collector.unlisted.isEmpty)
    collector.release { $0.path.bytes.starts(with: "own/".utf8) }
    #expect(collector.findings.map(\.path) == ["evil"] && collector.unlisted.isEmpty)
    // What cannot be kept aside is taken at once.
    for number in 0..<50_020 { collector.hold(rule.finding(cache: 1, path: ByteString("\(number)"), message: "")) }
    #expect(collector.findings.count { $0.cache == 1 } == 10 && collector.unlisted[rule.severity] == 10)
    collector.release { _ in true }
    #expect(collector.findings.count == 11 && collector.unlisted[rule.severity] == 10)
}
