import Testing

/// Something that must hold for the whole tree: looks at it and says where it does not.
struct TidyRule: Sendable, CustomTestStringConvertible {
    var name: String
    var check: @Sendable (SourceTree) -> [Complaint]

    var testDescription: String { name }

    /// Every rule; a rule that is not here is not checked, and the self-test asks for a sample of each.
    static let all: [TidyRule] = [
        layers, forbiddenWords, forceUnwraps, reminders, machinePaths, fileLengths, functionLengths, lineShapes,
        fuzzSeeds, fixtures, ruleIds, ruleWords, testTargets,
    ]
}
