/// Key pairs, as openssl makes them.
struct Keys {
    let secret: String
    let open: String

    /// Makes a pair of a kind beside the tree of a bench.
    init(_ bench: AuditBench, name: String = "key", kind: [String] = ["-algorithm", "ed25519"]) throws {
        secret = bench.beside(name + ".pem")
        open = bench.beside(name + ".pub")
        try bench.shell(["openssl", "genpkey"] + kind + ["-out", secret])
        try bench.shell(["openssl", "pkey", "-in", secret, "-pubout", "-out", open])
    }
}
