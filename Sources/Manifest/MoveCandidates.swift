internal import Inventory

/// A file that is gone, as a candidate for a move.
struct RemovedFile {
    var id: Int64
    var content: MoveContent
    var device: Int64
    var inode: Int64
    /// -1 where there is no digest.
    var size: Int64
}

extension RemovedFile {
    /// Of a row of the table of files.
    init(_ numbers: borrowing FileNumbers, digest: SHA256Digest?) {
        self.init(
            id: numbers.id, content: MoveContent(cache: numbers.cache, digest: digest ?? .zero),
            device: numbers.device, inode: numbers.inode, size: digest == nil ? -1 : numbers.size)
    }
}

/// What a moved file keeps: its cache and its content.
struct MoveContent: Hashable {
    var cache: Int64
    var digest: SHA256Digest
}

/// Removed files, each to be taken once, by an added file that is the same file under another name.
///
/// ```
///  mark of a file ──► first ──► next ──► next      places in the list of removed files, in its order: hard links
///                                                  of one file share a mark, all others have one of their own
/// ```
/// Somebody may remove and add as many files of one content as he likes: an answer takes the same few steps however
/// many there are.
struct MoveCandidates {
    /// By what a file is known again under another name.
    private struct Mark: Hashable {
        var content: MoveContent
        var device: Int64
        var inode: Int64
        var size: Int64

        init(_ file: RemovedFile) {
            content = file.content
            device = file.device
            inode = file.inode
            size = file.size
        }
    }

    private let removed: [RemovedFile]
    /// Place of the first file of a mark that was not taken yet.
    private var first: [Mark: Int] = [:]
    /// Place of the next one of the same mark.
    private var next: [Int?]
    private var isTaken: [Bool]

    /// Files without content are nobody's candidates.
    init(_ removed: [RemovedFile]) {
        self.removed = removed
        next = Array(repeating: nil, count: removed.count)
        isTaken = Array(repeating: false, count: removed.count)
        // From the end, so that each one stands before those that come after it.
        for place in removed.indices.reversed() where removed[place].size >= 0 {
            let mark = Mark(removed[place])
            next[place] = first[mark]
            first[mark] = place
        }
    }

    /// The row of the first removed file that is the added one under another name; nobody else gets it.
    mutating func take(_ added: RemovedFile) -> Int64? {
        let mark = Mark(added)
        guard let place = first[mark] else { return nil }
        first[mark] = next[place]
        isTaken[place] = true
        return removed[place].id
    }

    /// Contents of which one file alone was not taken, with its row.
    var lone: [MoveContent: Int64] {
        var left: [MoveContent: Int64?] = [:]
        for place in removed.indices where removed[place].size >= 0 && !isTaken[place] {
            let content = removed[place].content
            left.updateValue(left[content] == nil ? removed[place].id : nil, forKey: content)
        }
        return left.compactMapValues { $0 }
    }
}
