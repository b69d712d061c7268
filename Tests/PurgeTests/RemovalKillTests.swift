import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// The removal in a process of its own, which can be killed or made to fail.
private func remover(_ words: [String], _ environment: [String: String] = [:]) throws -> Program.Running {
    try Program.start(
        [Program.built("remover")] + words, environment: environment.merging(["REMOVER_FORGETS": "1"]) { old, _ in old }
    )
}

private func fill(_ bench: RemovalBench) throws {
    for folder in 0..<8 { for file in 0..<12 { try bench.tree.write("cache/d\(folder)/e/f\(file)", "x") } }
    for file in 0..<5 { try bench.tree.write("cache/top\(file)", "x") }
}

@Test("Killed before any step of emptying, a removal is finished by the next", arguments: 1...17)
func killedAtStep(_ number: Int) throws {
    let bench = try RemovalBench()
    try fill(bench)
    let before = try bench.measure()
    let result = try remover(["empty", bench.tree.file("cache")], ["REMOVER_DIES": "\(number)"]).wait()
    // The trash, thirteen entries, the deletion, the end of the trash.
    #expect(result.status == (number <= 16 ? 137 : 0))
    let after = try bench.measure()
    #expect(after.files == (number <= 15 ? before.files : 0))
    #expect(try bench.outsideIsAsItWas())
    let leftovers = try Removal.leftovers(in: bench.open())
    #expect(leftovers.isEmpty != (2...16).contains(number))
    let finished = try Removal.finish(leftovers, in: bench.open())
    #expect(finished.isComplete)
    #expect(finished.files + (try bench.measure().files) == after.files)
    #expect(try bench.empty().isComplete)
    #expect(try bench.names() == [])
}

@Test("Killed at any moment, a removal is finished by the next", arguments: [1, 2])
func killedAnywhere(workers: Int) throws {
    var moments = KillMoments(longest: .milliseconds(30), seed: UInt64(workers))
    var rounds = 0
    while rounds < 20 || (moments.inTime == 0 && rounds < 200) {
        rounds += 1
        let bench = try RemovalBench()
        try fill(bench)
        let running = try remover(["empty", bench.tree.file("cache")], ["REMOVER_WORKERS": "\(workers)"])
        moments.wait()
        running.killNow()
        let left = try bench.measure()
        moments.note(wasInTime: left.files > 0)
        #expect(try bench.outsideIsAsItWas())
        let finished = try Removal.finish(Removal.leftovers(in: bench.open()), in: bench.open())
        #expect(finished.isComplete)
        #expect(finished.files + (try bench.measure().files) == left.files)
        #expect(try bench.names().filter { $0.hasPrefix(".") } == [])
        let ended = try bench.empty()
        #expect(ended.isComplete)
        #expect(try bench.names() == [])
    }
    #expect(moments.inTime > 0)
}

@Test("Killed while it removes single entries, a removal has touched no other", arguments: 1...9)
func killedBetweenEntries(_ number: Int) throws {
    let bench = try RemovalBench()
    try fill(bench)
    let before = try bench.measure()
    let result = try remover(
        ["entries", bench.tree.file("cache"), "top0", "d0", "d1/e/f3", "d1/e/f4", "top1"],
        ["REMOVER_DIES": "\(number)"]
    ).wait()
    #expect(result.status == (number <= 8 ? 137 : 0))
    let named = 12 + 4
    let after = try bench.measure()
    #expect(after.files == (number <= 7 ? before.files : before.files - named))
    let finished = try Removal.finish(Removal.leftovers(in: bench.open()), in: bench.open())
    #expect(finished.isComplete, "\(finished)")
    #expect(try bench.measure().files == after.files - finished.files)
    // Each that was renamed is gone, each that was not is there, and so are all others.
    #expect(try bench.measure().files >= before.files - named)
    for name in ["d1/e/f5", "d2/e/f3", "top2"] {
        #expect(try OwnFile.read(bench.tree.bytes("cache/" + name), limit: 10) == Array("x".utf8))
    }
    #expect(try bench.names().filter { $0.hasPrefix(".") } == [])
}

#if DEBUG
    /// Errors that calls may end with; not `ENOENT`: a kernel that says so of what is there cannot be seen through.
    private let errors = [5, 1, 12, 13, 16, 24, 28, 30]

    /// The number behind a word of the first line with counts.
    private func count(_ word: String, in output: String) -> Int? {
        output.split { $0 == " " || $0 == "\n" }.first { $0.hasPrefix(word + "=") }
            .flatMap { Int($0.dropFirst(word.count + 1)) }
    }

    @Test(
        "With every n-th call failing, what is said to be removed is, and the rest is there",
        arguments: [3, 4, 7, 13, 40])
    func everyNthCallFails(_ period: Int) throws {
        for error in errors {
            let bench = try RemovalBench()
            try fill(bench)
            let before = try bench.measure()
            let running = try remover(
                ["empty", bench.tree.file("cache")], ["BEZOAR_FAIL_CALL": "every-\(period):\(error)"])
            let result = try running.wait(atMost: 60)
            try expectTruth(bench, before.files, result, "every \(period) fails with \(error)")
        }
    }

    @Test("With any one call failing, what is said to be removed is, and the rest is there", arguments: 1...40)
    func oneCallFails(_ number: Int) throws {
        let bench = try RemovalBench()
        try fill(bench)
        let before = try bench.measure()
        let error = errors[number % errors.count]
        let running = try remover(["empty", bench.tree.file("cache")], ["BEZOAR_FAIL_CALL": "\(number):\(error)"])
        try expectTruth(bench, before.files, try running.wait(atMost: 60), "call \(number) fails with \(error)")
    }

    private func expectTruth(
        _ bench: RemovalBench, _ before: Int, _ result: Program.Result, _ what: Comment
    ) throws {
        let output = result.outputText
        let after = try bench.measure()
        #expect([0, 1, 2].contains(result.status), what)
        if result.status == 2 {
            #expect(after.files == before, what)
        } else {
            #expect(count("files", in: output).map { $0 + after.files } == before, "\(what): \(output)")
            #expect((result.status == 0) == (count("left", in: output) == 0), what)
        }
        if result.status == 0 { #expect(after.files == count("appeared", in: output), "\(what): \(output)") }
        #expect(try bench.outsideIsAsItWas(), what)
        #expect(try bench.empty().isComplete, what)
        #expect(try bench.names() == [], what)
    }

    @Test("With every n-th call failing, only named entries are removed", arguments: [3, 5, 9, 20])
    func everyNthCallFailsForEntries(_ period: Int) throws {
        for error in errors {
            let bench = try RemovalBench()
            try fill(bench)
            let before = try bench.measure()
            let running = try remover(
                ["entries", bench.tree.file("cache"), "top0", "d0", "d1/e/f3", "top1"],
                ["BEZOAR_FAIL_CALL": "every-\(period):\(error)"])
            let output = try running.wait(atMost: 60).outputText
            let after = try bench.measure()
            #expect(count("files", in: output).map { $0 + after.files } == before.files, "\(error): \(output)")
            for line in output.split(separator: "\n") where line.hasPrefix("entry ") && line.hasSuffix(" removed") {
                let name = String(line.split(separator: " ")[1])
                #expect((try? Descriptor.status(ofPath: bench.tree.bytes("cache/" + name))) == nil)
            }
            for name in ["d1/e/f5", "d2/e/f3", "top2"] {
                #expect(try OwnFile.read(bench.tree.bytes("cache/" + name), limit: 10) == Array("x".utf8))
            }
        }
    }
#endif
