import Inventory

/// `--quarantine-dir DIR`: where evidence is kept.
struct QuarantineFolderFlag: Flag {
    let name = "quarantine-dir"
    let valueName = "DIR"
    let category = FlagCategory.removing
    let summary = "The quarantine: a folder that only its owner reads"
    let details = """
        The quarantine: a folder that only its owner reads, in which purges keep what they remove. It is made where \
        there is none; the folder above it must be there.
        """
    var key: String? { "quarantine.directory" }
    let withoutValue = "`quarantine` beside the manifest"
    let grammar = PathGrammar(isDirectory: true)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.quarantineFolder }
}
