/// What a shell offers for a word.
package enum Completion: Sendable, Equatable {
    case none, file, directory
    case words([String])
}
