import TestSupport
import Testing

/// A client's own program that orders versions; the scripts in `Tests/Fixtures/ecosystems` tell the protocol.
struct VersionOracle {
    /// What it said of one pair.
    struct Answer: Equatable {
        /// -1, 0 or 1; `nil` where one of the two is no version.
        var sign: Int?
        /// The first one's normal form; `nil` where it is no version or the client has no such form.
        var normalized: String?
        var isPrerelease: Bool?
    }

    /// The command.
    let words: [String]

    /// Python's `packaging`.
    static let python = VersionOracle(words: [PythonOracle.interpreter, fixture("ecosystems/pep440.py")])

    /// Whether Python has `packaging`, of its own or inside pip.
    static let hasPython = Program.succeeds([
        PythonOracle.interpreter, "-c",
        "try:\n import packaging.version\nexcept ImportError:\n import pip._vendor.packaging.version",
    ])

    /// The folder with npm's own libraries; `nil` where npm is not installed.
    static let npmLibraries: String? = {
        // npm is a link to …/npm/bin/npm-cli.js, its libraries lie in …/npm/node_modules; Debian splits them up.
        let script = """
            npm=$(readlink -f "$(command -v npm)") || exit 1
            for folder in "${npm%/bin/*}/node_modules" "$(npm root -g)/npm/node_modules" /usr/share/nodejs; do
                if [ -e "$folder/semver/classes/semver.js" ]; then printf %s "$folder"; exit 0; fi
            done
            exit 1
            """
        guard let result = try? Program.run(["sh", "-c", script]), result.status == 0 else { return nil }
        return result.outputText
    }()

    /// npm's `semver`.
    static func npm(loose: Bool) -> VersionOracle {
        VersionOracle(words: [
            "node", fixture("ecosystems/semver.js"), npmLibraries ?? "", loose ? "loose" : "strict",
        ])
    }

    /// npm's `semver` without looseness, and with the order of builds.
    static let builds = VersionOracle(words: ["node", fixture("ecosystems/semver.js"), npmLibraries ?? "", "build"])

    /// Go's own package, as it comes with the compiler; `nil` where that is not installed.
    static let go: VersionOracle? = {
        let find = "file=$(go env GOROOT)/src/cmd/vendor/golang.org/x/mod/semver/semver.go && [ -e \"$file\" ]"
        guard Program.succeeds(["sh", "-c", find]) else { return nil }
        let script = """
            \(find) || exit 1
            folder=$(mktemp -d) || exit 1
            trap 'rm -rf "$folder"' EXIT
            sed 's/^package semver/package main/' "$file" >"$folder/semver.go"
            cp "$0" "$folder/main.go"
            cd "$folder" && GO111MODULE=off GOFLAGS= GOCACHE="$folder/cache" go run main.go semver.go
            """
        return VersionOracle(words: ["sh", "-c", script, fixture("ecosystems/semver.go")])
    }()

    /// The folder with Maven's libraries; `nil` where they or a Java that compiles are not installed.
    static let mavenLibraries: String? = {
        let script = """
            command -v javac >/dev/null || exit 1
            maven=$(readlink -f "$(command -v mvn)" 2>/dev/null)
            for folder in /usr/share/java "${maven%/bin/*}/lib"; do
                for jar in "$folder"/maven3-artifact*.jar "$folder"/maven-artifact*.jar; do
                    if [ -e "$jar" ] && ls "$folder"/maven-resolver-util*.jar >/dev/null 2>&1; then
                        printf %s "$folder"; exit 0
                    fi
                done
            done
            exit 1
            """
        guard let result = try? Program.run(["sh", "-c", script]), result.status == 0 else { return nil }
        return result.outputText
    }()

    /// `plugins` asks `ComparableVersion`, `resolver` asks `GenericVersion`.
    static func maven(_ order: String) -> VersionOracle {
        VersionOracle(words: [
            "sh", "-c",
            """
            path=
            for jar in "$0"/maven3-artifact*.jar "$0"/maven-artifact*.jar "$0"/maven-resolver-util*.jar \
                "$0"/maven-resolver-api*.jar "$0"/commons-lang3*.jar; do
                [ -e "$jar" ] && path=$path:$jar
            done
            exec java -cp "${path#:}" "$1" "$2"
            """,
            mavenLibraries ?? "", fixture("ecosystems/MavenOrder.java"), order,
        ])
    }

    /// Asks for all pairs at once.
    func answers(_ pairs: [(String, String)]) throws -> [Answer] {
        var input: [UInt8] = []
        for (one, two) in pairs {
            Self.append(hexOf: one, to: &input)
            input.append(UInt8(ascii: " "))
            Self.append(hexOf: two, to: &input)
            input.append(UInt8(ascii: "\n"))
        }
        let result = try Program.run(words, input: input)
        try #require(result.status == 0, "\(words): \(result.errorText)")
        let answers = result.output.split(separator: UInt8(ascii: "\n")).map(Self.answer)
        try #require(answers.count == pairs.count)
        return answers
    }

    private static func answer(_ line: ArraySlice<UInt8>) -> Answer {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        let isNone = { (word: ArraySlice<UInt8>) in word.elementsEqual("x".utf8) }
        guard words.count == 3 else { return Answer(sign: 99) }
        return Answer(
            sign: isNone(words[0]) ? nil : Int(String(decoding: words[0], as: UTF8.self)),
            normalized: isNone(words[1]) ? nil : String(decoding: DocumentOracle.bytes(hex: words[1]), as: UTF8.self),
            isPrerelease: isNone(words[2]) ? nil : words[2].first == UInt8(ascii: "1"))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func append(hexOf text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}
