/// Why a file could not be read.
package struct FileUnavailable: Error, Equatable {
    /// Whether there is no such file. The usual configuration file may be missing.
    package let isMissing: Bool
    /// For the message, without a full stop: `permission denied`.
    package let reason: String

    /// Puts the reason together.
    package init(isMissing: Bool, reason: String) {
        self.isMissing = isMissing
        self.reason = reason
    }
}
