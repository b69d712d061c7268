import Audit
import Inventory
import Testing

private let web: ByteString = "https://git.example.com/acme/web"

/// Builds of one project, an hour apart, the last one an hour ago.
private func series(
    _ percents: [Int], of source: ByteString = web, ref: String = "b", total: Int = 100,
    result: Build.Result = .succeeded, agedHours: Int64 = 1
) -> [Build] {
    percents.enumerated().map { index, percent in
        var build = Imagined.build(
            "\(ref)\(index)", source, hoursAgo: Int64(percents.count - index) - 1 + agedHours, [])
        build.result = result
        build.stepsTotal = total
        build.stepsCached = total * percent / 100
        return build
    }
}

private func findings(_ builds: [Build]) throws -> [Finding] {
    var collector = FindingCollector(limit: 100)
    HitRate(rules: try Imagined.rules(), now: Imagined.now).judge(builds, into: &collector)
    return collector.findings
}

private let steady = [90, 88, 91, 90, 89, 92, 90, 90, 91, 90]
private let cold = [5, 6, 5, 4, 5, 6, 5, 5, 7, 5]

@Test(
    "A rate that leaves its usual place, and stays away, is a finding",
    arguments: [
        (steady, nil), (steady + [5, 4, 6], "hit-rate-drop low"), (cold + [90, 95, 92], "hit-rate-jump info"),
        (steady + [5], nil), (steady + [5, 90, 5], nil), (steady + [60, 62, 58], nil),
        ([90, 10, 85, 5, 95, 15, 90, 10, 85, 5] + [0, 0, 0], nil), ([90, 91, 90] + [5, 5, 5], nil),
        (steady + [200, 200, 200], nil), (steady + [-5, -5, -5], "hit-rate-drop low"), ([], nil),
    ] as [([Int], String?)])
func rates(percents: [Int], expected: String?) throws {
    #expect(try Imagined.words(findings(series(percents))) == [expected].compactMap(\.self))
    #expect(try Imagined.words(findings(series(percents).reversed())) == [expected].compactMap(\.self))
}

@Test func theFindingShowsItsNumbers() throws {
    let found = try #require(findings(series(steady + [5, 4, 6])).first)
    #expect(found.builds == ["b12", "b11", "b10"])
    #expect(found.fact("percent") == .number(5) && found.fact("usualPercent") == .number(90))
    #expect(found.fact("project") == .bytes(web))
    #expect(found.message.contains("5% of their steps from the layer cache, the 10 before 90%"))
}

@Test func whatCannotBeComparedIsLeftOut() throws {
    let dropped = steady + [5, 4, 6]
    #expect(try findings(series(dropped, total: 4)).isEmpty, "a few steps say little")
    #expect(try findings(series(dropped, result: .failed)).isEmpty)
    #expect(try findings(series(dropped, agedHours: 24 * 8)).isEmpty, "that was reported then")
    let others = series(steady) + series([5, 4, 6], of: "https://git.example.com/acme/api", ref: "c")
    #expect(try findings(others).isEmpty, "each project has a rate of its own")
    let files = series(dropped).enumerated().map { index, build in
        var build = build
        build.dockerfileName = index < 10 ? "Dockerfile" : "Dockerfile.test"
        return build
    }
    #expect(try findings(files).isEmpty, "each Dockerfile has a rate of its own")
    let guessed = series(dropped).map { build in
        var build = build
        build.project?.certainty = .hint
        return build
    }
    #expect(try findings(guessed).isEmpty)
}

@Test func aFirstBuildThatWasThereAlreadyIsTold() throws {
    // Twenty days of another project.
    let before = (0..<20).map { day in
        var build = Imagined.build("o\(day)", "https://git.example.com/acme/other", hoursAgo: Int64(20 - day) * 24, [])
        build.stepsTotal = 10
        build.stepsCached = 8
        return build
    }
    func first(_ percent: Int, certainty: Project.Certainty = .exact) -> [Build] {
        series([percent], ref: "n").map { build in
            var build = build
            build.project?.certainty = certainty
            return build
        }
    }
    let found = try findings(before + first(80))
    #expect(Imagined.words(found) == ["cold-cache-hit info"])
    #expect(found.first?.builds == ["n0"] && found.first?.fact("cached") == .number(80))
    #expect(try findings(before + first(20)).isEmpty, "some steps are everybody's")
    #expect(try findings(before + first(80, certainty: .hint)).isEmpty)
    #expect(try findings(Array(before.suffix(10)) + first(80)).isEmpty, "ten days may be too few to know a project")
    #expect(try findings(Array(before.prefix(3)) + first(80)).isEmpty, "three builds fill no cache")
    let again = series([80], ref: "m", result: .failed, agedHours: 5) + first(80)
    #expect(try findings(before + again).filter { $0.builds == ["n0"] }.isEmpty, "it was built before, and failed")
}
