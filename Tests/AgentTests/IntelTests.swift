import Bytes
import TestSupport
import Testing

/// Importing advisories: whole or not at all, whatever the file holds.
@Suite struct IntelTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
    }

    private func feed(_ kind: String, _ name: String = "feed.zip") throws -> String {
        let file = bench.beside(name)
        try Agent.script("feeds.py", [kind, file])
        return file
    }

    private func take(_ kind: String, _ words: [String] = []) throws -> Run {
        try Agent.run(
            ["intel", "import", try feed(kind, kind), "--feed", "a", "--format", "json", "--db", bench.database] + words
        )
    }

    private func rows() throws -> [JSONObject] {
        let run = try Agent.run(["intel", "list", "--format", "json", "--db", bench.database])
        return (try run.report().json["feeds"]?.array ?? []).compactMap(\.object)
    }

    private func outcome(_ run: Run) throws -> JSONObject {
        try #require(try run.report().json["feeds"]?.array?.first?.object, "\(run.errorText)")
    }

    @Test func aFeedIsTakenListedReplacedAndForgotten() throws {
        let first = try take("good")
        #expect(first.status == 0, "\(first.text)\(first.errorText)")
        #expect(try outcome(first)["state"]?.string == "imported")
        #expect(try rows().map { $0["records"]?.integer } == [2])
        #expect(try take("withdrawn").status == 0)
        let kept = try rows()
        #expect(kept.map { $0["withdrawn"]?.integer } == [1] && kept.map { $0["records"]?.integer } == [1])
        // The newest record of what is there is newer.
        let old = try take("good")
        #expect(old.status == 4)
        #expect(try outcome(old)["state"]?.string == "refused")
        #expect(try outcome(old)["reason"]?.string?.contains("would forget what is known") == true)
        #expect(try rows() == kept)
        #expect(try take("good", ["--replace"]).status == 0)
        let removed = try Agent.run(["intel", "remove", "a", "--db", bench.database])
        #expect(removed.status == 0)
        #expect(try rows().isEmpty)
        #expect(try Agent.run(["intel", "remove", "a", "--db", bench.database]).status == 4)
    }

    @Test(arguments: [("empty", "it holds no advisory"), ("others", "2 records on packages of other kinds")])
    func whatHoldsNothingIsRefused(kind: String, reason: String) throws {
        #expect(try take("good").status == 0)
        let run = try take(kind)
        #expect(run.status == 4)
        #expect(try outcome(run)["reason"]?.string?.contains(reason) == true, "\(run.text)")
        #expect(try take(kind, ["--replace"]).status == 4)
        #expect(try rows().map { $0["records"]?.integer } == [2])
    }

    @Test func aCutFeedIsRefused() throws {
        let run = try take("cut")
        #expect(run.status == 4 && run.errorText.contains("the zip file cannot be read"), "\(run.errorText)")
        #expect(try take("huge").errorText.contains("it is no zip file, and has more than"))
        #expect(try Agent.run(["intel", "import", "/dev/zero", "--db", bench.database]).status == 4)
        #expect(try Agent.run(["intel", "import", "/nonexistent", "--db", bench.database]).status == 4)
        #expect(try rows().isEmpty)
    }

    @Test(arguments: ["bomb", "liar"])
    func aBombIsNotUnpacked(_ kind: String) throws {
        let run = try take(kind)
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        let feed = try outcome(run)
        #expect(feed["records"]?.integer == 1 && feed["unreadable"]?.integer == 1, "\(run.text)")
    }

    /// What cannot be understood is named; nothing of it reaches a terminal as it is.
    @Test func brokenRecordsAreNamedAndTheOthersTaken() throws {
        let run = try take("broken")
        #expect(run.status == 3, "\(run.text)")
        let feed = try outcome(run)
        #expect(feed["records"]?.integer == 2 && feed["unreadable"]?.integer == 10, "\(run.text)")
        let places = (try run.report().json["incomplete"]?.array ?? []).compactMap { $0.object?["path"]?.string }
        #expect(Set(places.compactMap { $0.split(separator: "/").last }).count == 10)
        let text = try Agent.run([
            "intel", "import", bench.beside("broken"), "--feed", "a", "--db", bench.database,
        ])
        #expect(text.output.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F })
        #expect(text.text.contains("its schema_version `2.0` is not known here"))
    }

    @Test func aFolderIsReadWithoutFollowingLinks() throws {
        let run = try take("folder")
        let feed = try outcome(run)
        #expect(feed["records"]?.integer == 1, "\(run.text)")
        // The link and the FIFO are called records, and are none.
        #expect(run.status == 3 && feed["unreadable"]?.integer == 2, "\(run.text)")
    }

    @Test func theNameComesFromTheFile() throws {
        try bench.shell(["mkdir", bench.beside("npm"), bench.beside("PyPI")])
        let files = try ["npm/all.zip", "PyPI/all.zip"].map { try feed("good", $0) }
        let run = try Agent.run(["intel", "import"] + files + ["--db", bench.database])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try rows().compactMap { $0["name"]?.string } == ["PyPI/all.zip", "npm/all.zip"])
        let same = try Agent.run(["intel", "import", "--feed", "x"] + files + ["--db", bench.database])
        #expect(same.status == 4 && same.errorText.contains("same name"))
    }

    /// The power goes at any moment: the old feed is there, or the new one.
    @Test func killedAtRandomMoments() throws {
        #expect(try take("good").status == 0)
        let before = try rows().map { $0["records"]?.integer }
        let file = try feed("many", "many.zip")
        let words = ["intel", "import", file, "--feed", "a", "--db", bench.database]
        let clock = ContinuousClock()
        let longest = try clock.measure { _ = try Agent.run(words.map { $0 == "a" ? "b" : $0 }) }
        var moments = KillMoments(longest: longest, seed: 8)
        for _ in 0..<(Agent.isLong ? 200 : 12) {
            let run = try Agent.start(words)
            moments.wait()
            run.signal(9)
            moments.note(wasInTime: try run.wait(atMost: Agent.patience).status == 128 + 9)
            let doctor = try Agent.run(["doctor", "--db", bench.database])
            #expect(doctor.status == 0, "\(doctor.text)")
            let now = try rows().filter { $0["name"]?.string == "a" }.map { $0["records"]?.integer }
            #expect(now == before || now == [20_000])
            if now == [20_000] { #expect(try take("good", ["--replace"]).status == 0) }
        }
        #expect(moments.inTime > 0)
    }
}
