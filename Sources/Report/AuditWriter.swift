package import Inventory

/// Turns the report of an audit into one format.
package protocol AuditWriter {
    /// Writes the whole report, whose findings name rules of the book, and flushes the output.
    func write(_ report: AuditReport, rules: [Rule], to output: Output)
}

/// The formats an audit can be written in; the raw value is the word after `--format`.
package enum AuditFormat: String, Sendable, CaseIterable {
    case text, json, jsonl, sarif, cyclonedx, openmetrics

    /// The writer of the format. The style is for text; the others have none.
    package func writer(style: TextStyle) -> any AuditWriter {
        switch self {
        case .text: TextAuditWriter(style: style)
        case .json: JSONAuditWriter()
        case .jsonl: JSONLinesAuditWriter()
        case .sarif: SARIFAuditWriter()
        case .cyclonedx: CycloneDXAuditWriter()
        case .openmetrics: OpenMetricsAuditWriter()
        }
    }
}
