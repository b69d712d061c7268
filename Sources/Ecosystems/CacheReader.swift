package import Inventory

/// Reads the caches of one ecosystem. One type in each ecosystem's folder, listed in `EcosystemList`.
///
/// ```
///  files of a walk ─► folders, mayMatter ─► places(in:) ─► read(_:of:) ─► artifacts, observations, claims
///        ▲                 which to keep     where such caches begin, told from the paths: a mount may hold several
///        └─ wish(for:), pathClass(of:in:): asked for single paths
/// ```
/// All of it is pure: content comes through `CacheFiles`. What cannot be read becomes a trouble, and the rest goes on.
package protocol CacheReader: Sendable {
    static var ecosystem: Ecosystem { get }

    /// Names of folders that such caches have: every file below one, however deep, is shown to the reader.
    static var folders: [String] { get }

    /// Whether a file outside of those is shown to it, too, told from its path. Asked for each file of a walk: must be
    /// cheap, and false for nearly all.
    static func mayMatter(_ path: Span<UInt8>) -> Bool

    /// Folders in which a cache of this kind begins, in byte order; empty for the directory itself. Told from content
    /// and structure, never from a folder's name alone.
    static func places(in files: any CacheFiles) -> [ByteString]

    /// The digest besides SHA-256 that is needed of a file at this path; asked for each file of a walk, so that its
    /// bytes are read once. Must be cheap; `nil` for nearly all.
    static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm?

    /// What may become of a path, relative to the place.
    static func pathClass(of path: ByteString) -> PathClass

    /// Everything that is recognised below a place.
    static func read(_ place: ByteString, of files: any CacheFiles) -> CacheReading
}
