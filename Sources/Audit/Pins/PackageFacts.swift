package import Inventory

/// What each ecosystem says of names and versions, handed in: the judges know no ecosystem.
package struct PackageFacts: Sendable {
    /// What a version is, where that matters to who wants to be chosen.
    package struct Traits: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The client does not choose it unless it was asked for by name.
        package static let prerelease = Traits(rawValue: 1)
        /// A later issue of a release: whoever asks for the release gets it.
        package static let postrelease = Traits(rawValue: 2)
        /// Has a local part or build mark, which no index publishes.
        package static let local = Traits(rawValue: 4)
        /// Lifted above all others by an epoch.
        package static let epoch = Traits(rawValue: 8)
        /// Its content may change under its name.
        package static let changing = Traits(rawValue: 16)
    }

    /// Which of two versions is the higher, as the client orders them; `nil` where one of them is none.
    package var compare: @Sendable (_ ecosystem: Ecosystem, _ left: String, _ right: String) -> Int?
    package var traits: @Sendable (_ ecosystem: Ecosystem, _ version: String) -> Traits
    /// The name that all tools share.
    package var purl: @Sendable (_ ecosystem: Ecosystem, _ name: String, _ version: String?) -> String

    package init(
        compare: @escaping @Sendable (_ ecosystem: Ecosystem, _ left: String, _ right: String) -> Int?,
        traits: @escaping @Sendable (_ ecosystem: Ecosystem, _ version: String) -> Traits,
        purl: @escaping @Sendable (_ ecosystem: Ecosystem, _ name: String, _ version: String?) -> String
    ) {
        self.compare = compare
        self.traits = traits
        self.purl = purl
    }
}
