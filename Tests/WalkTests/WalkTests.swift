import Inventory
import Linux
import Synchronization
import TestSupport
import Testing
import Walk

/// The digests of all regular files below a folder, by `sha256sum`.
private func oracle(_ tree: TestTree) throws -> [ByteString: String] {
    let result = try Program.run(
        ["sh", "-c", "find . -type f -print0 | xargs -0 -r sha256sum -z"], in: tree.path)
    try #require(result.status == 0)
    var digests: [ByteString: String] = [:]
    for line in result.output.split(separator: 0) {
        // 64 digits, two spaces, "./", the path.
        digests[ByteString(Array(line.dropFirst(68)))] = String(decoding: line.prefix(64), as: UTF8.self)
    }
    return digests
}

private func expectEqual(_ walked: Walked, _ digests: [ByteString: String]) {
    #expect(walked.repeated.isEmpty)
    #expect(walked.troubles.isEmpty)
    #expect(walked.records.count == digests.count)
    for (path, digest) in digests {
        #expect(walked.records[path]?.digest.hex == digest, "\(String(decoding: path.bytes, as: UTF8.self))")
        #expect(walked.records[path]?.status == .hashed)
    }
}

/// A tree of random shape, names and sizes, the same in each run.
private func randomTree(files: Int, seed: UInt64) throws -> TestTree {
    let tree = try TestTree()
    var random = SeededGenerator(seed: seed)
    var folders = [""]
    for index in 0..<files {
        if random.int(0...4) == 0 {
            folders.append(random.pick(folders) + "d\(index)/")
        }
        let size = random.int(0...9) == 0 ? random.int(0...400_000) : random.int(0...5000)
        let byte = UInt8(random.int(0...255))
        try tree.write(random.pick(folders) + "f\(index)", [UInt8](repeating: byte, count: size))
    }
    return tree
}

@Test("Every file is seen once, with the digest that sha256sum gives", arguments: [1, 2, 7])
func digestsAreRight(jobs: Int) throws {
    let tree = try randomTree(files: 1500, seed: 42)
    expectEqual(try walk(tree, options: WalkOptions(jobs: jobs)), try oracle(tree))
}

@Test("Small reads, small batches and few descriptors change nothing")
func tightOptionsChangeNothing() throws {
    let tree = try randomTree(files: 700, seed: 7)
    let options = WalkOptions(jobs: 3, descriptorBudget: 4, batchSize: 1, batchesUnderWay: 1, readSize: 4096)
    expectEqual(try walk(tree, options: options), try oracle(tree))
    expectEqual(try walk(tree, options: options, confined: false), try oracle(tree))
}

@Test("A flat folder larger than one listing is shared and seen once")
func flatFolder() throws {
    let tree = try TestTree()
    for index in 0..<5000 { try tree.write("a-name-of-some-length-\(index)", "\(index)") }
    for index in 0..<40 { try tree.makeFolder("folder-\(index)/x") }
    let walked = try walk(tree, options: WalkOptions(jobs: 4, descriptorBudget: 4))
    expectEqual(walked, try oracle(tree))
    #expect(walked.folders == 81)
}

@Test("Paths beyond PATH_MAX are walked, also when folders must be opened again")
func deepPaths() throws {
    let tree = try TestTree()
    // mkdir -p below the kernel's limit of 4096 needs a shell that changes into each folder.
    let script = """
        set -e
        name=$(printf 'n%.0s' $(seq 100))
        for i in $(seq 60); do
            mkdir "$name" side; echo "$i" > file; echo "side $i" > side/file; cd "$name"
        done
        """
    #expect(try Program.run(["bash", "-c", script], in: tree.path).status == 0)
    for budget in [4, 1000] {
        let walked = try walk(
            tree, options: WalkOptions(jobs: 2, maximumPathLength: 16 * 1024, descriptorBudget: budget))
        #expect(walked.troubles.isEmpty)
        #expect(walked.records.count == 120)
        #expect(walked.records.keys.map(\.bytes.count).max() ?? 0 > 5900)
        #expect(Set(walked.records.values.map(\.digest)).count == 120)
    }
}

@Test("A folder beyond the limit of paths is reported, with everything above it seen")
func tooDeep() throws {
    let tree = try TestTree()
    try tree.write("a/b/c/d/file", "deep")
    try tree.write("a/file", "high")
    let walked = try walk(tree, options: WalkOptions(jobs: 1, maximumPathLength: 5))
    #expect(walked["a/file"] != nil)
    #expect(walked["a/b/c/d/file"] == nil)
    #expect(walked.trouble("a/b/c/d")?.reason == .tooDeep)
    #expect(walked.trouble("a/b/c/d")?.isSubtree == true)
}

