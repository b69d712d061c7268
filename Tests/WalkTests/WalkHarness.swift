import Inventory
import Linux
import Synchronization
import TestSupport
import Walk

/// What one walk brought, by path.
struct Walked {
    var records: [ByteString: FileRecord] = [:]
    var targets: [ByteString: ByteString] = [:]
    /// Digests besides SHA-256, by path.
    var others: [ByteString: ContentDigest] = [:]
    var troubles: [Trouble] = []
    /// Bytes of paths in the fullest batch of troubles.
    var mostTroubleBytes = 0
    var folders = 0
    var bytesRead: Int64 = 0
    /// Paths that came more than once.
    var repeated: [ByteString] = []
    var outcome = Walk.Outcome(wasCancelled: false, failure: nil)

    subscript(_ path: String) -> FileRecord? { records[ByteString(path)] }

    func trouble(_ path: String) -> Trouble? {
        troubles.first { $0.path == ByteString(path) }
    }

    func reasons() -> Set<Trouble.Reason> { Set(troubles.map(\.reason)) }
}

/// Walks a test's folder, by default the way an audit does: through a confined view where the kernel gives one.
func walk(
    _ tree: TestTree, options: WalkOptions = WalkOptions(jobs: 2), known: any KnownFiles = NoKnownFiles(),
    confined: Bool = true, isCancelled: @escaping @Sendable () -> Bool = { false }
) throws -> Walked {
    // What the test has just made must be older than the step of the clock in which the walk begins. Newer kernels
    // stamp some changes by the fine clock, which is ahead of the steps.
    let made = Clock.now
    while Clock.files <= made {}
    let root: WalkRoot
    if confined, let view = try tree.open().confinedView() {
        root = try WalkRoot(cache: 0, directory: view)
    } else {
        root = try WalkRoot(cache: 0, directory: try tree.open())
    }
    var walked = Walked()
    walked.outcome = Walk.run([root], options: options, known: known, isCancelled: isCancelled) { batch in
        for record in batch.records {
            let path = batch.path(of: record)
            if walked.records[path] != nil { walked.repeated.append(path) }
            walked.records[path] = record
            if !record.target.isEmpty { walked.targets[path] = batch.target(of: record) }
        }
        for other in batch.others {
            walked.others[batch.path(of: batch.records[Int(other.record)])] = other.digest
        }
        walked.troubles += batch.troubles
        walked.mostTroubleBytes = max(
            walked.mostTroubleBytes, batch.troubles.reduce(0) { $0 + $1.path.bytes.count })
        walked.folders += batch.directories
        walked.bytesRead += batch.bytesRead
    }
    return walked
}

/// Runs something at the n-th time it is asked: lets a test change a file in the middle of a read.
final class Trip: Sendable {
    private let count = Atomic<Int>(0)
    private let action: @Sendable (Int) -> Void

    init(_ action: @escaping @Sendable (Int) -> Void) {
        self.action = action
    }

    func step() -> Bool {
        action(count.wrappingAdd(1, ordering: .relaxed).newValue)
        return false
    }
}
