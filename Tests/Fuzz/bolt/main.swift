// Any bytes may come: first as a whole file, then as the pages of one behind meta pages that are valid, since a fuzzer
// does not guess checksums. An unchecked database may lead a caller astray, but not make it trap or go on for ever;
// what is accepted must be found by its keys, each refusal names a page.
//
//   input   1 byte: which page is the root | pages of 1024 bytes, the last one cut where only zeros follow

import Bolt
import CFuzz
import Glibc

let pageSize = 1024
/// Steps of a walk that nobody has checked.
let stepsLimit = 5000

func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}

func metaPage(root: UInt64, pageCount: UInt64, transaction: UInt64) -> [UInt8] {
    var meta = little(0xED0C_DAED, 4) + little(2, 4) + little(UInt64(pageSize), 4) + little(0, 4)
    meta += little(root, 8) + little(0, 8) + little(.max, 8) + little(pageCount, 8) + little(transaction, 8)
    meta += little(meta.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, 8)
    let header = little(transaction & 1, 8) + little(4, 2) + little(0, 6)
    return header + meta + [UInt8](repeating: 0, count: pageSize - header.count - meta.count)
}

/// Puts the input behind two meta pages.
func file(of input: [UInt8]) -> [UInt8] {
    var pages = Array(input.dropFirst())
    pages += [UInt8](repeating: 0, count: pageSize - pages.count % pageSize)
    let pageCount = 2 + UInt64(pages.count / pageSize)
    let root = 2 + UInt64(input.first ?? 0) % (pageCount - 2)
    return metaPage(root: root, pageCount: pageCount, transaction: 2)
        + metaPage(root: root, pageCount: pageCount, transaction: 1) + pages
}

/// Walks about in a database that nobody has checked.
func wander(_ database: BoltDatabase) throws(BoltError) {
    var buckets = [database.root]
    var steps = 0
    while let bucket = buckets.popLast() {
        var cursor = bucket.cursor()
        while steps < stepsLimit, let entry = try cursor.next() {
            steps += 1
            precondition(!entry.key.isEmpty && entry.value.upperBound <= database.bytes.count, "an entry lies outside")
            _ = try bucket.entry(Array(database.bytes[entry.key].dropLast()))
            if entry.isBucket { buckets.append(try bucket.bucket(of: entry)) }
        }
    }
}

/// Looks up every key of a database that was accepted.
func findAll(_ database: BoltDatabase) throws(BoltError) {
    var buckets = [database.root]
    while let bucket = buckets.popLast() {
        var cursor = bucket.cursor()
        while let entry = try cursor.next() {
            let found = try bucket.entry(Array(database.bytes[entry.key]))
            precondition(found == entry, "a key of the walk is not found by a lookup")
            if entry.isBucket { buckets.append(try bucket.bucket(of: entry)) }
        }
    }
}

func read(_ bytes: [UInt8]) {
    do throws(BoltError) {
        let database = try BoltDatabase(bytes: bytes)
        do throws(BoltError) {
            try wander(database)
        } catch {
            precondition(error.page != nil, "a refusal without a page: \(error)")
        }
        try database.check()
        do throws(BoltError) {
            try findAll(database)
        } catch {
            preconditionFailure("accepted, and then broken: \(error)")
        }
    } catch {
        precondition(error.page != nil, "a refusal without a page: \(error)")
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    read(input)
    read(file(of: input))
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
