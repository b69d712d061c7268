/// What a cached description says that a package brings along: a client fetches it without anybody asking for it, and
/// no lockfile that pins archives alone has a digest of the description.
package struct PackageDescription: Sendable, Hashable {
    /// A package that is named there.
    package struct Reference: Sendable, Hashable {
        package var name: String
        /// `nil` where it is left to somebody else.
        package var version: String?

        package init(name: String, version: String?) {
            self.name = name
            self.version = version
        }
    }

    package var ecosystem: Ecosystem
    package var name: String
    package var version: String
    /// The file of the cache that says so.
    package var path: ByteString
    /// The description that it takes the rest from.
    package var parent: Reference?
    /// What comes along wherever the package is used.
    package var required: [Reference]
    /// What is taken instead of it.
    package var relocation: Reference?

    package init(
        ecosystem: Ecosystem, name: String, version: String, path: ByteString, parent: Reference? = nil,
        required: [Reference] = [], relocation: Reference? = nil
    ) {
        self.ecosystem = ecosystem
        self.name = name
        self.version = version
        self.path = path
        self.parent = parent
        self.required = required
        self.relocation = relocation
    }
}
