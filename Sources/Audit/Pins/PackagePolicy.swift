package import Inventory

/// What the configuration says of packages that are the house's own.
package struct PackagePolicy: Sendable, Hashable {
    /// Patterns for names that no public registry may give: `acme-*`, `@acme/*`, `com.acme:*`.
    package let privateNames: [Glob]
    /// Patterns for the hosts that may.
    package let privateHosts: [Glob]

    /// Without any, the lockfiles alone tell.
    package init() {
        privateNames = []
        privateHosts = []
    }

    /// `nil` where a pattern is longer than the limit.
    package init?(privateNames names: [ByteString], privateHosts hosts: [ByteString]) {
        privateNames = names.compactMap { Glob($0.bytes) }
        privateHosts = hosts.compactMap { Glob($0.bytes) }
        if privateNames.count != names.count || privateHosts.count != hosts.count { return nil }
    }

    /// Whether a name is the house's own.
    func isPrivate(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return privateNames.contains { $0.matches(bytes) }
    }

    /// Whether a host is the house's own.
    func isPrivateHost(_ host: [UInt8]) -> Bool { privateHosts.contains { $0.matches(host) } }
}
