package import Inventory

/// What a `source.local` record tells of the folders that clients sent: `local.sharedKey`, and when it was last used.
package struct LocalSource: Sendable, Hashable {
    package var sharedKey: ByteString
    /// Nanoseconds since 1970.
    package var lastUsed: Int64

    /// Puts one together.
    package init(sharedKey: ByteString, lastUsed: Int64) {
        self.sharedKey = sharedKey
        self.lastUsed = lastUsed
    }
}
