/// One table of the configuration file that has fixed keys.
package struct ConfigurationSection: Sendable {
    /// Name of the table.
    package let name: String
    /// A sentence for the man page.
    package let summary: String

    /// The tables in the order of the documented file. `[rule.<id>]` is not among them: its keys are ids.
    package static let all: [ConfigurationSection] = [
        ConfigurationSection(name: "audit", summary: "What is audited, and how thoroughly."),
        ConfigurationSection(name: "manifest", summary: "Where the manifest lies, and what it keeps."),
        ConfigurationSection(name: "packages", summary: "Which packages are the house's own."),
        ConfigurationSection(name: "quarantine", summary: "Where purges keep evidence, and how much."),
        ConfigurationSection(name: "receipts", summary: "Who signs for purges."),
        ConfigurationSection(name: "report", summary: "How results are written."),
        ConfigurationSection(name: "rules", summary: "Which rules are used."),
        ConfigurationSection(name: "agent", summary: "What `bezoar agent` does, and when."),
    ]
}
