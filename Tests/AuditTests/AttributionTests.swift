import Audit
import Inventory
import TestSupport
import Testing

private let second = Imagined.second
private let hour = Imagined.hour
private let now = Imagined.now

private func attribution(
    _ builds: [Build], caches: [MountCache] = [Imagined.cache()], harvests: [ByteString: [Int64]]? = nil
) throws -> Attribution {
    Attribution(
        rules: try Imagined.rules(), ledger: MountLedger(caches: caches, builds: builds), caches: caches, now: now,
        harvests: harvests)
}

@Test("Thousands of moments are attributed as a model that looks at every build does")
func attributionAgreesWithModel() throws {
    var random = SeededGenerator(seed: 11)
    var answers = [0, 0]
    for round in 0..<60 {
        let range = round % 3 == 0 ? 50 : 2000
        let moment = { (random: inout SeededGenerator) in now - 40 * hour + Int64(random.int(0...range)) * second }
        var builds: [Build] = []
        for number in 0..<random.int(0...60) {
            var build = Imagined.build("b\(number)", "p", [])
            build.started = moment(&random)
            build.finished = random.once(in: 12) ? nil : (build.started ?? 0) + Int64(random.int(-3...90)) * second
            for _ in 0..<random.int(0...4) {
                var use = Imagined.use(
                    random.once(in: 3) ? "/other" : Imagined.pip,
                    execution: random.pick([.executed, .executed, .unknown, .cached]), readOnly: random.once(in: 6))
                if random.once(in: 2) {
                    use.started = moment(&random)
                    use.finished = (use.started ?? 0) + Int64(random.int(0...30)) * second
                }
                build.mounts.append(use)
            }
            builds.append(build)
        }
        let asked = try attribution(builds)
        for _ in 0..<150 {
            let time = moment(&random) + (random.once(in: 4) ? 1 : 0)
            let expected = builds.filter { model($0, holds: time) }.map(\.ref)
            let answer = asked.writers(cache: 0, changed: time)
            #expect(answer.count == expected.count)
            #expect(answer.builds.count == min(expected.count, Attribution.buildsMax))
            #expect(Set(answer.builds).isSubset(of: expected) && Set(answer.builds).count == answer.builds.count)
            #expect((answer.word == .builds) == !expected.isEmpty)
            #expect(asked.isUnattributed(cache: 0, changed: time) == (answer.word == .unattributed))
            answers[expected.isEmpty ? 0 : 1] += 1
        }
    }
    #expect(answers[0] > 1000 && answers[1] > 1000)
}

/// Whether a build may have written at this time, by the words of the contract.
private func model(_ build: Build, holds time: Int64) -> Bool {
    build.mounts.contains { use in
        guard use.id == Imagined.pip, use.execution != .cached, !use.isReadOnly,
            let start = use.started ?? build.started
        else { return false }
        let end = use.finished ?? build.finished ?? start + 48 * hour
        return time >= min(start, end) - 2 * second && time <= max(start, end) + 2 * second
    }
}

@Test("The last begun builds are listed, and all are counted")
func answersAreBounded() throws {
    let builds = (0..<300).map { number in
        Imagined.build(
            "b\(number)", "p", [Imagined.use(from: now - 10 * hour + Int64(number), to: now - 9 * hour)])
    }
    let answer = try attribution(builds).writers(cache: 0, changed: now - 9 * hour)
    #expect(answer.count == 300)
    #expect(answer.builds == (0..<20).map { "b\(299 - $0)" })
}

@Test("One long build under many short ones costs no walk over these")
func manyShortBuilds() throws {
    var builds = [Imagined.build("long", "p", [Imagined.use(from: now - 40 * hour, to: now)])]
    builds += (0..<50_000).map { number in
        let start = now - 39 * hour + Int64(number) * second
        return Imagined.build("b\(number)", "p", [Imagined.use(from: start, to: start)])
    }
    let asked = try attribution(builds)
    for number in 0..<20_000 {
        let answer = asked.writers(cache: 0, changed: now - 2 * hour + Int64(number))
        #expect(answer.builds == ["long"])
    }
}

