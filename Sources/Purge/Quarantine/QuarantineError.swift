package import Hashing
package import Inventory
package import Linux

/// Why the quarantine could not do what it was asked for. Nothing was changed then, but for what the kind says.
package struct QuarantineError: Error, Sendable, Hashable {
    /// What callers tell apart.
    package enum Kind: Sendable, Hashable {
        /// There is no quarantine at this path.
        case missing
        /// Others than its owner may write there, or it is another user's.
        case notPrivate
        /// Another process writes to it; its number, where the lock file tells.
        case locked(process: Int?)
        /// A file is larger than the limit for one.
        case tooLarge(size: Int64, limit: Int64)
        /// All objects together would be larger than the limit.
        case overBudget(needed: Int64, used: Int64, budget: Int64)
        /// The disk would be full: `free` is what may be used without the reserve.
        case diskFull(needed: Int64, free: Int64)
        /// There is no such entry.
        case noEntry
        /// Entry, object or place is not what it should be; the sentence says in which way.
        case damaged(String)
        /// Something stands in the place that is restored to.
        case occupied
        /// The path leads nowhere below the cache, or the kind of entry cannot be kept.
        case unfit(String)
        /// Something else has taken the place of what was restored, while that was done.
        case swapped
        case system(SystemError)
        case hashing(HashError)
    }

    package var kind: Kind
    /// What it was about: a path of the quarantine, or one below a cache.
    package var path: ByteString

    package init(_ kind: Kind, _ path: ByteString = "") {
        self.kind = kind
        self.path = path
    }
}

extension QuarantineError: CustomStringConvertible {
    /// A sentence without the path, with what to do about it.
    package var description: String {
        switch kind {
        case .missing: "there is no quarantine"
        case .notPrivate:
            "the quarantine must be its owner's alone: a folder of this user with mode 0700"
        case .locked(let process):
            "the quarantine is in use by \(process.map { "process \($0)" } ?? "another process")"
        case .tooLarge(let size, let limit): "it has \(size) bytes, more than the limit of \(limit) for one file"
        case .overBudget(let needed, let used, let budget):
            "\(needed) bytes are needed, and \(used) of the quarantine's \(budget) are used"
        case .diskFull(let needed, let free):
            "\(needed) bytes are needed, and \(free) are free beside the reserve; make room on the disk"
        case .noEntry: "there is no such entry in the quarantine"
        case .damaged(let reason): "it is damaged: \(reason)"
        case .occupied: "something is there already, and it is not replaced"
        case .unfit(let reason): "it cannot be kept: \(reason)"
        case .swapped: "something else has taken its place while it was restored"
        case .system(let error): error.description
        case .hashing(let error): error.description
        }
    }
}

extension QuarantineError: PathError {
    init(_ error: SystemError, _ path: ByteString) { self.init(.system(error), path) }
    init(_ error: HashError, _ path: ByteString) { self.init(.hashing(error), path) }
}
