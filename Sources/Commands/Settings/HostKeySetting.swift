import Inventory

/// `receipts.key`: the key that receipts are signed with where no flag names one.
struct HostKeySetting: Setting {
    let summary = "The host's private key, which signs receipts of purges"
    let details = """
        The Ed25519 key as a PEM file that receipts are signed with where `--key` names none. Keep it where only the \
        user who purges reads it; `openssl genpkey -algorithm ed25519 -out host.key` makes one.
        """
    var key: String? { "receipts.key" }
    let withoutValue = "none: receipts are not signed"
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.hostKey }
}
