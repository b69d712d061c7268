/// When to colour text.
package enum ColorChoice: String, Sendable, CaseIterable {
    case auto, always, never
}
