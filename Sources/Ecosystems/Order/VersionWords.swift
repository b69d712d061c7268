/// The words behind a version's hyphen or plus, after the grammar of Semantic Versioning.
enum VersionWords {
    /// Letters, digits and hyphens between dots, one at least in each word; `nil` for anything else.
    static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        let words = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areWords = words.allSatisfy { word in
            !word.isEmpty && word.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
        }
        return areWords ? words : nil
    }

    /// Whether a word is no number with a zero before it.
    static func hasPlainZeros(_ word: ArraySlice<UInt8>) -> Bool {
        word.count < 2 || word.first != UInt8(ascii: "0") || !word.allSatisfy(\.isASCIIDigit)
    }
}
