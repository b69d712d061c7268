import Bolt

/// Uses a database that nobody has checked, as a careless caller would.
enum Exercise {
    private static let bucketsLimit = 200
    private static let entriesLimit = 300

    /// Walks over some entries of some buckets, and looks them up again.
    static func lookups(in database: BoltDatabase) {
        var buckets = [database.root]
        var opened = 0
        while let bucket = buckets.popLast(), opened < bucketsLimit {
            opened += 1
            var cursor = bucket.cursor()
            var entries = 0
            while entries < entriesLimit, let entry = try? cursor.next() {
                entries += 1
                _ = try? bucket.entry(Array(database.bytes[entry.key]))
                _ = try? bucket.value(Array(database.bytes[entry.key].dropLast()))
                if let child = try? bucket.bucket(of: entry) { buckets.append(child) }
            }
        }
    }
}
