/// Ids of rules, one per flag.
struct RuleListGrammar: Grammar {
    var expectation: String { RuleID.expectation }
    var isList: Bool { true }
    var completion: Completion { .words(RuleLoader.builtInIDs) }

    func read(argument: [UInt8]) -> [String]? { RuleID.read(argument).map { [$0] } }
    func literal(_ value: [String]) -> Literal? { .texts(value) }
    func join(_ old: [String], _ new: [String]) -> [String] { old + new }
}
