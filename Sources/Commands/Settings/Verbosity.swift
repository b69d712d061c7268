/// How much text says.
package enum Verbosity: String, Sendable {
    case quiet, normal, verbose
}
