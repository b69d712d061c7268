import Audit
import Ecosystems
import Inventory

/// What each ecosystem says of its names and versions, for the judges, who know none.
enum EcosystemFacts {
    static let all = PackageFacts(compare: compare, traits: traits) { ecosystem, name, version in
        PackageURL(ecosystem, name: name, version: version).description
    }

    @Sendable private static func compare(_ ecosystem: Ecosystem, _ left: String, _ right: String) -> Int? {
        switch ecosystem {
        case .pip: order(PythonVersion(left), PythonVersion(right))
        case .npm: order(NodeVersion(left, mode: .loose), NodeVersion(right, mode: .loose))
        case .maven: order(MavenVersion(left), MavenVersion(right))
        }
    }

    private static func order<Version: Comparable>(_ left: Version?, _ right: Version?) -> Int? {
        guard let left, let right else { return nil }
        return left < right ? -1 : right < left ? 1 : 0
    }

    @Sendable private static func traits(_ ecosystem: Ecosystem, _ version: String) -> PackageFacts.Traits {
        var traits: PackageFacts.Traits = []
        switch ecosystem {
        case .pip:
            guard let version = PythonVersion(version) else { return [] }
            if version.isPrerelease { traits.insert(.prerelease) }
            if version.isPostrelease { traits.insert(.postrelease) }
            if version.isLocal { traits.insert(.local) }
            if version.hasEpoch { traits.insert(.epoch) }
        case .npm:
            if NodeVersion(version, mode: .loose)?.isPrerelease == true { traits.insert(.prerelease) }
        case .maven:
            guard let version = MavenVersion(version) else { return [] }
            if version.isPrerelease { traits.insert(.prerelease) }
            if version.isSnapshot { traits.insert(.changing) }
        }
        return traits
    }
}
