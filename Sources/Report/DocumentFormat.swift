/// The formats of the smaller commands; the raw value is the word after `--format`.
package enum DocumentFormat: String, Sendable, CaseIterable {
    case text, json
}
