/// A lockfile that lies in a state root because a build used it.
package struct DiscoveredLockfile: Sendable, Hashable {
    /// What kind of record holds it.
    package enum Source: String, Sendable, CaseIterable {
        /// A layer that a `COPY` or `ADD` made.
        case layer
        /// The synced build context: only its last state.
        case context
        /// A git checkout that BuildKit made.
        case checkout
    }

    /// Absolute path of the folder of its layer, context or checkout. Below it lies what builds wrote, and must be
    /// opened as such.
    package var folder: ByteString
    /// Path as the build saw it: in a layer from the root of the build's files (`/app/go.sum`), in a context or a
    /// checkout relative.
    package var name: ByteString
    package var source: Source
    /// The record that holds it.
    package var record: String
    /// Mount ids of the steps that had it before them.
    package var mounts: [ByteString]
    /// Builds that may have used it, the newest first.
    package var builds: [String]

    package init(
        folder: ByteString, name: ByteString, source: Source, record: String, mounts: [ByteString] = [],
        builds: [String] = []
    ) {
        self.folder = folder
        self.name = name
        self.source = source
        self.record = record
        self.mounts = mounts
        self.builds = builds
    }

    /// The path below the folder.
    package var inside: ByteString {
        name.bytes.first == UInt8(ascii: "/") ? ByteString(Array(name.bytes.dropFirst())) : name
    }

    /// Absolute path of the file on this host.
    package var path: ByteString { folder.appending(inside) }
}
