/// The shells that completion scripts are written for.
enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// Where a package puts the script.
    var installation: String {
        switch self {
        case .bash: "Packages put it at `/usr/share/bash-completion/completions/bezoar`."
        case .zsh: "Packages put it at `/usr/share/zsh/vendor-completions/_bezoar`."
        case .fish: "Packages put it at `/usr/share/fish/vendor_completions.d/bezoar.fish`."
        }
    }

    /// The line that tries the script in a running shell.
    var trial: String {
        switch self {
        case .bash: "source <(bezoar generate bash)"
        case .zsh: "source <(bezoar generate zsh)"
        case .fish: "bezoar generate fish | source"
        }
    }

    /// The script.
    var script: String {
        switch self {
        case .bash: BashCompletion.script
        case .zsh: ZshCompletion.script
        case .fish: FishCompletion.script
        }
    }
}
