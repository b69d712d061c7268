/// The keys of a table `[[trust]]`.
enum TrustSettingKey: String, CaseIterable, Sendable {
    case tier, projects, refs

    /// A sentence for the man page.
    var details: String {
        switch self {
        case .tier: "`release`, `internal` or `untrusted`: how far these builds are trusted. Required."
        case .projects:
            """
            Patterns for addresses of repositories, or for the names that stand for them. `*` stands for anything, \
            slashes included, `?` for one byte. Scheme, user, `.git` at the end and capital letters make no difference.
            """
        case .refs:
            """
            Patterns for the branch or tag, with or without `refs/heads/` and the like. Builds whose records name no \
            branch, as those of a local folder, match no pattern.
            """
        }
    }
}
