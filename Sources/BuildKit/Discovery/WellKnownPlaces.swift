import Inventory
import Linux

/// Places where state roots are by default. A star stands for any part of one name.
enum WellKnownPlaces {
    /// A pattern and what lives there.
    struct Pattern {
        var path: String
        var owner: String
        /// Whether usual folders below it are looked at as well.
        var isDeep = false
    }

    /// Directories that one pattern may name.
    static let matchLimit = 100_000

    /// Where engines keep their state.
    static let engines = [
        Pattern(path: "/var/lib/buildkit", owner: "BuildKit"),
        Pattern(path: "/var/lib/buildkit-*", owner: "BuildKit"),
        Pattern(path: "/var/lib/docker", owner: "Docker"),
        Pattern(path: "/var/snap/docker/common/var-lib-docker", owner: "Docker (snap)"),
    ]

    /// Below each user's home.
    static let homes = [
        Pattern(path: ".local/share/buildkit", owner: "rootless BuildKit"),
        Pattern(path: ".local/share/buildkit-*", owner: "rootless BuildKit"),
        Pattern(path: ".local/share/docker", owner: "rootless Docker"),
        Pattern(path: ".local/share/containers/storage/volumes/*/_data", owner: "rootless Podman volume", isDeep: true),
        Pattern(path: ".local/share/nerdctl/*/volumes/*/*/_data", owner: "rootless nerdctl volume", isDeep: true),
    ]

    /// Volumes of other engines, of Kubernetes and of its runtimes.
    static let volumes =
        [
            Pattern(path: "/var/lib/containers/storage/volumes/*/_data", owner: "Podman volume", isDeep: true),
            Pattern(path: "/var/lib/nerdctl/*/volumes/*/*/_data", owner: "nerdctl volume", isDeep: true),
        ] + kubelets.flatMap(kubeletVolumes) + containerds.map(runtimeVolumes)

    /// Folders that Buildah keeps cache mounts in.
    static let buildah = [
        Pattern(path: "/var/tmp/buildah-cache*", owner: "Buildah"),
        Pattern(path: "/tmp/buildah-cache*", owner: "Buildah"),
    ]

    /// Where users' homes are.
    static let homeFolders = ["/root", "/home/*", "/var/home/*"]

    /// Where a containerd keeps its root.
    static let containerds = [
        "/var/lib/containerd", "/var/lib/rancher/k3s/agent/containerd", "/var/lib/rancher/rke2/agent/containerd",
        "/var/lib/k0s/containerd", "/var/snap/microk8s/common/var/lib/containerd",
    ]

    private static let kubelets = [
        "/var/lib/kubelet", "/var/lib/k0s/kubelet", "/var/snap/microk8s/common/var/lib/kubelet",
    ]

    /// `pods/<uid>/volumes/kubernetes.io~empty-dir/<name>`, and of drivers of the storage interface `<name>/mount`.
    private static func kubeletVolumes(_ kubelet: String) -> [Pattern] {
        [
            Pattern(path: kubelet + "/pods/*/volumes/*/*", owner: "Kubernetes volume", isDeep: true),
            Pattern(
                path: kubelet + "/pods/*/volumes/kubernetes.io~csi/*/mount", owner: "Kubernetes volume", isDeep: true),
        ]
    }

    /// Volumes that an image asks for and nobody gives.
    private static func runtimeVolumes(_ containerd: String) -> Pattern {
        Pattern(
            path: containerd + "/io.containerd.grpc.v1.cri/containers/*/volumes/*", owner: "volume of an image",
            isDeep: true)
    }

    /// What a pattern finds.
    struct Match {
        /// Host paths.
        var paths: [ByteString] = []
        /// A folder that could not be listed.
        var refused: (path: ByteString, error: SystemError)?
    }

    /// The host paths that a pattern names, in byte order.
    static func expand(_ pattern: ByteString, in view: HostView) -> Match {
        var match = Match(paths: ["/"])
        for component in pattern.components {
            guard component.bytes.contains(UInt8(ascii: "*")) else {
                match.paths = match.paths.map { $0.appending(component) }
                continue
            }
            var next: [ByteString] = []
            for path in match.paths {
                do throws(SystemError) {
                    let folder = try Folder(try view.resolve(path))
                    // Links count: a home or a volume may be one.
                    for entry in try folder.entries() where fits(entry.name, component) {
                        guard next.count < matchLimit else { break }
                        next.append(path.appending(entry.name))
                    }
                } catch {
                    if !error.isNowhere { match.refused = (path, error) }
                }
            }
            match.paths = next
        }
        return match
    }

    private static func fits(_ name: ByteString, _ pattern: ByteString) -> Bool {
        guard let star = pattern.bytes.firstIndex(of: UInt8(ascii: "*")) else { return name == pattern }
        let prefix = ByteString(Array(pattern.bytes[..<star]))
        let suffix = ByteString(Array(pattern.bytes[(star + 1)...]))
        return name.bytes.count >= prefix.bytes.count + suffix.bytes.count && name.hasPrefix(prefix)
            && name.hasSuffix(suffix)
    }
}
