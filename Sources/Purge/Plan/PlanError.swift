/// Why a document is no purge plan.
package struct PlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence without its full stop; bytes that somebody else chose are escaped in it.
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
