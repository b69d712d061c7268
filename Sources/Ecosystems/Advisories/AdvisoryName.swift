package import Inventory

/// Names of packages as advisories and package URLs have them, in the form in which artifacts are named.
package enum AdvisoryName {
    /// Bytes of the longest name.
    package static let lengthLimit = 1024

    /// The ecosystem that an advisory names: `PyPI`, `npm`, `Maven`, `Maven:https://…`, `crates.io`, `Go`; `nil` for
    /// all others.
    static func ecosystem(_ word: String) -> Ecosystem? {
        switch word {
        case "PyPI": .pip
        case "npm": .npm
        case "Maven": .maven
        case "crates.io": .cargo
        case "Go": .go
        // The suffix names a repository. Which one a cached file came from is not known for sure.
        case _ where word.hasPrefix("Maven:"): .maven
        default: nil
        }
    }

    /// The name in its ecosystem's form; `nil` where no package can be called so. Names that a registry would refuse
    /// today are taken: old ones have them, and nothing is opened by them.
    package static func normalized(_ ecosystem: Ecosystem, _ name: String) -> PackageName? {
        guard isPlain(name), name.utf8.count <= lengthLimit else { return nil }
        switch ecosystem {
        case .pip: return PackageName(.pip, PythonName.normalized(name))
        case .npm: return PackageName(.npm, name)
        case .cargo: return PackageName(.cargo, name)
        case .go: return PackageName(.go, name)
        case .maven:
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts.contains("") else { return nil }
            return PackageName(.maven, name)
        }
    }

    /// Whether a text is there and holds no control character: what does was made to be misread.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}
