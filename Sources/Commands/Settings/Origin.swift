package import Inventory

/// Where a value of the settings came from; later cases win over earlier ones.
package enum Origin: Sendable, Equatable {
    case builtIn
    case file(path: ByteString, line: Int)
    /// Name of the environment variable.
    case variable(String)
    /// The flag as it was typed: `--jobs`, `-q`.
    case flag(String)

    /// For messages and for `doctor`: `/etc/bezoar/bezoar.toml:12`, `BEZOAR_JOBS`, `--jobs`, `default`.
    package var description: String {
        switch self {
        case .builtIn: "default"
        case .file(let path, let line): "\(Quotation.text(path.bytes)):\(line)"
        case .variable(let name): name
        case .flag(let spelling): spelling
        }
    }
}
