/// Why a bbolt database could not be read.
package struct BoltError: Error, Hashable, Sendable {
    /// What kind of failure it was.
    package enum Kind: String, Sendable {
        /// There is no such file.
        case missing
        /// The kernel refused: `reason` has its words.
        case unreadable
        /// Over a limit.
        case tooLarge
        /// Breaks the format.
        case malformed
        /// Changed faster than it could be read, each time.
        case unstable
    }

    package var kind: Kind
    /// The page where the format breaks.
    package var page: UInt64?
    /// What is wrong, in words.
    package var reason: String

    package init(_ kind: Kind, page: UInt64? = nil, _ reason: String) {
        self.kind = kind
        self.page = page
        self.reason = reason
    }
}

extension BoltError: CustomStringConvertible {
    /// `page 184: the page stands twice in it`
    package var description: String { page.map { "page \($0): \(reason)" } ?? reason }
}
