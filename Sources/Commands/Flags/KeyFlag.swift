import Inventory

/// `--key FILE`: signs exports, checks imports.
struct KeyFlag: Flag {
    let name = "key"
    let valueName = "FILE"
    let category = FlagCategory.baseline
    let summary = "The Ed25519 key, as a PEM file"
    let details = """
        The Ed25519 key as a PEM file: the private key that signs an export, the public key that an import is \
        checked against.
        """
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.key }
}
