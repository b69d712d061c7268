/// Something a rule found.
package struct Finding: Sendable, Hashable {
    /// A value of the evidence table.
    package enum Value: Sendable, Hashable {
        case text(String)
        /// Bytes that an attacker may have chosen; written like a path.
        case bytes(ByteString)
        case number(Int64)
        /// Nanoseconds since 1970.
        case time(Int64)
        case flag(Bool)
        case list([Value])
    }

    /// Id of the rule.
    package var rule: String
    package var severity: Severity
    package var confidence: Confidence
    /// Index of the cache in the report's list; `nil` where the finding is not in a cache.
    package var cache: Int?
    /// Path relative to the cache's directory; empty for the cache itself.
    package var path: ByteString
    package var purl: String?
    /// One sentence, with no bytes in it that an attacker chose: those stand in `path` and `evidence`.
    package var message: String
    /// Digests that were expected, as `sha256:hex`.
    package var expected: [String]
    package var actual: String?
    /// Further facts, in the order they are shown.
    package var evidence: [Evidence]
    /// Builds that may have written it.
    package var builds: [String]
    package var remedy: String
    /// When the first of the audits since began that found it, without a break, in nanoseconds since 1970; `nil` where
    /// none is remembered.
    package var first: Int64?

    /// One named fact.
    package struct Evidence: Sendable, Hashable {
        package var name: String
        package var value: Value

        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    package init(
        rule: String, severity: Severity, confidence: Confidence, cache: Int? = nil, path: ByteString = "",
        purl: String? = nil, message: String, expected: [String] = [], actual: String? = nil,
        evidence: [Evidence] = [], builds: [String] = [], remedy: String
    ) {
        self.rule = rule
        self.severity = severity
        self.confidence = confidence
        self.cache = cache
        self.path = path
        self.purl = purl
        self.message = message
        self.expected = expected
        self.actual = actual
        self.evidence = evidence
        self.builds = builds
        self.remedy = remedy
    }
}
