private import CEmbed

/// A file of the repository that is built into the executable.
package struct EmbeddedFile: Sendable {
    /// Its name, for messages: `rules/hygiene.toml`.
    package let name: String
    package let bytes: [UInt8]

    /// Copies all embedded files out.
    package static func all() -> [EmbeddedFile] {
        // The table is constant and its counts come from `sizeof`; nothing of a pointer leaves this function.
        let table = unsafe CEmbed_table()
        return (0..<CEmbed_file_count).map { index in
            let file = unsafe table[index]
            return unsafe EmbeddedFile(
                name: String(cString: file.name),
                bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }

    /// One embedded file, `nil` where there is none of that name.
    package static func named(_ name: String) -> EmbeddedFile? {
        all().first { $0.name == name }
    }
}
