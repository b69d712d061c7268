/// The heading a flag stands under.
package enum FlagCategory: String, Sendable, CaseIterable {
    case input = "What to look at"
    case reading = "How to read"
    case judging = "How to judge"
    case hunt = "What to look for"
    case choosing = "What to purge"
    case removing = "How to purge"
    case lockfiles = "Lockfiles"
    case baseline = "Baselines"
    case agent = "The agent"
    case output = "Output"
    case general = "General"
}

extension FlagCategory {
    /// Flags under their headings; headings without flags are left out.
    static func sorted(_ flags: [any Flag]) -> [(FlagCategory, [any Flag])] {
        allCases.compactMap { category in
            let members = flags.filter { $0.category == category }
            return members.isEmpty ? nil : (category, members)
        }
    }
}