@Test("A batch holds so many bytes of troubles, however long their names are")
func longTroubles() throws {
    let tree = try TestTree()
    let folder = [String](repeating: String(repeating: "d", count: 250), count: 10).joined(separator: "/")
    try tree.makeFolder(folder)
    for index in 0..<300 { try tree.writeSparse("\(folder)/\(index)", size: 2) }
    let walked = try walk(tree, options: WalkOptions(jobs: 1, maximumFileSize: 1))
    #expect(walked.troubles.count == 300)
    #expect(walked.mostTroubleBytes > 200_000 && walked.mostTroubleBytes < 266_000, "\(walked.mostTroubleBytes)")
}

@Test("A release of a long chain of folders does not use up the stack")
func longChain() throws {
    let tree = try TestTree()
    let script =
        "python3 -c 'import os\nfor i in range(8000):\n os.mkdir(\"d\"); os.chdir(\"d\")\nopen(\"end\",\"w\").close()'"
    #expect(try Program.run(["sh", "-c", script], in: tree.path).status == 0)
    let walked = try walk(tree, options: WalkOptions(jobs: 2, maximumPathLength: 16 * 1024))
    #expect(walked.records.count == 1)
    #expect(walked.troubles.isEmpty)
    #expect(walked.folders == 8001)
}

@Test("Hard links are read once and all get the digest")
func hardLinks() throws {
    let tree = try TestTree()
    try tree.write("one", [UInt8](repeating: 1, count: 100_000))
    for index in 0..<50 { try tree.hardLink("link-\(index)", to: "one") }
    for jobs in [1, 4] {
        let walked = try walk(tree, options: WalkOptions(jobs: jobs))
        expectEqual(walked, try oracle(tree))
        #expect(walked.bytesRead == 100_000)
    }
}

@Test("Holes are not read, and the digest is that of the whole file")
func sparseFiles() throws {
    let tree = try TestTree()
    try tree.writeSparse("start", size: 60_000_000, "data", at: 0)
    try tree.writeSparse("middle", size: 60_000_001, "data", at: 30_000_003)
    try tree.writeSparse("empty", size: 5_000_000)
    expectEqual(try walk(tree), try oracle(tree))
}

@Test("A terabyte of holes is over the limit and is named, not read")
func tooLarge() throws {
    let tree = try TestTree()
    try tree.writeSparse("terabyte", size: 1 << 40)
    let walked = try walk(tree)
    #expect(walked.trouble("terabyte")?.reason == .tooLarge)
    #expect(walked["terabyte"]?.status == .failed)
}

@Test("Many files that hold nothing cost as much as one; other holes are hashed up to a limit")
func manyHoles() throws {
    let tree = try TestTree()
    for number in 0..<40 { try tree.writeSparse("empty-\(number)", size: 10_000_000) }
    try tree.writeSparse("more", size: 5_000_000, "data", at: 0)
    try tree.writeSparse("another", size: 6_000_000)
    let options = WalkOptions(jobs: 1, maximumHoleBytes: 15_000_000)
    let walked = try walk(tree, options: options)
    let digests = try oracle(tree)
    for number in 0..<40 {
        let name = "empty-\(number)"
        #expect(walked[name]?.digest.hex == digests[ByteString(name)])
    }
    // Which of the others comes first is chance; one is within the limit.
    let left = ["more", "another"].filter { walked[$0]?.status == .failed }
    #expect(left.count == 1)
    #expect(
        left.allSatisfy {
            walked.trouble($0)?.reason == .tooLarge && walked.trouble($0)?.detail.contains("holes") == true
        })
    #expect(walked.troubles.count == 1)
    expectEqual(try walk(tree), digests)
}

@Test("A large file keeps no other worker from the rest of its folder")
func largeFiles() throws {
    let tree = try TestTree()
    for name in ["a", "b", "c"] { try tree.write(name, [UInt8](repeating: 1, count: 2 << 20)) }
    let steps = Atomic<Int>(0)
    let isAlone = Atomic<Bool>(false)
    let walked = try walk(tree) {
        // The first worker has begun to read: what comes next, while it waits, is another one's step.
        let number = steps.wrappingAdd(1, ordering: .relaxed).newValue
        if number == 4 {
            let end = Clock.steady + 10_000_000_000
            while steps.load(ordering: .relaxed) == number, Clock.steady < end { Clock.pause(milliseconds: 1) }
            if steps.load(ordering: .relaxed) == number { isAlone.store(true, ordering: .relaxed) }
        }
        return false
    }
    #expect(walked.records.count == 3)
    let wasAlone = isAlone.load(ordering: .relaxed)
    #expect(!wasAlone)
}
