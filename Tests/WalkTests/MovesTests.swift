import Inventory
import Linux
import Synchronization
import TestSupport
import Testing
import Walk

// Entries that are moved while a walk goes on. A walk may end in two ways: what is older than it was seen, or it is
// incomplete.

/// A tree of some folders, and in one of them the file that is moved about.
private func someFolders(_ home: String = "b/x") throws -> TestTree {
    let tree = try TestTree()
    for folder in ["a", "b", "c/d"] {
        for index in 0..<3 { try tree.write("\(folder)/\(index)", "\(folder) \(index)") }
    }
    try tree.write(home, content)
    return tree
}

private let content = "moved about"

/// The digest of the file that is moved about.
private func digestOfMoved() throws -> SHA256Digest {
    let tree = try TestTree()
    try tree.write("x", content)
    return try #require(try walk(tree)["x"]?.digest)
}

/// How often a walk of such a tree, without another look, asks whether to stop: each is a moment at which a test can
/// step in.
private func moments() throws -> Int {
    let steps = Atomic<Int>(0)
    _ = try walk(try someFolders(), options: WalkOptions(jobs: 1, laterLooks: 0)) {
        steps.wrappingAdd(1, ordering: .relaxed)
        return false
    }
    return steps.load(ordering: .relaxed)
}

extension Walked {
    fileprivate func saw(_ digest: SHA256Digest) -> Bool { records.values.contains { $0.digest == digest } }
}

@Test("Where nothing is changed the folders are looked at once")
func quiet() throws {
    let tree = try someFolders()
    let steps = Atomic<Int>(0)
    let walked = try walk(tree, options: WalkOptions(jobs: 1)) {
        steps.wrappingAdd(1, ordering: .relaxed)
        return false
    }
    #expect(walked.outcome.looks == 1)
    #expect(walked.troubles.isEmpty)
    #expect(steps.load(ordering: .relaxed) == (try moments()))
}

@Test("A file that is moved at any moment is seen", arguments: ["a/x b/x", "b/x a/x", "x c/d/x", "c/d/x x", "a/x b/0"])
func movedOnce(way: String) throws {
    let names = way.split(separator: " ").map(String.init)
    let digest = try digestOfMoved()
    var looks: Set<Int> = []
    for moment in 1...(try moments()) {
        let tree = try someFolders(names[0])
        let (old, new) = (tree.bytes(names[0]), tree.bytes(names[1]))
        let trip = Trip { if $0 == moment { try? OwnFile.rename(old, to: new) } }
        let walked = try walk(tree, options: WalkOptions(jobs: 1)) { trip.step() }
        #expect(walked.saw(digest), "moved at step \(moment)")
        #expect(walked.troubles.isEmpty, "moved at step \(moment): \(walked.troubles)")
        looks.insert(walked.outcome.looks)
    }
    // One to find it, and at most one more to see that it stays.
    #expect(looks.contains { $0 > 1 } && looks.allSatisfy { $0 <= 3 }, "\(looks)")
}

@Test("A folder that is moved at any moment is seen with all it holds", arguments: ["c/d a/d", "a c/d/a", "c b/c"])
func folderMoved(way: String) throws {
    let names = way.split(separator: " ").map(String.init)
    let digest = try digestOfMoved()
    for moment in 1...(try moments()) {
        let tree = try someFolders(names[0] + "/x")
        let (old, new) = (tree.bytes(names[0]), tree.bytes(names[1]))
        let trip = Trip { if $0 == moment { try? OwnFile.rename(old, to: new) } }
        let walked = try walk(tree, options: WalkOptions(jobs: 1)) { trip.step() }
        #expect(walked.saw(digest), "moved at step \(moment)")
        #expect(walked.troubles.isEmpty, "moved at step \(moment): \(walked.troubles)")
    }
}

