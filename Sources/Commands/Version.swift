/// The version of the program, in the one place that names it.
package enum Version {
    /// Semantic version, without a leading letter.
    package static let current = "0.1.0"
    /// The line that `--version` prints.
    package static let line = "bezoar \(current)"
}
