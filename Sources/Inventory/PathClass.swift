/// What may become of a path of a cache in an honest life; the raw value is the word in every output.
package enum PathClass: String, Sendable, CaseIterable {
    /// Content under a name that stands for it: never changes, may go.
    case immutable
    /// Indexes and metadata: change whenever the client asks its registry.
    case index
    /// Locks and marks of the client.
    case lock
    /// Half-written files.
    case temporary
    /// No client of this kind writes such a path.
    case foreign
}
