/// The heading a flag stands under.
package enum FlagCategory: String, Sendable, CaseIterable {
    case input = "What to look at"
    case reading = "How to read"
    case judging = "How to judge"
    case baseline = "Baselines"
    case output = "Output"
    case general = "General"
}
