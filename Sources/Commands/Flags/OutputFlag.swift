import Inventory

/// `--output FILE`: the result into a file.
struct OutputFlag: Flag {
    let name = "output"
    let short: Character? = "o"
    let valueName = "FILE"
    let category = FlagCategory.output
    let summary = "Write the result to this file, not to stdout"
    let details = "Write the result to this file instead of stdout."
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.output }
}
