import Inventory

/// `--project NAME`: whose lockfiles they are.
struct ProjectFlag: Flag {
    let name = "project"
    let valueName = "NAME"
    let category = FlagCategory.lockfiles
    let summary = "The project the lockfiles belong to"
    let details = """
        The project the lockfiles belong to, as its builds name it: usually the address of its repository. Without \
        it, that is the address of the remote `origin` of the git repository the lockfiles lie in, and where there \
        is none, the name of the folder.
        """
    let variable: String? = nil
    let withoutValue = "what the repository tells"
    let grammar = ProjectGrammar()
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.project }
}
