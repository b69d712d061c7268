/// What this program is: the answer of `version`.
package struct VersionReport: Sendable, Hashable {
    /// A library or a compiler the program was built with.
    package struct Part: Sendable, Hashable {
        package var name: String
        package var version: String

        package init(_ name: String, _ version: String) {
            self.name = name
            self.version = version
        }
    }

    package var version: String
    /// In the order they are shown.
    package var parts: [Part]

    package init(version: String, parts: [Part] = []) {
        self.version = version
        self.parts = parts
    }
}