@Test("Times that nobody can have are taken")
func extremeTimes() throws {
    var builds: [Build] = []
    for (start, end) in [(Int64.min, Int64.max), (.max, .min), (.min, nil), (nil, .max), (nil, nil), (.max, nil)]
        as [(Int64?, Int64?)]
    {
        var build = Imagined.build("b", "p", [])
        build.started = start
        build.finished = end
        build.mounts = [Imagined.use(), Imagined.use(from: end, to: start)]
        builds.append(build)
        build.hasProvenance = false
        build.mounts = []
        builds.append(build)
    }
    let asked = try attribution(builds, harvests: [Imagined.root: [.min, .max, now, 0]])
    for time in [Int64.min, 0, now, .max] {
        #expect(asked.writers(cache: 0, changed: time).count <= builds.count)
        #expect(asked.writers(cache: 7, changed: time).word == .unrecorded)
        #expect(asked.writers(cache: -1, changed: time).word == .unrecorded)
    }
}

/// One build forty hours ago, one ten hours ago.
private func twoBuilds() -> [Build] {
    [Imagined.build("old", "p", hoursAgo: 40), Imagined.build("new", "p", hoursAgo: 10)]
}

@Test("Only times that the records cover are judged")
func coverage() throws {
    func word(_ hoursAgo: Int64, _ asked: Attribution) -> Attribution.Answer.Word {
        asked.writers(cache: 0, changed: now - hoursAgo * hour).word
    }
    let asked = try attribution(twoBuilds())
    #expect(word(10, asked) == .builds && word(40, asked) == .builds)
    #expect(word(20, asked) == .unattributed && word(5, asked) == .unattributed)
    #expect(word(41, asked) == .unrecorded, "before the first known build")
    #expect(word(1, asked) == .unrecorded, "a build may still run")
    #expect(word(-1, asked) == .unrecorded)
    #expect(try word(20, attribution([])) == .unrecorded, "no history at all")
    #expect(try word(20, attribution(twoBuilds(), harvests: [:])) == .unrecorded, "the history was not read")

    // What BuildKit forgets is known only where somebody looked in time.
    let older = twoBuilds() + [Imagined.build("older", "p", hoursAgo: 100)]
    #expect(try word(60, attribution(older)) == .unrecorded)
    func harvested(_ hoursAgo: Int64...) throws -> Attribution {
        try attribution(older, harvests: [Imagined.root: hoursAgo.map { now - $0 * hour }])
    }
    #expect(try word(60, harvested(0, 30)) == .unattributed)
    #expect(try word(60, harvested(0, 70)) == .unrecorded)
    #expect(try word(5, harvested(8)) == .unrecorded, "records read eight hours ago tell nothing of later builds")
}

@Test("A build that nobody can read, and one that still runs, may have been it")
func doubt() throws {
    var blind = Imagined.build("blind", "p", hoursAgo: 20, [])
    blind.hasProvenance = false
    let asked = try attribution(twoBuilds() + [blind])
    #expect(asked.writers(cache: 0, changed: now - 20 * hour + second).word == .unrecorded)
    #expect(asked.writers(cache: 0, changed: now - 19 * hour).word == .unattributed)
    blind.dockerfile = "FROM scratch"
    let told = try attribution(twoBuilds() + [blind])
    #expect(told.writers(cache: 0, changed: now - 20 * hour + second).word == .unattributed)

    let busy = try attribution(twoBuilds(), caches: [Imagined.cache(inUse: true)])
    #expect(busy.writers(cache: 0, changed: now - 5 * hour).word == .running)
    #expect(busy.writers(cache: 0, changed: now - 20 * hour).word == .unattributed)

    var long = Imagined.build("long", "q", hoursAgo: 30, [Imagined.use("/other")])
    long.finished = (long.started ?? 0) + 7 * hour
    let slow = try attribution(twoBuilds() + [long])
    #expect(slow.writers(cache: 0, changed: now - 5 * hour).word == .unrecorded, "builds take up to seven hours here")
    #expect(slow.writers(cache: 0, changed: now - 8 * hour).word == .unattributed)
}

