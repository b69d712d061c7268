/// Bytes that clients write, made by hand.
package enum CacheText {
    /// An entry of pip's newer form about a body of a type: MessagePack behind a mark.
    package static func pipEntry(type: String) -> [UInt8] {
        func text(_ text: String) -> [UInt8] { [0xD9, UInt8(truncatingIfNeeded: text.utf8.count)] + Array(text.utf8) }
        let headers = [0x81] + text("content-type") + text(type)
        let response =
            [0x83] + text("body") + [0xC4, 0] + text("headers") + headers + text("status") + [0xCC, 200]
        return Array("cc=4,".utf8) + [0x82] + text("response") + response + text("vary") + [0x80]
    }

    /// Bytes as base64 with padding.
    package static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var result = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let piece = Array(bytes[start..<min(start + 3, bytes.count)])
            let word = (0..<3).reduce(0) { $0 << 8 | Int($1 < piece.count ? piece[$1] : 0) }
            for place in 0..<4 {
                result.append(place <= piece.count ? letters[word >> (18 - 6 * place) & 63] : "=")
            }
        }
        return result
    }
}
