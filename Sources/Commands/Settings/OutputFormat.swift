/// How a report is written. Commands offer some of these each.
package enum OutputFormat: String, Sendable, CaseIterable {
    case text, json, jsonl, sarif, cyclonedx, openmetrics
}
