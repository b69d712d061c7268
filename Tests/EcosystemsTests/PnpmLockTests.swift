import Bytes
import Ecosystems
import Inventory
import TestSupport
import Testing

/// `pnpm-lock.yaml`: its eras, and its traps one by one.
@Suite("Lockfiles of pnpm")
struct PnpmLockTests {
    private static let sha512 =
        "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="
    private static let sha1 = "sha1-VBt2WNUk9NHM6ZUR3t+/bDM3aWE="

    private func read(_ text: String) throws -> PinList { try PnpmLock.read(Array(text.utf8).span) }

    /// `name version file digests why`, one line per pin.
    private func shown(_ text: String) throws -> [String] {
        try read(text).pins.map { pin in
            let digests = pin.digests.map { "\($0.algorithm.rawValue):\($0.hex.prefix(2))" }.joined(separator: ",")
            return [pin.name, pin.version ?? "-", pin.file ?? "-", digests, pin.unusable?.rawValue ?? "ok"]
                .joined(separator: " ")
        }
    }

    @Test("Version 5: a slash before the version, peers behind an underscore")
    func five() throws {
        let text = """
            lockfileVersion: 5.4
            specifiers: {a: ^1}
            packages:
              /a/1.0.0:
                resolution: {integrity: \(Self.sha512)}
                dev: false
              /@s/b/2.0.0-rc.1_react@18.2.0+@s+c@1.0.0:
                resolution: {integrity: \(Self.sha1), tarball: '@s/b/-/b-2.0.0-rc.1.tgz'}
              registry.example/c/3.0.0:
                resolution: {integrity: \(Self.sha512), tarball: https://registry.example/c/-/c-3.0.0.tgz}
              git.example/o/r/0123456789012345678901234567890123456789:
                resolution: {tarball: https://git.example/o/r/tar.gz/0123456789012345678901234567890123456789}
                name: r
                version: 0.1.0
              file:packages/d:
                resolution: {directory: packages/d, type: directory}
                name: d
              file:e.tgz:
                resolution: {integrity: \(Self.sha512), tarball: file:e.tgz}
                name: e
                version: 1.1.1
            """
        #expect(
            try shown(text) == [
                "a 1.0.0 - sha512:bf ok", "@s/b 2.0.0-rc.1 b-2.0.0-rc.1.tgz sha1:54 weak-digest",
                "c 3.0.0 c-3.0.0.tgz sha512:bf ok",
                "r 0.1.0 0123456789012345678901234567890123456789  version-control", "d - -  local",
                "e 1.1.1 e.tgz sha512:bf ok",
            ])
        let list = try read(text)
        #expect(list.notes.isEmpty)
        #expect(list.pins.map(\.line) == [4, 7, 9, 11, 15, 18])
        #expect(list.pins[1].url == nil && list.pins[2].url == "https://registry.example/c/-/c-3.0.0.tgz")
    }

    @Test("Versions 6 and 9: an at sign before the version, peers in brackets")
    func sixAndNine() throws {
        let body = """
            packages:
              SLASHa@1.0.0:
                resolution: {integrity: \(Self.sha512)}
              'SLASH@s/b@2.0.0(react@18.2.0(x@1.0.0))(@s/c@1.0.0)':
                resolution:
                  integrity: \(Self.sha512)
              SLASHc@3.0.0(patch_hash=abc):
                resolution: {integrity: ''}
            """
        let expected = ["a 1.0.0 - sha512:bf ok", "@s/b 2.0.0 - sha512:bf ok", "c 3.0.0 -  no-digest"]
        #expect(try shown("lockfileVersion: '6.0'\n" + body.replacing("SLASH", with: "/")) == expected)
        let nine = "lockfileVersion: '9.0'\n" + body.replacing("SLASH", with: "") + "\nsnapshots:\n  a@1.0.0: {}\n"
        #expect(try shown(nine) == expected)
        #expect(try read(nine).notes.isEmpty)
        #expect(
            try shown(
                """
                lockfileVersion: '9.0'
                packages:
                  a@https://git.example/o/a/tar.gz/0123456789012345678901234567890123456789:
                    resolution: {gitHosted: true, tarball: https://git.example/o/a/x}
                    version: 1.0.0
                  b@file:packages/b:
                    resolution: {directory: packages/b, type: directory}
                  c@git+ssh://git@git.example/c.git#abc:
                    resolution: {commit: abc, repo: x, type: git}
                    version: 2.0.0
                  d@work:1.2.3:
                    resolution: {integrity: \(Self.sha512)}
                """) == [
                    "a 1.0.0 x  version-control", "b - -  local", "c 2.0.0 -  version-control",
                    "d 1.2.3 - sha512:bf ok",
                ])
    }

    @Test("A runtime has one archive per platform, and is no package of its name")
    func runtime() throws {
        #expect(
            try shown(
                """
                lockfileVersion: '9.0'
                packages:
                  node@runtime:22.19.0:
                    hasBin: true
                    resolution:
                      type: variations
                      variants:
                        - resolution: {integrity: \(Self.sha512), type: binary, url: https://h/n.tar.gz}
                          targets: [{cpu: x64, os: linux}]
                        - resolution:
                            integrity: nope
                            url: https://h/n.zip
                          targets: [{cpu: x64, os: win32}]
                    version: 22.19.0
                  a@1.0.0:
                    resolution: {integrity: \(Self.sha512)}
                """) == [
                    "node runtime:22.19.0 n.tar.gz sha512:bf ok", "node runtime:22.19.0 n.zip  malformed-digest",
                    "a 1.0.0 - sha512:bf ok",
                ])
    }

    @Test("Two documents: pnpm itself before the project's packages")
    func documents() throws {
        let one = "---\nlockfileVersion: '9.0'\npackages:\n  pnpm@11.0.0: {resolution: {integrity: \(Self.sha512)}}\n"
        let list = try read(one + one.replacing("pnpm@", with: "a@"))
        #expect(list.pins.map(\.name) == ["pnpm", "a"])
        #expect(list.pins.map(\.line) == [4, 8])
        #expect(throws: ParseError.self) { try read(one + one + one) }
    }

    @Test(
        "What readers disagree on proves nothing",
        arguments: [
            "  a@1.0.0: {resolution: {integrity: ONE}}\n  a@1.0.0: {resolution: {integrity: TWO}}\n",
            "  a@1.0.0: {resolution: {integrity: ONE, integrity: TWO}}\n",
            "  a@1.0.0: {resolution: {integrity: ONE}, resolution: {integrity: TWO}}\n",
            "  a@1.0.0: {resolution: {integrity: ONE, <<: {integrity: TWO}}}\n",
            "  a@1.0.0: {resolution: {integrity: ONE}, name: b, name: c}\n",
            "  a@1.0.0: {resolution: !!binary ONE}\n",
            "  a@1.0.0: {resolution: {integrity: !!binary ONE}}\n",
            "  a@1.0.0: {resolution: [{integrity: ONE}]}\n",
            "  a@1.0.0: {resolution: {integrity: ONE}}\npackages: {}\n",
            "  a@1.0.0: {resolution: {integrity: ONE}}\nlockfileVersion: 5.4\n",
        ])
    func ambiguous(_ packages: String) throws {
        let text = packages.replacing("ONE", with: Self.sha512).replacing("TWO", with: Self.sha1)
        let list = try read("lockfileVersion: '9.0'\npackages:\n" + text)
        #expect(!list.pins.isEmpty && list.pins.allSatisfy { $0.unusable == .ambiguous }, "\(list.pins)")
        #expect(list.notes.contains { $0.kind == .duplicateKey })
    }

    @Test("What cannot be understood is named")
    func malformed() throws {
        let list = try read(
            "lockfileVersion: '10.0'\npackages:\n  odd:\n    resolution: {integrity: \(Self.sha512)}\n  none:\n  five: 5\n"
        )
        #expect(list.pins.map(\.name) == ["odd"])
        #expect(list.notes.map(\.kind) == [.unknownFormat, .malformed, .malformed, .malformed])
        #expect(try read("packages: 7\n").notes.map(\.kind) == [.unknownFormat, .malformed])
        #expect(try read("- a\n").notes.map(\.kind) == [.unknownFormat, .malformed])
        #expect(try read("lockfileVersion: '9.0'\n<<: {packages: {}}\n").notes.map(\.kind) == [.malformed])
    }

    @Test(
        "What pnpm does not write is refused",
        arguments: [
            "", "lockfileVersion: &a '9.0'\nx: *a\n", "{a: b}: c\n", "a: [\n", "\u{0}",
            "lockfileVersion: '9.0'\npackages:\n<<<<<<< HEAD\n  a@1.0.0: {}\n=======\n>>>>>>> x\n",
            String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
        ])
    func refused(_ text: String) {
        #expect(throws: ParseError.self) { try read(text) }
    }

    @Test("The file's name")
    func name() {
        #expect(LockfileFormat(fileName: "pnpm-lock.yaml") == .pnpm)
        #expect(LockfileFormat(fileName: "pnpm-workspace.yaml") == nil)
    }
}
