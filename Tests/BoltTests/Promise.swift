import Bolt

/// What every transaction of `Tests/Tools/bolt-writer/commit.go` promises.
enum Promise {
    private static let allKeys = 128

    /// How it is broken; `nil` where it is kept.
    static func breach(in database: BoltDatabase) -> String? {
        do {
            guard let all = try database.bucket(Array("all".utf8)),
                let some = try database.bucket(Array("some".utf8)),
                let sums = try database.bucket(Array("sums".utf8))
            else { return "a bucket is missing" }
            guard try number("transaction", sums) == database.transaction else { return "another transaction" }
            if let wrong = try breach(ofAll: all, database.transaction) { return wrong }
            var sum: UInt64 = 0
            var keys: UInt64 = 0
            var cursor = some.cursor()
            while let entry = try cursor.next() {
                sum &+= number(some.bytes[entry.value])
                keys += 1
            }
            guard try number("keys", sums) == keys else { return "\(keys) keys" }
            return try number("sum", sums) == sum ? nil : "the sum is \(sum)"
        } catch {
            return "\(error)"
        }
    }

    private static func breach(ofAll bucket: BoltBucket, _ transaction: UInt64) throws -> String? {
        var index = 0
        var cursor = bucket.cursor()
        while let entry = try cursor.next() {
            let value = bucket.bytes[entry.value]
            guard value.count == 16 + (index % 32 == 31 ? 100 : 1) * index else { return "key \(index): length" }
            guard number(value.prefix(8)) == transaction else { return "key \(index): older or newer" }
            // One number for the whole value; each byte is one more than the one before.
            var expected = UInt8(truncatingIfNeeded: transaction &* 31 &+ UInt64(index) &* 7 &+ 8)
            for at in (value.startIndex + 8)..<value.endIndex {
                if value[at] != expected { return "key \(index), byte \(at - value.startIndex)" }
                expected &+= 1
            }
            index += 1
        }
        return index == allKeys ? nil : "\(index) keys of \(allKeys)"
    }

    private static func number(_ key: String, _ bucket: BoltBucket) throws -> UInt64? {
        try bucket.value(Array(key.utf8)).map { number(bucket.bytes[$0]) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
