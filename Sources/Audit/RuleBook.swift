package import Inventory

/// All rules in force: the defaults built into the program, with what a rules folder and the configuration change.
package struct RuleBook: Sendable {
    /// In the order of the files.
    package private(set) var rules: [Rule]
    private var positions: [String: Int] = [:]

    /// Takes rules whose ids are unique.
    package init(rules: [Rule]) {
        self.rules = rules
        for (position, rule) in rules.enumerated() { positions[rule.id] = position }
    }

    /// The rule of an id; `nil` where there is none or it is switched off.
    package func active(_ id: String) -> Rule? {
        guard let rule = self[id], rule.enabled else { return nil }
        return rule
    }

    /// The rule of an id, switched off or not.
    package subscript(_ id: String) -> Rule? {
        positions[id].map { rules[$0] }
    }

    /// Puts a rule in the place of the one with its id; false where no rule has that id.
    package mutating func replace(_ rule: Rule) -> Bool {
        guard let position = positions[rule.id] else { return false }
        rules[position] = rule
        return true
    }

    /// Ids of all rules, for suggestions.
    package var ids: [String] { rules.map(\.id) }
}
