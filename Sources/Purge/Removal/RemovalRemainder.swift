package import Inventory
package import Linux

/// Something that a removal did not take out, and why.
package struct RemovalRemainder: Hashable, Sendable {
    /// Why it is still there; the raw value is the word for outputs.
    package enum Reason: String, Sendable, CaseIterable {
        /// Something is mounted there; it is never entered.
        case mountPoint = "mount-point"
        /// Protected by a flag (`chattr`) that could not be taken off.
        case immutable
        /// The file system or the mount is read-only.
        case readOnly = "read-only"
        /// The process may not.
        case notAllowed = "not-allowed"
        /// The disk or a quota is full, so that it could not be renamed.
        case noSpace = "no-space"
        /// Somebody went on writing into this folder.
        case refilled
        /// Somebody moved it while it was worked on; it is no longer where it was.
        case moved
        /// It is not (any more) what was to be removed.
        case changed
        /// Changed after evidence of it was kept, or come since, and no evidence could be kept of what it is now.
        case notKept = "not-kept"
        /// Too many folders deep, and it could not be brought up.
        case tooDeep = "too-deep"
        /// The removal was told to stop before.
        case cancelled
        /// Another error.
        case failed
    }

    /// Where it was when it was found, relative to the directory; empty for the directory itself. A path that is
    /// longer than `pathMax` is cut there.
    package var path: ByteString
    /// Where it lies now, relative to the directory, if elsewhere.
    package var place: ByteString?
    package var reason: Reason
    /// What the kernel said, if it was the kernel.
    package var error: SystemError?

    package init(path: ByteString, place: ByteString? = nil, reason: Reason, error: SystemError? = nil) {
        self.path = path
        self.place = place
        self.reason = reason
        self.error = error
    }

    /// Bytes of a path that are kept.
    package static let pathMax = 4096

    /// Whether looking again is likely to help.
    var isWorthAnotherPass: Bool {
        reason == .noSpace || reason == .tooDeep || reason == .refilled
    }
}

extension RemovalRemainder.Reason {
    /// What an error of the kernel means for the entry it was about.
    init(_ error: SystemError) {
        switch error.number {
        case SystemError.busy, SystemError.crossesDevice: self = .mountPoint
        case SystemError.readOnlyFileSystem: self = .readOnly
        case SystemError.notPermitted, SystemError.accessDenied: self = .notAllowed
        case SystemError.noSpace, SystemError.quotaExceeded: self = .noSpace
        case SystemError.notEmpty, SystemError.exists: self = .refilled
        default: self = .failed
        }
    }
}
