/// A command line worth copying, with a sentence that says what it does.
package struct Example: Sendable {
    package let sentence: String
    /// Without a prompt: `bezoar audit --tree /srv/cache`.
    package let line: String

    /// Puts an example together.
    package init(_ sentence: String, _ line: String) {
        self.sentence = sentence
        self.line = line
    }
}
