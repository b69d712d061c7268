import Bytes
import Commands
import Inventory
import TestSupport
import Testing

/// `bezoar lock` from registering to forgetting.
@Suite struct LockTests {
    private static let digest = String(repeating: "ab", count: 32)
    private static let program = Program.built("bezoar")

    private let place: TestTree
    private let database: String

    init() throws {
        place = try TestTree()
        database = place.path + "/state.db"
        for folder in ["web", "web/.git", "web/sub", "web/node_modules", "web/node_modules/x", "other"] {
            try place.makeFolder(folder)
        }
        try place.write(
            "web/.git/config", "[core]\n\turl = no\n[remote \"origin\"]\n\turl = https://u:p@git.example/web.git\n")
        try place.write(
            "web/requirements.txt", "-r sub/base.txt\n-r ../other/x.txt\nidna==3.6 --hash=sha256:\(Self.digest)\n")
        try place.write("web/sub/base.txt", "six==1.16.0\n")
        try place.write("web/node_modules/x/package-lock.json", "{}")
        try place.write("other/x.txt", "evil==1\n")
        try place.link("web/yarn.lock", to: "../other/x.txt")
    }

    private func run(_ words: [String]) throws -> Program.Result {
        try Program.run([Self.program, "lock"] + words + ["--db", database, "--config", "/dev/null"])
    }

    private func document(_ run: Program.Result) throws -> JSONObject {
        try #require(try JSON.parse(Array(run.outputText.utf8)).object, "\(run.errorText)")
    }

    private func rows(_ run: Program.Result) throws -> [JSONObject] {
        try document(run)["lockfiles"]?.array?.compactMap(\.object) ?? []
    }

    private func words(_ run: Program.Result) throws -> [String] {
        try rows(run).map { row in
            let path = (row["path"]?.string ?? "").dropFirst(place.path.count + 1)
            return "\(row["state"]?.string ?? "") \(path) \(row["pins"]?.integer ?? -1)"
        }
    }

    /// pnpm keeps a lockfile for each branch where a project asks for that.
    @Test func lockfilesOfBranchesAreFound() throws {
        let lockfile = """
            lockfileVersion: '9.0'
            packages:
              left@1.0.0:
                resolution: {integrity: sha512-\(String(repeating: "A", count: 86))==}
            """
        try place.makeFolder("node")
        for name in ["pnpm-lock.yaml", "pnpm-lock.feature-x.yaml"] { try place.write("node/" + name, lockfile) }
        let added = try run(["add", place.path + "/node", "--format", "json"])
        #expect(added.status == 0, "\(added.errorText)")
        #expect(try words(added) == ["added node/pnpm-lock.feature-x.yaml 1", "added node/pnpm-lock.yaml 1"])
        let listed = try run(["list", "--format", "json"])
        #expect(try words(listed).allSatisfy { $0.hasPrefix("current ") })
    }

    @Test func aRepositoryIsRegisteredListedAndForgotten() throws {
        // What is included from elsewhere is named, not followed.
        let added = try run(["add", place.path + "/web", "--format", "json"])
        #expect(added.status == 3, "\(added.errorText)")
        #expect(try words(added) == ["added web/requirements.txt 1", "added web/sub/base.txt 1"])
        let first = try #require(try rows(added).first)
        #expect(first["project"]?.string == "https://git.example/web.git")
        #expect(first["tier"]?.string == "internal")
        let second = try #require(try rows(added).last)
        #expect(second["unusable"]?.object?["no-digest"]?.integer == 1)
        #expect(try document(added)["summary"]?.object?["unusable"]?.integer == 1)

        #expect(
            try words(run(["add", place.path + "/web", "--format", "json"])).allSatisfy { $0.hasPrefix("unchanged") })
        let trusted = try run([
            "add", "--trust", "release", "--project", "p", place.path + "/web/sub/base.txt", "--format", "json",
        ])
        #expect(try words(trusted) == ["changed web/sub/base.txt 1"])
        // It is registered, and whoever did so must know that it proves nothing.
        #expect(trusted.status == 3)
        let reasons = try document(trusted)["incomplete"]?.array?.compactMap { $0.object?["detail"]?.string }
        #expect(reasons?.first?.contains("proves nothing") == true && reasons?.count == 1)

        try place.write("web/requirements.txt", "idna==3.7\n")
        try place.remove("web/sub/base.txt")
        let listed = try run(["list", "--format", "json"])
        #expect(listed.status == 0)
        #expect(try words(listed) == ["differs web/requirements.txt 1", "missing web/sub/base.txt 1"])
        let text = try run(["list"])
        #expect(text.outputText.hasPrefix("2 lockfiles, 2 pins, 1 of which prove nothing\n"))

        #expect(try words(run(["remove", place.path + "/web", "--format", "json"])).count == 2)
        #expect(try run(["remove", place.path + "/web"]).status == 4)
        #expect(try rows(run(["list", "--format", "json"])).isEmpty)
    }

    @Test func aFolderWithoutLockfilesIsAMistake() throws {
        let result = try run(["add", place.path + "/web/.git"])
        #expect(result.status == 4)
        #expect(result.errorText.contains("no lockfile was found"))
        let odd = try run(["add", place.path + "/web/.git/config"])
        #expect(odd.status == 4 && odd.errorText.contains("no known lockfile"))
    }

    @Test(
        arguments: [
            ("a.txt", "", "a.txt"), ("./a.txt", "sub", "sub/a.txt"), ("../a.txt", "sub", "a.txt"),
            ("../a.txt", "", nil),
            ("x/../../a.txt", "", nil), ("/etc/passwd", "", nil), ("", "", nil), ("..", "sub", nil),
            ("a\u{0}b", "", nil),
        ] as [(String, ByteString, ByteString?)])
    func includedFilesStayInTheFolder(target: String, folder: ByteString, expected: ByteString?) {
        #expect(RelativePath.resolve(target, from: folder) == expected)
    }

    @Test(arguments: [
        ("https://u:p@h/x?token=1#f", "https://h/x"), ("https://h/a@b", "https://h/a@b"), ("git@h:x", "git@h:x"),
        ("https://u@v@h", "https://h"), ("", ""), ("://@", "://"),
    ])
    func addressesLoseTheirPasswords(address: String, expected: String) {
        #expect(PlainAddress.of(address) == expected)
    }

    @Test(
        arguments: [
            ("[remote \"origin\"]\r\n  url=ssh://git@h/x\r\n", "ssh://h/x"), ("[remote \"other\"]\nurl = a\n", nil),
            ("[remote \"origin\"]\n[x]\nurl = a\n", nil), ("url = a", nil),
        ] as [(String, ByteString?)])
    func theOriginOfARepository(text: String, expected: ByteString?) {
        #expect(ProjectGuess.origin(ofConfiguration: Array(text.utf8)) == expected)
    }
}
