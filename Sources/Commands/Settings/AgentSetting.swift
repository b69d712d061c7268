import Inventory

/// A key of the table `[agent]` that no flag sets.
struct AgentSetting<Form: Grammar>: Setting {
    let summary: String
    let details: String
    let withoutValue: String
    let grammar: Form
    private let name: String
    private let path: any WritableKeyPath<Settings, Sourced<Form.Value>> & Sendable

    init(
        _ name: String, _ grammar: Form, _ path: any WritableKeyPath<Settings, Sourced<Form.Value>> & Sendable,
        summary: String, details: String, withoutValue: String = ""
    ) {
        self.name = name
        self.grammar = grammar
        self.path = path
        self.summary = summary
        self.details = details
        self.withoutValue = withoutValue
    }

    var key: String? { "agent." + name }
    var place: WritableKeyPath<Settings, Sourced<Form.Value>> { path }
}
