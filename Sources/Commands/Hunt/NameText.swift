/// Text in names: letters of ASCII in either case, and `_` like `-`, as those who name packages and those who name
/// files write the same differently.
struct NameText {
    private let folded: [UInt8]

    /// The text that is looked for.
    init(_ text: [UInt8]) {
        folded = Self.fold(text)
    }

    /// Whether the text stands in a name.
    func isIn(_ name: [UInt8]) -> Bool {
        guard let first = folded.first else { return true }
        guard name.count >= folded.count else { return false }
        let name = Self.fold(name)
        for start in 0...(name.count - folded.count) where name[start] == first {
            if name[start..<start + folded.count].elementsEqual(folded) { return true }
        }
        return false
    }

    private static func fold(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "_"): UInt8(ascii: "-")
            default: byte
            }
        }
    }
}
