package import Audit
package import Ecosystems
package import Inventory

/// One thing that `hunt` is asked for.
///
/// ```
///  pkg:npm/axios@1.14.1     a package: see PackagePattern
///  sha256:9f86d0…           a content, also sha512: and sha1:
///  axios, setup.mjs         a bare word: a package of that name, of any kind; a text in names of packages and files
///  *.pth, .bin/run.js       a file name or, with a slash, the end of a path; * and ? are wild
///  file:axios@1.14.1        a file name that looks like something else
/// ```
package enum HuntQuestion: Sendable, Hashable {
    case package(PackagePattern)
    case digest(ContentDigest)
    case file(Glob)
    /// Part of a name of a package or file; letters of ASCII in either case.
    case text(ByteString)

    /// Bytes of a bare word: longer ones are names of files.
    private static let wordMax = 256

    private static let filePrefix = "file:"
    private static let digestPrefixes = ["sha256:", "sha512:", "sha1:"]

    /// Reads a word; throws a sentence that says what is wrong.
    package init(_ word: ByteString) throws(HuntQuestionError) {
        guard let text = word.utf8Text else {
            self = .file(try Self.glob(word.bytes))
            return
        }
        let lowered = text.lowercased()
        if lowered.hasPrefix("pkg:") {
            do throws(PatternError) {
                self = .package(try PackagePattern("pkg:" + text.dropFirst(4)))
            } catch {
                throw HuntQuestionError(error.description)
            }
        } else if lowered.hasPrefix("vers:") {
            throw HuntQuestionError("a range names no package; write pkg:TYPE/NAME?vers=\(Self.shown(text))")
        } else if Self.digestPrefixes.contains(where: lowered.hasPrefix) {
            guard let digest = DigestText.labelled(lowered) else {
                throw HuntQuestionError("it does not have as many hexadecimal digits as its algorithm")
            }
            self = .digest(digest)
        } else if text.hasPrefix(Self.filePrefix) {
            self = .file(try Self.glob(Array(text.dropFirst(Self.filePrefix.count).utf8)))
        } else {
            if let advice = Self.advice(text) { throw HuntQuestionError(advice) }
            // Who types a bare word may mean any of these; a name that is taken for too little looks like good news.
            let isBare = !text.contains { "*?/".contains($0) } && (1...Self.wordMax).contains(text.utf8.count)
            self = isBare ? .text(word) : .file(try Self.glob(word.bytes))
        }
    }

    private static func glob(_ bytes: [UInt8]) throws(HuntQuestionError) -> Glob {
        guard !bytes.isEmpty, let glob = Glob(bytes) else {
            throw HuntQuestionError("a file name of 1 to \(Glob.patternLimit) bytes is expected")
        }
        return glob
    }

    /// Words that are file names too, but mean something else for sure: who hunts for the wrong thing finds nothing,
    /// and takes that for good news.
    private static func advice(_ text: String) -> String? {
        let isHexadecimal = text.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        let algorithms: [Int: String] = [40: "sha1", 64: "sha256", 128: "sha512"]
        if isHexadecimal, let algorithm = algorithms[text.utf8.count] {
            return "write \(algorithm):\(text) for a content, or file:\(text) for a file of that name"
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        if !text.contains("*"), parts.count > 1, !parts[0].isEmpty || text.contains("/") {
            return "write pkg:TYPE/\(shown(text)) with the type pypi, npm or maven, or file:\(shown(text)) for a file "
                + "of that name"
        }
        return nil
    }

    private static func shown(_ text: String) -> String { Quotation.text(Array(text.utf8)) }

    /// What kind of question it is, for the report.
    package var kind: HuntReport.Question.Kind {
        switch self {
        case .package: .package
        case .digest: .digest
        case .file: .fileName
        case .text: .nameText
        }
    }

    /// As it is shown.
    package var text: ByteString {
        switch self {
        case .package(let pattern): ByteString(pattern.text)
        case .digest(let digest): ByteString(digest.description)
        case .file(let glob): ByteString(glob.pattern)
        case .text(let text): text
        }
    }
}

/// Why a word was not understood: a sentence without its full stop, fit for a terminal.
package struct HuntQuestionError: Error, Hashable, Sendable {
    package let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}
