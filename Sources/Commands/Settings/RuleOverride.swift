package import Inventory

/// What the table `[rule.<id>]` of the configuration file changes about one rule.
package struct RuleOverride: Sendable, Equatable {
    /// Id of the rule, in its right form; it may still be the name of no rule.
    package var id: String
    /// Where the table's name stands, for a message about an unknown rule.
    package var origin: Origin
    package var enabled: Sourced<Bool>?
    package var severity: Sourced<Severity>?
    package var confidence: Sourced<Confidence>?

    /// Changes nothing yet.
    package init(id: String, origin: Origin) {
        self.id = id
        self.origin = origin
    }
}
