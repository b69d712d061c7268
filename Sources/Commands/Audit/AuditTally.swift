import Inventory

/// Counts what a walk brings, and keeps troubles up to a limit of number and of bytes.
struct AuditTally {
    /// Counts of one cache.
    struct Cache {
        var files = 0
        var bytes: Int64 = 0
        var links = 0
        var others = 0
        var directories = 0
        var hashed = 0
        var reused = 0
        var isComplete = true
    }

    private(set) var caches: [Cache]
    private(set) var troubles: [Trouble] = []
    private(set) var unlistedTroubles = 0
    /// Whether there was a trouble that lies in no cache.
    private var hasOuterTrouble = false
    private let troublesMax: Int
    /// One list for each cache, behind one for what lies in none.
    private var budget: ByteBudget

    init(caches: Int, troublesMax: Int, bytesMax: Int = 16 << 20) {
        self.caches = Array(repeating: Cache(), count: caches)
        budget = ByteBudget(all: bytesMax)
        self.troublesMax = troublesMax
    }

    /// The caches in which something was not seen. What lies in no cache may belong to any, so it counts for all.
    var unseenCaches: Set<Int> { Set(caches.indices.filter { hasOuterTrouble || !caches[$0].isComplete }) }

    /// Counts a batch.
    mutating func add(_ batch: FileBatch) {
        for record in batch.records {
            let index = Int(record.cache)
            guard caches.indices.contains(index), record.known != .again else { continue }
            caches[index].files += 1
            if record.kind == .symbolicLink {
                caches[index].links += 1
            } else if record.kind != .file {
                caches[index].others += 1
            }
            // Sparse files can claim any size: the sum saturates.
            let (sum, overflow) = caches[index].bytes.addingReportingOverflow(max(0, record.identity.size))
            caches[index].bytes = overflow ? .max : sum
            switch record.status {
            case .hashed: caches[index].hashed += 1
            case .reused: caches[index].reused += 1
            case .special, .failed: break
            }
        }
        if caches.indices.contains(Int(batch.cache)) { caches[Int(batch.cache)].directories += batch.directories }
        for trouble in batch.troubles { add(trouble) }
    }

    /// Takes a trouble; the cache it lies in is incomplete.
    mutating func add(_ trouble: Trouble) {
        var list = 0
        if caches.indices.contains(Int(trouble.cache)) {
            caches[Int(trouble.cache)].isComplete = false
            list = Int(trouble.cache) + 1
        } else {
            hasOuterTrouble = true
        }
        let size = trouble.path.bytes.count + trouble.detail.utf8.count
        if troubles.count < troublesMax, budget.take(size, of: list) {
            troubles.append(trouble)
        } else {
            unlistedTroubles += 1
        }
    }
}