// MARK: unattributed-writer

private func batch(_ files: [(path: String, changed: Int64)]) -> FileBatch {
    var batch = FileBatch()
    for file in files {
        let start = Int32(batch.bytes.count)
        batch.bytes += Array(file.path.utf8)
        let end = Int32(batch.bytes.count)
        batch.records.append(
            FileRecord(
                cache: 0, path: start..<end, target: end..<end, kind: .file, status: .hashed, known: .new,
                identity: FileIdentity(
                    device: 1, inode: 2, size: 3, modified: 0, changed: file.changed, mode: 0o100644),
                owner: 0, group: 0, links: 1, pathKey: 0, identityKey: 0, digest: .zero))
    }
    return batch
}

private func unattributed(_ builds: [Build], _ batches: [FileBatch]) throws -> [Finding] {
    var judge = UnattributedWriters(rules: try Imagined.rules(), attribution: try attribution(builds))
    var collector = FindingCollector(limit: 100)
    for batch in batches { judge.inspect(batch) }
    judge.finish(into: &collector)
    return collector.findings
}

@Test("Files without a writer are one finding per cache")
func unattributedWriter() throws {
    let honest = batch([("a", now - 10 * hour + second), ("b", now - 50 * hour), ("c", now)])
    #expect(try unattributed(twoBuilds(), [honest]).isEmpty)
    let planted = (0..<50).map { batch([("p\($0 % 10)\($0 / 10)", now - 20 * hour - Int64($0))]) }
    let found = try unattributed(twoBuilds(), [honest] + planted.reversed())
    #expect(Imagined.words(found) == ["unattributed-writer medium"])
    let finding = try #require(found.first)
    #expect(finding.confidence == .medium && finding.cache == 0 && finding.path == "p00")
    #expect(finding.fact("files") == .number(50))
    #expect(finding.fact("examples") == .list(["p00", "p01", "p02", "p03", "p04"].map { .bytes($0) }))
    #expect(finding.fact("first") == .time(now - 20 * hour - 49) && finding.fact("last") == .time(now - 20 * hour))
    #expect(finding.fact("recordsFrom") == .time(now - 40 * hour))

    var blind = Imagined.build("blind", "p", hoursAgo: 30, [])
    blind.hasProvenance = false
    #expect(try unattributed(twoBuilds() + [blind], planted).first?.confidence == .low)
}

@Test("A finding about a file names who may have written it")
func findingsNameBuilds() throws {
    func found(_ changed: Int64) throws -> Finding {
        var hygiene = Hygiene(
            rules: try Imagined.rules(), grounds: [.init(path: "/content", owner: 0)], now: now,
            attribution: try attribution(twoBuilds()))
        var collector = FindingCollector(limit: 10)
        var files = batch([("setuid", changed)])
        files.records[0].identity.mode = 0o104755
        hygiene.inspect(files, into: &collector)
        return try #require(collector.findings.first)
    }
    let known = try found(now - 10 * hour + second)
    #expect(known.builds == ["new"] && known.fact("writers") == .text("builds"))
    #expect(known.fact("writerCount") == .number(1) && known.fact("changed") == .time(now - 10 * hour + second))
    let unknown = try found(now - 20 * hour)
    #expect(unknown.builds.isEmpty && unknown.fact("writers") == .text("unattributed"))
    let old = try found(now - 400 * hour)
    #expect(old.builds.isEmpty && old.fact("writers") == nil)
}
