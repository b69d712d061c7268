import TestSupport

/// The databases of real daemons, unpacked into a folder of their own.
struct FixtureDatabases {
    /// The archives, by name without their ending.
    static let names: [String] = {
        let listing = try? Program.run(["ls", fixture("buildkit")])
        return (listing?.outputText ?? "").split(separator: "\n").filter { $0.hasSuffix(".tar.gz") }
            .map { String($0.dropLast(".tar.gz".count)) }
    }()

    let tree: TestTree
    /// Paths of the databases, below the folder.
    let paths: [String]

    init(_ name: String) throws {
        tree = try TestTree()
        let unpacked = try Program.run([
            "tar", "-xzf", fixture("buildkit/\(name).tar.gz"), "-C", tree.path, "--no-same-owner", "--wildcards",
            "*.db",
        ])
        guard unpacked.status == 0 else { throw Program.Failure(description: unpacked.errorText) }
        let found = try Program.run(["find", ".", "-name", "*.db", "-type", "f"], in: tree.path)
        paths = found.outputText.split(separator: "\n").map { String($0.dropFirst(2)) }.sorted()
    }
}