@Test("A file that is moved at each step is seen, or the walk is incomplete", arguments: [1, 2, 3, 5])
func movedWithoutEnd(every: Int) throws {
    let digest = try digestOfMoved()
    for phase in 0..<every {
        let tree = try someFolders()
        let (home, away) = (tree.bytes("b/x"), tree.bytes("a/x"))
        let trip = Trip { step in
            guard step % every == phase else { return }
            if step / every % 2 == 0 {
                try? OwnFile.rename(home, to: away)
            } else {
                try? OwnFile.rename(away, to: home)
            }
        }
        let walked = try walk(tree, options: WalkOptions(jobs: 1)) { trip.step() }
        #expect(
            walked.saw(digest) || walked.reasons().contains(.moved),
            "every \(every), phase \(phase): \(walked.troubles) \(walked.outcome)")
        let whole = walked.troubles.filter { $0.path.isEmpty }
        #expect(whole.allSatisfy { $0.isSubtree && $0.detail.contains("stop the builds") })
        #expect(walked.outcome.looks <= 4)
    }
}

@Test("A walk that is stopped between two looks says so and ends")
func stoppedInLaterLook() throws {
    let tree = try someFolders()
    let (home, away) = (tree.bytes("b/x"), tree.bytes("a/x"))
    let count = try moments()
    for end in count...(count + 20) {
        let trip = Trip { try? OwnFile.rename($0 % 2 == 0 ? home : away, to: $0 % 2 == 0 ? away : home) }
        let steps = Atomic<Int>(0)
        let walked = try walk(tree, options: WalkOptions(jobs: 1)) {
            _ = trip.step()
            return steps.wrappingAdd(1, ordering: .relaxed).newValue > end
        }
        #expect(walked.outcome.wasCancelled)
    }
}

/// A program of the fixtures that changes a tree for as long as it lives.
private struct Changer {
    private let program: Program.Running

    init(_ words: [String]) throws {
        let folder = try TestTree()
        let ready = folder.file("ready")
        let script = fixture("walk/" + words[0])
        program = try Program.start([PythonOracle.interpreter, script, ready] + words.dropFirst())
        while (try? Descriptor.status(ofPath: Array(ready.utf8))) == nil {
            guard program.isRunning else { throw Program.Failure(description: try program.wait().errorText) }
            Program.pause(microseconds: 1000)
        }
    }

    func end() { program.killNow() }
}

@Suite("With other programs at work", .serialized)
struct OtherPrograms {
    @Test(
        "A file that another program moves without end is seen, or the walk is incomplete",
        arguments: ["listens", "runs"])
    func shuttle(way: String) throws {
        let digest = try digestOfMoved()
        var seen = 0
        // Which folder is listed first is the file system's choice.
        for (home, away) in [("a", "b"), ("b", "a")] {
            let tree = try someFolders("\(home)/x")
            let changer = try Changer(["shuttle.py", way, tree.file(home), tree.file(away), "x"])
            defer { changer.end() }
            for jobs in [1, 2, 1, 2, 1, 2, 1, 2, 1, 2] {
                let walked = try walk(tree, options: WalkOptions(jobs: jobs))
                #expect(walked.saw(digest) || walked.reasons().contains(.moved))
                if walked.saw(digest) { seen += 1 }
            }
        }
        #expect(seen > 0)
    }

    @Test("A client that fills its cache meanwhile leaves no trouble", arguments: ["pip", "npm", "maven"])
    func client(name: String) throws {
        let tree = try TestTree()
        for index in 0..<300 { try tree.write("before/\(index % 30)/\(index)", "\(index)") }
        let changer = try Changer(["client.py", name, tree.path])
        defer { changer.end() }
        var looks = 0
        for _ in 0..<20 {
            let walked = try walk(tree)
            #expect(walked.troubles.isEmpty, "\(walked.troubles)")
            #expect(walked.records.keys.count { $0.bytes.starts(with: "before/".utf8) } == 300)
            #expect(walked.repeated.isEmpty)
            looks += walked.outcome.looks
        }
        #expect(looks > 20)
    }
}
