import Bytes
import Inventory

/// Looks for credentials in the text of logs and settings. What is found is named by its kind and line, never shown.
///
/// ```
///   //registry.example/:_authToken=…      settings, and words of a command
///   https://user:password@registry.example/
///   Authorization: Bearer …
///   "--otp" "123456"
///   npm_… ghp_… glpat-…                   tokens that say what they are
/// ```
/// Newer clients write `***` in such places; that is no credential.
enum NpmCredentialText {
    /// One credential.
    struct Find: Hashable {
        let kind: String
        /// Counted from 1.
        let line: Int
    }

    /// Finds in one text.
    static let findLimit = 64
    private static let lineLimit = 1 << 16

    private static let settings = ["_authToken", "_password", "_auth"].map { Array($0.utf8) }
    private static let schemes = ["Bearer ", "Basic "].map { Array($0.utf8) }
    /// Of tokens that say what they are, those that npm is given: letters of others stand in digests by chance.
    private static let tokenKinds = ["npm token", "GitHub token", "GitLab token"]

    /// All that is found, each kind once per line.
    static func finds(in text: [UInt8]) -> [Find] {
        var finds: [Find] = []
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            for kind in kinds(in: line.prefix(lineLimit)) where finds.count < findLimit {
                finds.append(Find(kind: kind, line: number))
            }
        }
        return finds
    }

    private static func kinds(in line: ArraySlice<UInt8>) -> [String] {
        var kinds: [String] = []
        func add(_ kind: String) { if !kinds.contains(kind) { kinds.append(kind) } }
        let text = Array(line)
        for hit in SecretFinder.hits(in: text, reading: .name) where !text[hit.range].contains(UInt8(ascii: "*")) {
            if hit.isUserOfAddress { add("password in an address") }
            if tokenKinds.contains(hit.kind) { add("access token") }
        }
        var at = line.startIndex
        while at < line.endIndex {
            let rest = line[at...]
            switch line[at] {
            case UInt8(ascii: "_"): if isSetting(rest) { add("setting of a registry") }
            case UInt8(ascii: "B"): if isScheme(rest) { add("authorization") }
            case UInt8(ascii: "o"): if isOneTimePassword(rest, before: line[..<at]) { add("one-time password") }
            default: break
            }
            at += 1
        }
        return kinds
    }

    private static func isSetting(_ rest: ArraySlice<UInt8>) -> Bool {
        for name in settings where rest.starts(with: name) {
            let behind = rest.dropFirst(name.count)
            guard let next = behind.first, "=\" '".utf8.contains(next) else { continue }
            let value = behind.drop { "=\" '".utf8.contains($0) }
            return isSecret(value)
        }
        return false
    }

    private static func isScheme(_ rest: ArraySlice<UInt8>) -> Bool {
        for name in schemes where rest.starts(with: name) {
            let value = rest.dropFirst(name.count)
            return isSecret(value) && value.prefix { $0.isASCIIAlphanumeric || "+/=_-.".utf8.contains($0) }.count >= 12
        }
        return false
    }

    private static func isOneTimePassword(_ rest: ArraySlice<UInt8>, before: ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: "otp".utf8), before.suffix(2).elementsEqual("--".utf8) else { return false }
        let digits = rest.dropFirst(3).drop { "=\" '".utf8.contains($0) }.prefix(while: \.isASCIIDigit)
        return (6...8).contains(digits.count)
    }

    /// Whether something stands there that is not masked and no name of a variable.
    private static func isSecret(_ value: ArraySlice<UInt8>) -> Bool {
        let word = value.prefix { $0 > 0x20 && !"\"'".utf8.contains($0) }
        guard !word.isEmpty, !word.starts(with: "${".utf8) else { return false }
        return !word.contains(UInt8(ascii: "*"))
    }
}

/// Fifth step: logs, and settings that lie in the cache.
extension NpmCacheSurvey {
    /// Looks through all of them.
    mutating func readLogs() {
        for file in logs {
            guard logBytes < NpmCacheLimits.logs else {
                scan.trouble(file, .tooLarge, "more bytes of logs than the limit")
                return
            }
            guard let text = scan.whole(file, limit: NpmCacheLimits.logSize, "the log") else { continue }
            logBytes += text.count
            for find in NpmCredentialText.finds(in: text) {
                scan.observe(
                    "credential-in-cache", file, "A text file in the cache holds what looks like a credential.",
                    evidence: [
                        Finding.Evidence("kind", .text(find.kind)),
                        Finding.Evidence("line", .number(Int64(find.line))),
                    ])
            }
        }
    }
}
