/// An argument that is named by its place.
package struct Positional: Sendable {
    /// What stands for it in help: `FILE`.
    package let name: String
    /// One line without a full stop.
    package let summary: String
    package let isRequired: Bool
    /// Whether it takes all words that are left.
    package let isRepeated: Bool
    package let completion: Completion

    /// Puts an argument together; by default it is required and takes one word.
    package init(
        _ name: String, summary: String, isRequired: Bool = true, isRepeated: Bool = false,
        completion: Completion = .none
    ) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        self.isRepeated = isRepeated
        self.completion = completion
    }

    /// As it stands in the usage line.
    package var signature: String {
        let word = isRequired ? name : "[\(name)]"
        return isRepeated ? word + "..." : word
    }
}
