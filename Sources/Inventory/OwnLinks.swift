/// Symbolic links of one place that its client made itself, by the absolute path that the place had in a build.
///
/// ```
///   wheels-v5/…/1.16.0-py3-none-any ─► /root/.cache/uv / archive-v0/ID
///                                      └── prefix ──┘   └ lies in this place, too
/// ```
/// In a build that mounts the cache there they lead nowhere else. On the host they lead out of it by their text alone.
package struct OwnLinks: Sendable, Hashable {
    /// What the links take for the place, without a slash at its end.
    package var prefix: ByteString
    /// The place, relative to the cache; empty for the cache itself.
    package var place: ByteString
    /// Where the links lie, relative to the cache.
    package var paths: [ByteString]

    package init(prefix: ByteString, place: ByteString, paths: [ByteString]) {
        self.prefix = prefix
        self.place = place
        self.paths = paths
    }

    /// Whether the links lead into the place where some build mounts the cache: one that is known, or those that gave
    /// it its id. Of caches whose mounts are not known, nobody can tell that they do not.
    package func areHome(in uses: [MountUse], of cache: MountCache) -> Bool {
        var known = uses.compactMap { $0.target.bytes.first == Self.slash ? ($0.target.bytes[...], $0.selector) : nil }
        // No name space, a slash, then the id, which is the target where nobody gave one.
        if cache.id.bytes.starts(with: [Self.slash, Self.slash]) { known.append((cache.id.bytes.dropFirst(), "")) }
        return known.isEmpty || known.contains { path(at: $0, selector: $1) == prefix.bytes }
    }

    private static let slash = UInt8(ascii: "/")

    /// Where a step sees the place; `nil` where it mounts another part of the cache.
    private func path(at target: ArraySlice<UInt8>, selector: ByteString) -> [UInt8]? {
        let above = selector.bytes.split(separator: Self.slash)
        let parts = place.bytes.split(separator: Self.slash)
        guard parts.starts(with: above) else { return nil }
        let path = target.split(separator: Self.slash) + parts.dropFirst(above.count)
        return path.flatMap { [Self.slash] + $0 }
    }
}
