package import Inventory
package import Linux

/// Which incidents were run, kept over restarts beside the manifest: an incident that was applied must not be applied
/// again because the host was started anew, after somebody may have put something back.
///
/// ```
///  5f2c…64 digits…  applied        one line for each content, the oldest first
///  9a01…            planned
/// ```
package struct IncidentMemory: Sendable {
    /// Contents that are remembered; the oldest go first.
    package static let limit = 1000
    private static let lineSize = 64 + 1 + 8

    /// Contents in the order in which they were run, by their SHA-256.
    private var order: [SHA256Digest] = []
    private var progress: [SHA256Digest: IncidentState.Progress] = [:]

    package init() {}

    /// Reads what was kept. Lines that are none of ours are left out: at worst an incident is run once more.
    package init(parsing bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.limit) {
            let words = line.split(separator: UInt8(ascii: " "))
            guard words.count == 2, let digest = SHA256Digest(hex: String(decoding: words[0], as: UTF8.self)),
                let progress = IncidentState.Progress(rawValue: String(decoding: words[1], as: UTF8.self)),
                progress == .planned || progress == .applied
            else { continue }
            note(digest, progress)
        }
    }

    /// What is kept, as bytes.
    package var document: [UInt8] {
        order.flatMap { digest in Array("\(digest.hex) \((progress[digest] ?? .planned).rawValue)\n".utf8) }
    }

    /// How far a content came; `nil` where it was never run to its end.
    package func progress(of digest: SHA256Digest) -> IncidentState.Progress? { progress[digest] }

    /// Remembers that a content was run.
    package mutating func note(_ digest: SHA256Digest, _ progress: IncidentState.Progress) {
        if self.progress.updateValue(progress, forKey: digest) != nil { order.removeAll { $0 == digest } }
        order.append(digest)
        while order.count > Self.limit { self.progress[order.removeFirst()] = nil }
    }

    /// The file in a folder.
    package static func file(in folder: ByteString) -> ByteString { folder.appending("agent-incidents") }

    /// Reads the file of a folder; empty where there is none.
    package static func load(from folder: ByteString) throws(SystemError) -> IncidentMemory {
        do throws(SystemError) {
            return IncidentMemory(
                parsing: try OwnFile.read(file(in: folder).bytes, limit: limit * 2 * lineSize, isOnlyFile: true))
        } catch {
            if error.number == SystemError.notFound { return IncidentMemory() }
            throw error
        }
    }

    /// Writes the file of a folder, whole or not at all.
    package func save(to folder: ByteString) throws(SystemError) {
        try OwnFile.replace(Self.file(in: folder).bytes, with: document, mode: 0o600, isOnlyFile: true)
    }
}
