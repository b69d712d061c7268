import Hashing
import Inventory
import Linux
import Purge
import Synchronization
import TestSupport

/// Whether a test may make devices, mounts and flags.
let isRoot = Host.effectiveUser == 0

/// Two folders side by side: the cache that is worked on, and what must never be touched.
final class RemovalBench {
    let tree: TestTree
    private let canary: [UInt8]

    /// In memory, where that is possible: thousands of rounds are then a matter of seconds. What depends on the file
    /// system asks for the disk.
    init(onDisk: Bool = false) throws {
        let memory = "/dev/shm"
        let hasMemory = (try? OwnFile.requireWritable(Array(memory.utf8))) != nil
        tree = try TestTree(in: hasMemory && !onDisk ? memory : "/tmp")
        try tree.makeFolder("cache")
        try tree.write("outside/folder/canary", "still here")
        try tree.write("outside/canary", "still here")
        try tree.setMode("cache", 0o2751)
        canary = try Self.portrait(of: tree.file("outside"))
    }

    /// Opens the cache.
    func open() throws -> Descriptor {
        try Descriptor.open(tree.bytes("cache"), [.directory])
    }

    func empty(
        keeping kept: ByteString? = nil, options: RemovalOptions = RemovalOptions(synchronizes: false)
    ) throws -> RemovalOutcome {
        try Removal.empty(open(), keeping: kept, options: options)
    }

    /// Names in the cache, or in a folder of it.
    func names(_ folder: String = "") throws -> [String] {
        let listing = try Program.run(["ls", "-A", tree.file("cache/" + folder)])
        return listing.outputText.split(separator: "\n").map(String.init)
    }

    /// Whether everything outside is as it was: names, content, modes, times, links.
    func outsideIsAsItWas() throws -> Bool {
        try Self.portrait(of: tree.file("outside")) == canary
    }

    /// What is outside now.
    func outside() throws -> String {
        String(decoding: try Self.portrait(of: tree.file("outside")), as: UTF8.self)
    }

    /// Whether the cache's folder is the same one with the same mode.
    func mode() throws -> UInt32 {
        try Descriptor.status(ofPath: tree.bytes("cache")).mode & 0o7777
    }

    /// Entries and blocks of the cache below its folder, by other programs.
    func measure() throws -> (files: Int, folders: Int, bytes: Int64) {
        let found = try Program.run(["find", tree.file("cache"), "-mindepth", "1", "-printf", "%y %i %b\\n"])
        var counts = (files: 0, folders: 0, bytes: Int64(0))
        var seen: Set<Substring> = []
        for line in found.outputText.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let blocks = Int64(words[2]) else {
                throw TestFailure(text: "the tree cannot be measured")
            }
            if words[0] == "d" { counts.folders += 1 } else { counts.files += 1 }
            if seen.insert(words[1]).inserted { counts.bytes += 512 * blocks }
        }
        return counts
    }

    /// A change of content shows in the times.
    private static func portrait(of folder: String) throws -> [UInt8] {
        try Program.run(["find", ".", "-printf", "%p %y %m %U %G %s %n %T@ %C@\\n"], in: folder).output
    }

    /// What the kernel says of an entry of the cache.
    func entry(_ path: String, digest: SHA256Digest? = nil, isWholeFolder: Bool = false) throws -> RemovalEntry {
        let status = try open().openPath(beneath: (Array(path.utf8) + [0]).span).status()
        let identity = FileIdentity(
            device: status.device, inode: status.inode, size: status.size, modified: status.modified,
            changed: status.changed, mode: status.mode)
        return RemovalEntry(path: ByteString(path), identity: identity, digest: digest, isWholeFolder: isWholeFolder)
    }

    func remove(
        _ entries: [RemovalEntry], options: RemovalOptions = RemovalOptions(synchronizes: false)
    ) throws -> EntriesOutcome {
        try Removal.remove(entries, from: open(), options: options)
    }
}

/// What a test could not do.
struct TestFailure: Error {
    var text: String
}

/// The steps of a removal, and something to be done in the middle of it.
final class StepList: Sendable {
    private let steps = Guarded<[RemovalStep]>([])
    private let action: @Sendable (RemovalStep) -> Bool

    init(_ action: @escaping @Sendable (RemovalStep) -> Bool = { _ in true }) {
        self.action = action
    }

    var all: [RemovalStep] { steps.withLock { $0 } }

    func options(workers: Int = 2, levels: Int = 64) -> RemovalOptions {
        RemovalOptions(
            workers: workers, levels: levels, synchronizes: false,
            mayDo: { step in
                self.steps.withLock { $0.append(step) }
                return self.action(step)
            })
    }
}

extension RemovalBench {
    /// Makes a chain of folders with a file in each, deeper than any path.
    func makeDeep(_ count: Int) throws {
        let script = """
            import os, sys
            folder = os.open(sys.argv[1], os.O_RDONLY)
            for number in range(int(sys.argv[2])):
                name = "level"
                os.mkdir(name, dir_fd=folder)
                below = os.open(name, os.O_RDONLY, dir_fd=folder)
                os.close(folder)
                folder = below
                if int(sys.argv[2]) < 10000:
                    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
            """
        guard try Program.run(["python3", "-c", script, tree.file("cache"), "\(count)"]).status == 0 else {
            throw TestFailure(text: "no deep tree")
        }
    }
}

/// Says yes from the n-th time on that it is asked.
final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) {
        left = Atomic(count)
    }

    var wasOver: Bool { left.load(ordering: .relaxed) < 0 }

    func isOver() -> Bool {
        left.wrappingSubtract(1, ordering: .relaxed).newValue < 0
    }
}
