import Inventory

/// `--project NAME`: whose lockfiles they are, or whose builds may have written.
struct ProjectFlag: Flag {
    let name = "project"
    let valueName = "NAME"
    private let use: Use

    /// What a command does with the project.
    enum Use {
        case owner, writer
    }

    /// By default it owns lockfiles.
    init(_ use: Use = .owner) {
        self.use = use
    }

    var category: FlagCategory { use == .owner ? .lockfiles : .choosing }

    var summary: String {
        switch use {
        case .owner: "The project the lockfiles belong to"
        case .writer: "Only caches that builds of this project could have written"
        }
    }

    var details: String {
        switch use {
        case .owner: Self.owning
        case .writer: Self.writing
        }
    }

    private static let owning = """
        The project the lockfiles belong to, as its builds name it: usually the address of its repository. Without \
        it, that is the address of the remote `origin` of the git repository the lockfiles lie in, and where there \
        is none, the name of the folder.
        """
    private static let writing = """
        Only caches that builds of this project had mounted and could have written, as far as they are remembered. \
        It is named as `bezoar caches` names it: usually the address of its repository. Scheme, user, `.git` at the \
        end and capital letters make no difference.
        """
    let variable: String? = nil
    var withoutValue: String { use == .owner ? "what the repository tells" : "" }
    let grammar = ProjectGrammar()
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.project }
}
