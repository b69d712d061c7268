package import Inventory

/// Which builds are trusted how far: entries in order, of which the first that matches decides.
///
/// A build that no entry matches has no tier, and is never judged by `mixed-trust`. What a build says of its project is
/// the word of whoever started it: a policy is for telling honest builds apart, not for keeping hostile ones out.
package struct TrustPolicy: Sendable, Hashable {
    /// One entry.
    package struct Entry: Sendable, Hashable {
        package let tier: TrustTier
        private let projects: [Glob]
        private let refs: [Glob]

        /// `projects` are patterns for sources, `refs` for branches and tags. Where one of the lists is empty, it
        /// admits all. `nil` where a pattern is longer than the limit.
        package init?(tier: TrustTier, projects: [ByteString], refs: [ByteString] = []) {
            self.tier = tier
            self.projects = projects.compactMap { Glob(ProjectName($0).bytes) }
            self.refs = refs.compactMap { Glob($0.bytes) }
            if self.projects.count != projects.count || self.refs.count != refs.count { return nil }
        }

        func matches(_ name: ProjectName, refs names: [[UInt8]]) -> Bool {
            if !projects.isEmpty, !projects.contains(where: { $0.matches(name.bytes) }) { return false }
            return refs.isEmpty || refs.contains { glob in names.contains(where: glob.matches) }
        }
    }

    /// The entries in their order.
    package var entries: [Entry]

    /// Takes the entries; without any, no build has a tier.
    package init(entries: [Entry] = []) {
        self.entries = entries
    }

    private static let refPrefixes = ["refs/heads/", "refs/tags/", "refs/"].map { Array($0.utf8) }

    /// The tier of a build. One whose project is not known matches what admits all.
    package func tier(of build: Build) -> TrustTier? { entry(of: build).map { entries[$0].tier } }

    /// The tier of a project's builds of a branch.
    package func tier(of name: ProjectName, branch: ByteString?) -> TrustTier? {
        entry(of: name, branch: branch).map { entries[$0].tier }
    }

    /// The entry that decides a build.
    package func entry(of build: Build) -> Int? {
        entry(of: ProjectName(build.project?.source ?? ""), branch: build.branch)
    }

    private func entry(of name: ProjectName, branch: ByteString?) -> Int? {
        if entries.isEmpty { return nil }
        // A branch may come as `main` or as `refs/heads/main`; a pattern may be written either way.
        let names = branch.map { branch in
            [branch.bytes]
                + Self.refPrefixes.filter { branch.bytes.starts(with: $0) }.map { Array(branch.bytes[$0.count...]) }
        }
        return entries.firstIndex { $0.matches(name, refs: names ?? []) }
    }
}
