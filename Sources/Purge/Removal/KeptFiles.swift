import Inventory
package import Linux
import Synchronization

/// What evidence was kept of, by identity: where evidence is asked for, a removal takes out nothing else.
///
/// The identity is that of before the content was read, so whatever was written to a file since shows in its times.
package final class KeptFiles: Sendable {
    private let known = Guarded<Set<FileIdentity>>([])

    package init() {}

    /// Notes that what the kernel says this of was kept, and is to be taken out.
    package func note(_ status: FileStatus) {
        _ = known.withLock { $0.insert(status.identity) }
    }

    /// Whether this was kept, and is as it was then.
    package func holds(_ status: FileStatus) -> Bool { known.withLock { $0.contains(status.identity) } }

    /// What this removal itself did to a file (another name removed, a flag taken off) changed nothing but its last
    /// time.
    func follow(_ before: FileStatus?, _ after: FileStatus?) {
        guard let before, let after else { return }
        var expected = after.identity
        expected.changed = before.changed
        guard expected == before.identity, holds(before) else { return }
        note(after)
    }
}
