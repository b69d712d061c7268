package import Audit
import Ecosystems
import Inventory

extension PackageFacts {
    /// What the ecosystems say of names and versions, each as its client orders and chooses them.
    package static let ofEcosystems = PackageFacts(
        compare: { ecosystem, left, right in
            switch ecosystem {
            case .pip:
                guard let left = PythonVersion(left), let right = PythonVersion(right) else { return nil }
                return left == right ? 0 : left < right ? -1 : 1
            case .npm:
                guard let left = NodeVersion(left, mode: .loose), let right = NodeVersion(right, mode: .loose) else {
                    return nil
                }
                return left == right ? 0 : left < right ? -1 : 1
            case .maven:
                // What ranges and `RELEASE` are resolved by.
                guard let left = ResolverVersion(left), let right = ResolverVersion(right) else { return nil }
                return left.compare(right)
            case .cargo:
                guard let left = CargoVersion(left), let right = CargoVersion(right) else { return nil }
                return left == right ? 0 : left < right ? -1 : 1
            case .go:
                guard let left = GoVersion(left), let right = GoVersion(right) else { return nil }
                return left == right ? 0 : left < right ? -1 : 1
            }
        },
        traits: { ecosystem, version in
            switch ecosystem {
            case .pip: PythonVersion(version).map { traits(of: $0) } ?? []
            case .npm: NodeVersion(version, mode: .loose)?.isPrerelease == true ? .prerelease : []
            // Maven takes any version that is the highest of a range, released or not.
            case .maven: MavenVersion(version)?.isSnapshot == true ? .changing : []
            case .cargo: CargoVersion(version)?.isPrerelease == true ? .prerelease : []
            case .go: GoVersion(version)?.isPrerelease == true ? .prerelease : []
            }
        },
        purl: { ecosystem, name, version in PackageURL(ecosystem, name: name, version: version).description })

    private static func traits(of version: PythonVersion) -> Traits {
        var traits: Traits = []
        if version.isPrerelease { traits.insert(.prerelease) }
        if version.isPostrelease { traits.insert(.postrelease) }
        if version.isLocal { traits.insert(.local) }
        if version.hasEpoch { traits.insert(.epoch) }
        return traits
    }
}

extension Settings {
    /// Which packages are the house's own. The patterns went through their grammar.
    package var packagePolicy: PackagePolicy {
        PackagePolicy(privateNames: privateNames.value, privateHosts: privateHosts.value) ?? PackagePolicy()
    }
}
