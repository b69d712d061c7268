import Inventory

/// `--output FILE`: the result into a file.
struct OutputFlag: Flag {
    let name = "output"
    let short: Character? = "o"
    let valueName = "FILE"
    let category = FlagCategory.output
    private let use: Use

    /// What a command writes there.
    enum Use {
        case result, plan, content
    }

    /// By default it is the command's result.
    init(_ use: Use = .result) {
        self.use = use
    }

    var summary: String {
        switch use {
        case .result: "Write the result to this file, not to stdout"
        case .plan: "Write the plan, or the receipt of an applied one, to this file"
        case .content: "Write the content to this file"
        }
    }

    var details: String {
        switch use {
        case .result: "Write the result to this file instead of stdout."
        case .plan:
            """
            Write the plan to this file, as JSON that `--apply` reads; with `--apply`, write the receipt. What was \
            planned or done is shown on stdout all the same.
            """
        case .content: "Write the content of the entry to this file."
        }
    }
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.output }
}
