/// Text in which `%2B` stands for a byte.
package enum PercentText {
    /// The bytes; `nil` where a percent sign has not two digits behind it.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? { decode(text, isLoose: false) }

    /// The bytes. A percent sign that has not two digits behind it stands for itself, as in browsers.
    package static func decodeLoosely(_ text: some Collection<UInt8>) -> [UInt8] {
        decode(text, isLoose: true) ?? []
    }

    private static func decode(_ text: some Collection<UInt8>, isLoose: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else if digits.count == 2, let high = digits.first?.hexadecimalValue,
                let low = digits.dropFirst().first?.hexadecimalValue
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else if isLoose {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        return bytes
    }
}
