/// The folder one BuildKit or Docker daemon keeps its state in, or a directory audited without one.
package struct StateRoot: Sendable, Hashable {
    /// How the state is kept; the raw value is the word in every output.
    package enum Kind: String, Sendable, CaseIterable {
        case standalone, rootless, docker
        case dockerContainerd = "docker-containerd"
        case buildxVolume = "buildx-volume"
        case containerd
        /// Folders that Buildah keeps its cache mounts in.
        case buildah
        case tree

        /// Whether a daemon keeps records of each cache in it.
        package var keepsRecords: Bool { self != .buildah && self != .tree }
    }

    package var path: ByteString
    package var kind: Kind
    package var snapshotter: String?
    package var engineVersion: String?

    package init(path: ByteString, kind: Kind, snapshotter: String? = nil, engineVersion: String? = nil) {
        self.path = path
        self.kind = kind
        self.snapshotter = snapshotter
        self.engineVersion = engineVersion
    }
}
