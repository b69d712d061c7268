import Inventory
import Linux

/// When to look at the folder of incidents: soon after the kernel says that something happened there, and every minute
/// besides, since the folder may come later, lie on another host, or be beyond what the kernel watches.
final class IncidentWatch {
    private enum Limit {
        /// Between two looks that nothing has asked for.
        static let every = 60 * TimeSpan.second
        /// From news to the look: what comes together is seen together.
        static let soon = 200 * TimeSpan.millisecond
    }

    private var folder: IncidentFolder
    private var watch: FolderWatch?
    private var watched: ByteString?
    /// When to look next, by a clock that never jumps.
    private(set) var nextLook: Int64 = 0
    /// Whether a file was left for the next look.
    private(set) var isSettling = false

    init(read: @escaping @Sendable ([UInt8], ByteString) -> IncidentReading) {
        folder = IncidentFolder(read: read)
    }

    /// The files as they were at the last look.
    var entries: [IncidentFolder.Entry] { folder.entries }

    /// To be waited for.
    var entry: PollEntry? { watch?.entry }

    /// Whether it is time to look. Takes in what the kernel says.
    func isDue(_ now: Int64) -> Bool {
        switch watch?.look() ?? .nothing {
        case .nothing: break
        case .changed: nextLook = min(nextLook, now + Limit.soon)
        case .gone:
            watch = nil
            nextLook = min(nextLook, now + Limit.soon)
        }
        return now >= nextLook
    }

    /// Looks soon; `anew` where another folder may be meant.
    func lookSoon(_ now: Int64, anew: Bool) {
        nextLook = now
        if anew { watch = nil }
    }

    /// There is no folder.
    func rest(_ now: Int64) {
        watch = nil
        watched = nil
        folder.forget()
        isSettling = false
        nextLook = now + Limit.every
    }

    /// Looks at the folder. `now` never jumps, `time` is that of file systems.
    func look(
        at path: ByteString, now: Int64, time: Int64
    ) throws(IncidentFolderError) -> IncidentFolder.News {
        nextLook = now + Limit.every
        if watched != path {
            folder.forget()
            watched = path
        }
        // Watched before it is listed: what comes between is told of.
        if watch == nil { watch = try? FolderWatch(path.bytes) }
        let news = try folder.look(at: path, now: time)
        isSettling = news.isSettling
        if isSettling { nextLook = now + IncidentFolder.Limit.settling + Limit.soon }
        return news
    }
}
