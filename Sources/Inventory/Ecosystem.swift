/// A family of package managers with names, versions and files in common. The raw value is the word in every output.
package enum Ecosystem: String, Sendable, CaseIterable {
    case pip, npm, maven, cargo, go

    /// By its place: the usual one would hash the raw value, a text.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .pip: hasher.combine(UInt8(0))
        case .npm: hasher.combine(UInt8(1))
        case .maven: hasher.combine(UInt8(2))
        case .cargo: hasher.combine(UInt8(3))
        case .go: hasher.combine(UInt8(4))
        }
    }
}
