import Bytes
package import Inventory

/// The command of a step, as descriptions of records have it.
///
/// ```
///   mount / from exec /bin/sh -c pip install .                                       the result of a step
///   cached mount /root/.cache/pip from exec /bin/sh -c pip install .                 a mount cache, named by the
///   cached mount /root/.cache/pip from exec /bin/sh -c pip install . with id "…"     first step that had it
///                                           '----- command -----'   '- since 0.12, where id and target differ
/// ```
package enum StepText {
    private static let resultStart = Array("mount / from exec ".utf8)
    private static let mountStart = Array("cached mount ".utf8)
    private static let middle = Array(" from exec ".utf8)
    private static let idStart = Array(" with id \"".utf8)

    /// A short digest of a command as it is compared: cut where it is long (FNV-1a). Whoever finds two commands with
    /// the same one makes us compare them, and no more.
    static func digest(_ command: ArraySlice<UInt8>) -> UInt64 {
        let isLong = command.count > BuildAssembler.textLimit
        let text = isLong ? BuildAssembler.cut(Array(command))[...] : command
        return text.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Command of the step whose result a record is; `nil` for other records.
    package static func ofResult(_ description: ByteString) -> [UInt8]? {
        guard description.bytes.starts(with: resultStart) else { return nil }
        return Array(description.bytes.dropFirst(resultStart.count))
    }

    /// What the command of the step that made a mount cache may be: the end that looks like an id may be part of it.
    package static func ofMount(_ description: ByteString) -> [[UInt8]] {
        let bytes = description.bytes
        guard bytes.starts(with: mountStart), let at = bytes[...].firstOffset(of: middle) else { return [] }
        let whole = Array(bytes[(at + middle.count)...])
        guard whole.last == UInt8(ascii: "\"") else { return [whole] }
        // Quotes in an id are escaped, so what looks like the beginning of one is none when another follows.
        var end: Int?
        var start = 0
        while let at = whole[start...].firstOffset(of: idStart) {
            end = at
            start = at + 1
        }
        return end.map { [Array(whole[..<$0]), whole] } ?? [whole]
    }
}
