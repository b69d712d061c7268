import Inventory
import TestSupport

/// Names as somebody would choose who wants to be overlooked, or to be obeyed.
enum HostileNames {
    static let pieces: [[UInt8]] =
        [
            "", " ", "  ", "\n", "\r\n", "\t", "\u{0}", "\u{1b}[2J", "\u{1b}]0;title\u{7}", "\u{7f}", "\u{85}",
            "\u{9b}31m",
            "\u{202e}gpj.exe", "\u{2066}", "\u{200f}", "\u{61c}", "\u{200b}", "\u{feff}", "\u{2028}", "\u{2029}",
            "\u{a0}", "\u{3000}", "\u{2800}", "\u{3164}", "\u{fe0f}", "\u{e0041}", "\u{e000}", "\u{ad}",
            "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "\u{301}", "漢字", "ﬁ", "😀", "👩\u{200d}🚒", "نص", "שלום",
            "\\", "\\x1b", "\\u{202e}", "::set-env name=PATH::/tmp", ":", "##[add-path]/tmp", "##vso[task.x]", "#", "%",
            "%41",
            "<script>", "&amp;", "\"", "'", "`", "$(id)", "|", "{0}", "[a](b)", "]", "a", "b-1.0.whl", ".pth", "/",
            "..",
        ].map { (text: String) in Array(text.utf8) } + [
            [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80], [0x80],
            [0xf0, 0x9f, 0x98],
            [0xc2], [0xfe], [0xe0, 0x80, 0xaf],
        ]

    /// A name of some pieces and, now and then, random bytes.
    static func any(_ numbers: inout SeededGenerator) -> ByteString {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...5, using: &numbers) {
            if Int.random(in: 0..<8, using: &numbers) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &numbers))
            } else {
                bytes += pieces.randomElement(using: &numbers) ?? []
            }
        }
        return ByteString(bytes)
    }

    /// A name that can stand where a `String` is asked for.
    static func anyText(_ numbers: inout SeededGenerator) -> String {
        String(decoding: any(&numbers).bytes, as: UTF8.self)
    }

    /// What no output may hold anywhere, besides the line breaks and colours of our own making.
    static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f...0x9f, 0x61c, 0xad, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0x3164,
            0xfe00...0xfe0f, 0xe0000...0xe0fff:
            true
        default: false
        }
    }
}
