import Inventory

/// `--db FILE`: the manifest.
struct DatabaseFlag: Flag {
    let name = "db"
    let valueName = "FILE"
    let category = FlagCategory.input
    let summary = "The manifest, an SQLite database"
    private let use: Use

    /// What a command does where there is no manifest yet.
    enum Use {
        /// Makes one.
        case made
        /// Fails: there is nothing to work with.
        case kept
        /// Goes without it.
        case read
    }

    /// By default it is made.
    init(_ use: Use = .made) {
        self.use = use
    }

    var details: String {
        let rest =
            switch use {
            case .made: "The file is made where there is none. Two programs never write to one manifest at a time."
            case .read: "It is read where it is there, and not written."
            case .kept: "It must be there already: `bezoar audit` makes it."
            }
        return "The manifest: what was seen in which cache, when, and with which digest. " + rest
    }
    var key: String? { "manifest.path" }
    let excludes = ["no-record"]
    let grammar = RequiredPathGrammar()
    var place: WritableKeyPath<Settings, Sourced<ByteString>> { \.database }
}
