package import Inventory

/// A version in the order of its ecosystem, taken apart once. Equal ones are those that the client takes for the same.
package enum EcosystemVersion: Hashable, Sendable {
    case python(PythonVersion)
    case node(NodeVersion)
    /// The order of `ComparableVersion`, by which advisories count.
    case maven(MavenVersion)
    case cargo(CargoVersion)
    case go(GoVersion)

    /// Reads a version; `nil` where the client would not take it for one.
    package init?(_ ecosystem: Ecosystem, _ text: String) {
        switch ecosystem {
        case .pip:
            guard let version = PythonVersion(text) else { return nil }
            self = .python(version)
        case .npm:
            guard let version = NodeVersion(text, mode: .loose) else { return nil }
            self = .node(version)
        case .maven:
            guard let version = MavenVersion(text) else { return nil }
            self = .maven(version)
        case .cargo:
            guard let version = CargoVersion(text) else { return nil }
            self = .cargo(version)
        case .go:
            // Advisories leave the letter out.
            guard let version = GoVersion(text.hasPrefix("v") ? text : "v" + text) else { return nil }
            self = .go(version)
        }
    }

    /// Reads the end of a range, where npm's people leave out zeros: `<2` is `<2.0.0`.
    package static func bound(_ ecosystem: Ecosystem, _ text: String) -> EcosystemVersion? {
        if let version = EcosystemVersion(ecosystem, text) { return version }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard ecosystem == .npm, parts.count < 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) })
        else { return nil }
        return EcosystemVersion(.npm, text + String(repeating: ".0", count: 3 - parts.count))
    }

    /// -1, 0 or 1, as this version is lower than, equal to or higher than the other; `nil` where they are of two
    /// ecosystems.
    package func compare(_ other: EcosystemVersion) -> Int? {
        switch (self, other) {
        case (.python(let left), .python(let right)): left == right ? 0 : left < right ? -1 : 1
        case (.node(let left), .node(let right)): left == right ? 0 : left < right ? -1 : 1
        case (.maven(let left), .maven(let right)): left.compare(right)
        case (.cargo(let left), .cargo(let right)): left == right ? 0 : left < right ? -1 : 1
        case (.go(let left), .go(let right)): left == right ? 0 : left < right ? -1 : 1
        default: nil
        }
    }
}
