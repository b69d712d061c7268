import Ecosystems
import Inventory
import Testing

/// Each format by an example of each of its eras.
@Suite("Lockfiles")
struct LockfileTests {
    private static let one = String(repeating: "01", count: 32)
    private static let two = String(repeating: "ab", count: 32)

    /// `name version file digests why`, one line per pin.
    private func shown(_ text: String, as name: String) throws -> [String] {
        let format = try #require(LockfileFormat(fileName: name))
        return try format.read(Array(text.utf8).span, fileName: name).pins.map { pin in
            let digests = pin.digests.map { "\($0.algorithm.rawValue):\($0.hex.prefix(2))" }.joined(separator: ",")
            return [pin.name, pin.version ?? "-", pin.file ?? "-", digests, pin.unusable?.rawValue ?? "ok"]
                .joined(separator: " ")
        }
    }

    @Test("poetry.lock, before 1.0, 1.1 and 2.1")
    func poetry() throws {
        let packages = "[[package]]\nname = \"Zope.Interface\"\nversion = \"6.0\"\n"
        #expect(
            try shown(
                packages + "[metadata.hashes]\nzope-interface = [\"\(Self.one)\", \"\(Self.two)\"]\n", as: "poetry.lock"
            )
                == ["zope-interface 6.0 - sha256:01,sha256:ab ok"])
        #expect(
            try shown(
                packages + "[metadata]\nlock-version = \"1.1\"\n[metadata.files]\nzope-interface = ["
                    + "{file = \"z-6.0.tar.gz\", hash = \"sha256:\(Self.one)\"}, {file = \"z.whl\", hash = \"md5:00\"}]\n",
                as: "poetry.lock")
                == ["zope-interface 6.0 z-6.0.tar.gz sha256:01 ok", "zope-interface 6.0 z.whl  malformed-digest"])
        #expect(
            try shown(
                packages + "files = [{file = \"z.whl\", hash = \"sha256:\(Self.two)\"}]\n[[package]]\nname = \"g\"\n"
                    + "version = \"1\"\nfiles = []\n[package.source]\ntype = \"git\"\n[metadata]\nlock-version = \"2.1\"\n",
                as: "poetry.lock") == ["zope-interface 6.0 z.whl sha256:ab ok", "g 1 -  version-control"])
    }

    @Test("pdm.lock, uv.lock, pylock.toml")
    func toml() throws {
        #expect(
            try shown(
                "[metadata]\nlock_version = \"4.4\"\n[[package]]\nname = \"a\"\nversion = \"1\"\n"
                    + "files = [{url = \"https://h/a%2B-1.whl\", hash = \"sha256:\(Self.one)\"}]\n", as: "pdm.lock")
                == ["a 1 a+-1.whl sha256:01 ok"])
        #expect(
            try shown(
                "version = 1\n[[package]]\nname = \"a\"\nversion = \"1\"\nsource = {registry = \"https://h\"}\n"
                    + "sdist = {url = \"https://h/a-1.tar.gz\", hash = \"sha256:\(Self.one)\"}\nwheels = [\n"
                    + "{url = \"https://h/a-1.whl\", hash = \"sha256:\(Self.two)\"},{url = \"https://h/b.whl\"}]\n"
                    + "[[package]]\nname = \"me\"\nsource = {editable = \".\"}\n", as: "uv.lock")
                == [
                    "a 1 a-1.tar.gz sha256:01 ok", "a 1 a-1.whl sha256:ab ok", "a 1 b.whl  no-digest",
                    "me - -  local",
                ])
        #expect(
            try shown(
                "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nversion = \"1\"\n"
                    + "sdist = {name = \"a-1.tar.gz\", hashes = {md5 = \"\(String(repeating: "0", count: 32))\"}}\n"
                    + "[[packages.wheels]]\nurl = \"https://h/a-1.whl\"\nhashes = {md5 = "
                    + "\"\(String(repeating: "0", count: 32))\", sha256 = \"\(Self.two)\"}\n", as: "pylock.ci.toml")
                == ["a 1 a-1.whl sha256:ab ok", "a 1 a-1.tar.gz md5:00 weak-digest"])
    }

    @Test("Pipfile.lock")
    func pipfile() throws {
        #expect(
            try shown(
                "{\"_meta\": {\"hash\": {}}, \"default\": {\"A_b\": {\"version\": \"==1.0\", \"hashes\": [\"sha256:\(Self.one)\","
                    + " \"sha256:\(Self.two)\"]}, \"g\": {\"git\": \"x\", \"ref\": \"y\"}}, \"docs\": {\"e\": {\"path\": \".\"},"
                    + " \"d\": {\"hashes\": [], \"hashes\": [\"sha256:\(Self.one)\"]}}}", as: "Pipfile.lock")
                == [
                    "a-b 1.0 - sha256:01,sha256:ab ok", "g - -  version-control", "e - -  local",
                    "d - - sha256:01 ambiguous",
                ])
    }

    @Test("requirements.txt: editable, included, told not to insist")
    func requirements() throws {
        let text = "-e git+https://h/r#egg=R_r\n--editable ./x\n-r a.txt\n-c b.txt\n--no-require-hashes\nA==${V}\n"
        let list = try RequirementsFile.read(Array(text.utf8).span)
        #expect(list.pins.prefix(2).map(\.unusable) == [.versionControl, .local])
        #expect(list.pins.first?.name == "r-r")
        #expect(list.references.map(\.target) == ["a.txt", "b.txt"])
        #expect(list.notes.map(\.kind).contains(.digestsNotRequired))
        #expect(list.notes.map(\.kind).contains(.environmentVariable))
    }

    @Test("yarn.lock of both kinds")
    func yarn() throws {
        let sha512 =
            "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="
        let sha1 = String(repeating: "0f", count: 20)
        #expect(
            try shown(
                """
                # yarn lockfile v1


                "@s/n@^1.0.0", "@s/n@^1.1.0":
                  version "1.1.0"
                  resolved "https://h/n-1.1.0.tgz#\(sha1)"
                  integrity \(sha512)
                  dependencies:
                    version "9"

                al@npm:real@^1, real@^1:\r
                  version "1.0.0"\r
                  resolved "https://h/real-1.0.0.tgz#\(sha1)"\r

                g@git+https://h/g.git:
                  version "1.0.0"
                  resolved "git+https://h/g.git#\(sha1)"
                x@1:
                  version "1"
                  version "2"
                """, as: "yarn.lock")
                == [
                    "@s/n 1.1.0 n-1.1.0.tgz sha512:bf ok", "real 1.0.0 real-1.0.0.tgz sha1:0f weak-digest",
                    "g 1.0.0 g.git  version-control", "x 2 -  ambiguous",
                ])
        #expect(
            try shown(
                """
                __metadata:
                  version: 8
                  cacheKey: 10c0

                "real@npm:^1.0.0, real@npm:^1.1.0":
                  version: 1.1.0
                  resolution: "real@npm:1.1.0"
                  checksum: 10c0/\(String(repeating: "7e", count: 64))
                  languageName: node

                "me@workspace:.":
                  version: 0.0.0-use.local
                  resolution: "me@workspace:."
                """, as: "yarn.lock") == [
                    "real 1.1.0 real-npm-1.1.0-dea667d4c7-10c0.zip sha512:7e ok", "me 0.0.0-use.local -  local",
                ])
        #expect(throws: (any Error).self) { try shown("a@1:\n<<<<<<< HEAD\n", as: "yarn.lock") }
    }

    @Test("Maven: the lockfile plugin and trusted checksums")
    func maven() throws {
        #expect(
            try shown(
                """
                {"artifactId": "me", "groupId": "org.me", "version": "1", "lockFileVersion": 1,
                 "metaData": {"config": {"checksumMode": "local"}},
                 "dependencies": [{"groupId": "a", "artifactId": "b", "version": "1", "checksumAlgorithm": "SHA-256",
                   "checksum": "\(Self.one)", "parentPom": {"groupId": "a", "artifactId": "p", "version": "2",
                   "checksumAlgorithm": "SHA-256", "checksum": "\(Self.two)"},
                   "children": [{"groupId": "c", "artifactId": "d", "version": "3", "classifier": "x", "checksum": ""}]}]}
                """, as: "lockfile.json")
                == ["a:b 1 b-1.jar sha256:01 ok", "c:d 3 d-3-x.jar  no-digest", "a:p 2 p-2.pom sha256:ab ok"])
        #expect(
            try shown(
                "# comment\n\(Self.one)  a/b/1/b-1.jar\n\(Self.two)  a/b/1/b-1.pom\nzz  a/b/2/b-2.jar\nno line\n"
                    + "\(Self.one)  a/b/1/b-1.pom\n", as: "checksums-central.sha256")
                == [
                    "a:b 1 b-1.jar sha256:01 ok", "a:b 1 b-1.pom sha256:ab ambiguous",
                    "a:b 2 b-2.jar  malformed-digest", "a:b 1 b-1.pom sha256:01 ambiguous",
                ])
        let sparse = try TrustedChecksums.sparse(
            Array("\(Self.one)\n".utf8).span, path: "a/b/1/b-1.jar", algorithm: .sha256)
        #expect(sparse.pins.map(\.isUsable) == [true])
    }

    @Test("File names of lockfiles")
    func names() {
        #expect(LockfileFormat(fileName: "npm-shrinkwrap.json") == .packageLock)
        #expect(LockfileFormat(fileName: "requirements-dev.txt") == .requirements)
        #expect(LockfileFormat(fileName: "checksums.sha1") == .trustedChecksums)
        #expect(LockfileFormat(fileName: "checksums.txt") == nil)
        #expect(LockfileFormat(fileName: "package.json") == nil)
    }
}
