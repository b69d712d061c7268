/// How much a MessagePack document may ask of its reader. What is above a limit is an error, never cut off.
package struct MessagePackLimits: Sendable, Equatable {
    /// Bytes of the whole document.
    package var size: Int
    /// Arrays and maps inside one another.
    package var nesting: Int
    /// Whether something may follow the value. Some files append a trailer of their own.
    package var allowsTrailingBytes: Bool

    /// Sets each limit.
    package init(size: Int = 1 << 30, nesting: Int = 128, allowsTrailingBytes: Bool = false) {
        self.size = size
        self.nesting = nesting
        self.allowsTrailingBytes = allowsTrailingBytes
    }

    /// Above every cache entry that was ever seen.
    package static let standard = MessagePackLimits()
}
