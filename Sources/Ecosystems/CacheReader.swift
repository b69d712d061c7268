package import Inventory

/// Reads the caches of one ecosystem. One type in each ecosystem's folder, listed in `EcosystemList`.
///
/// ```
///  files of a walk ─► folders, mayMatter ─► places(in:) ─► read(_:of:) ─► artifacts, observations, claims
///        ▲                 which to keep     where such caches begin, told from the paths: a mount may hold several
///        └─ wish(for:), pathClass(of:), role(of:), mayLink(_:to:): asked for single paths
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

    /// What the client takes a path for, relative to the place; asked of what is no plain file.
    static func role(of path: ByteString) -> PathRole

    /// Whether the client itself makes a symbolic link at a path, relative to the place, that leads there.
    static func mayLink(_ path: ByteString, to target: ByteString) -> Bool

    /// Everything that is recognised below these places, in their order; what they share is found out once. What
    /// becomes of each file is said: `MountReading` holds the result against the list of files.
    static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading]
}

extension CacheReader {
    /// Everything that is recognised below one place.
    package static func read(_ place: ByteString, of files: any CacheFiles) -> CacheReading {
        read([place], of: files).first ?? CacheReading()
    }

    /// Folders in which a cache begins, told from each path alone.
    static func places(in files: any CacheFiles, by place: ([UInt8]) -> [UInt8]?) -> [ByteString] {
        var places: Set<[UInt8]> = []
        for file in files.files {
            if let found = place(file.path.bytes) { places.insert(found) }
        }
        return places.map { ByteString($0) }.sorted()
    }

    /// The same where one path is enough to know the place of all that lies in the same folder. What lies beside that
    /// may be another place.
    static func places(
        in files: any CacheFiles, by place: ([UInt8]) -> (place: [UInt8], folder: [UInt8])?
    ) -> [ByteString] {
        var places: Set<[UInt8]> = []
        let list = files.files
        var at = 0
        while at < list.count {
            guard let found = place(list[at].path.bytes) else {
                at += 1
                continue
            }
            places.insert(found.place)
            at = max(at + 1, files.below(ByteString(found.folder)).upperBound)
        }
        return places.map { ByteString($0) }.sorted()
    }
}
