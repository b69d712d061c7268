/// What a flag asks for instead of the command's work.
package enum StandardAnswer: Sendable {
    case help, version
}
