import Inventory

/// `--key FILE`: signs exports and receipts, checks imports.
struct KeyFlag: Flag {
    let name = "key"
    let valueName = "FILE"
    private let use: Use

    /// What a command does with the key.
    enum Use {
        case baseline, receipt, check
    }

    /// By default it is about baselines.
    init(_ use: Use = .baseline) {
        self.use = use
    }

    var category: FlagCategory { use == .baseline ? .baseline : .removing }
    let summary = "The Ed25519 key, as a PEM file"

    var details: String {
        switch use {
        case .baseline:
            """
            The Ed25519 key as a PEM file: the private key that signs an export, the public key that an import is \
            checked against.
            """
        case .receipt:
            """
            The Ed25519 key as a PEM file: the private key that signs the receipt. Without it, the one that \
            `receipts.key` of the configuration names.
            """
        case .check:
            """
            The Ed25519 key as a PEM file that receipts are checked with, either half of it. Without it, the one that \
            `receipts.key` of the configuration names.
            """
        }
    }
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.key }
}
