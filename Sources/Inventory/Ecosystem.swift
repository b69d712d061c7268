/// A family of package managers with names, versions and files in common. The raw value is the word in every output.
package enum Ecosystem: String, Sendable, CaseIterable {
    case pip, npm, maven
}
