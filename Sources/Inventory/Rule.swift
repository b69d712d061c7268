/// One detection rule as `rules/*.toml` has it. Code names a rule by its id and takes all else from here.
package struct Rule: Sendable, Hashable {
    /// Another severity and confidence for a named case of the rule.
    package struct Grade: Sendable, Hashable {
        package var severity: Severity
        package var confidence: Confidence
        /// When it is this case: the comment above it in its file. Empty where there is none.
        package var meaning: String

        package init(severity: Severity, confidence: Confidence, meaning: String = "") {
            self.severity = severity
            self.confidence = confidence
            self.meaning = meaning
        }
    }

    /// Kebab-case name, unique over all families.
    package var id: String
    /// The family; equals the name of its file.
    package var family: String
    /// One line for lists.
    package var title: String
    package var severity: Severity
    package var confidence: Confidence
    /// What it means when this is found.
    package var meaning: String
    /// What evidence a finding carries.
    package var evidence: String
    /// What to do.
    package var remedy: String
    package var references: [String]
    /// Named cases that are graded otherwise.
    package var grades: [String: Grade]
    /// Numbers the rule uses, by name.
    package var thresholds: [String: Double]
    /// Whether the rule is evaluated at all.
    package var enabled: Bool

    package init(
        id: String, family: String, title: String, severity: Severity, confidence: Confidence, meaning: String,
        evidence: String, remedy: String, references: [String] = [], grades: [String: Grade] = [:],
        thresholds: [String: Double] = [:], enabled: Bool = true
    ) {
        self.id = id
        self.family = family
        self.title = title
        self.severity = severity
        self.confidence = confidence
        self.meaning = meaning
        self.evidence = evidence
        self.remedy = remedy
        self.references = references
        self.grades = grades
        self.thresholds = thresholds
        self.enabled = enabled
    }
}
