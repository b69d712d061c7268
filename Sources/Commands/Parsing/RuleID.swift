/// The form of a rule's id: kebab case.
enum RuleID {
    /// Bytes of the longest id.
    static let longest = 64
    /// Ends the sentence "... is expected".
    static let expectation = "the id of a rule, such as `symlink-escape`,"

    /// Lower-case letters, digits and dashes, starting with a letter; `nil` for anything else.
    static func read(_ bytes: [UInt8]) -> String? {
        guard (1...longest).contains(bytes.count), let first = bytes.first, isLetter(first),
            bytes.allSatisfy({
                isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
