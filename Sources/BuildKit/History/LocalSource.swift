package import Inventory

/// What a `source.local` record tells of the folders that clients sent: `local.sharedKey`, and its times.
package struct LocalSource: Sendable, Hashable {
    package var sharedKey: ByteString
    /// When it was first sent, in nanoseconds since 1970.
    package var created: Int64?
    /// When the last build that used it let go of it: that is a moment after the end of the build.
    package var lastUsed: Int64

    /// How long after its end a build may still hold what it used, in nanoseconds.
    package static let releaseTime: Int64 = 100_000_000

    /// Puts one together.
    package init(sharedKey: ByteString, created: Int64? = nil, lastUsed: Int64) {
        self.sharedKey = sharedKey
        self.created = created
        self.lastUsed = lastUsed
    }

    /// Whether it is a folder of a project: not the Dockerfile alone, nor a file of names to leave out.
    var isContext: Bool { !sharedKey.hasPrefix("dockerfile:") && !sharedKey.holds("-.dockerignore") }

    /// The time until which a build that ended then may hold what it used.
    static func release(after finished: Int64) -> Int64 {
        let (time, overflows) = finished.addingReportingOverflow(releaseTime)
        return overflows ? .max : time
    }

    /// Whether a build that ran then may have sent it.
    func fits(started: Int64, finished: Int64) -> Bool {
        if let created, started <= created, created <= finished { return true }
        return started <= lastUsed && lastUsed <= Self.release(after: finished)
    }
}
