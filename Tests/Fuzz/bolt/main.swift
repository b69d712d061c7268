// Any bytes may come: first as a whole file, then as the pages of one behind meta pages that are valid, since a fuzzer
// does not guess checksums. An unchecked database may lead a caller astray, but not make it trap or go on for ever;
// what is accepted must be found by its keys, each refusal names a page. The same bytes are then read through a file,
// as a daemon's are, page by page: that must accept the same and find the same in it.
//
//   input   1 byte: which page is the root | pages of 1024 bytes, the last one cut where only zeros follow

import Bolt
import CFuzz
import Glibc
import Linux

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

/// A walk over all entries in order: keys, values, and what is a bucket.
func dump(_ database: BoltDatabase) throws(BoltError) -> [UInt8] {
    var result: [UInt8] = []
    var cursors = [database.root.cursor()]
    var buckets = [database.root]
    while let top = cursors.indices.last {
        guard let entry = try cursors[top].next() else {
            cursors.removeLast()
            buckets.removeLast()
            result.append(3)
            continue
        }
        result += [entry.isBucket ? 1 : 2] + database.bytes[entry.key] + [0]
        guard entry.isBucket else {
            result += database.bytes[entry.value]
            continue
        }
        let bucket = try buckets[top].bucket(of: entry)
        cursors.append(bucket.cursor())
        buckets.append(bucket)
    }
    return result
}

let path = Array("/tmp/bezoar-fuzz-bolt-\(getpid())".utf8)

/// Writes a file and reads it as one that a daemon has.
func readFile(_ bytes: [UInt8]) throws(BoltError) -> BoltDatabase {
    let file: Descriptor
    do throws(SystemError) {
        file = try Descriptor.open(path, [.readWrite, .create, .truncate])
        try OwnFile.remove(path)
        try file.write(bytes)
    } catch {
        fatalError("no file to read from: \(error)")
    }
    // Nobody writes to it, so there is nothing to wait for.
    var effort = BoltEffort(isPatient: false)
    return try BoltDatabase.read(file, name: "a", effort: &effort)
}

/// Both ways must come to the same.
func compare(_ bytes: [UInt8]) {
    var whole: [UInt8]?
    var copied: [UInt8]?
    do throws(BoltError) {
        let database = try BoltDatabase(bytes: bytes)
        try database.check()
        whole = try dump(database)
    } catch {}
    do throws(BoltError) {
        let database = try readFile(bytes)
        try database.check()
        copied = try dump(database)
    } catch {
        precondition(error.page != nil, "a refusal without a page: \(error)")
    }
    precondition(whole == copied, "a file and its bytes are not read alike")
}

func read(_ bytes: [UInt8]) {
    compare(bytes)
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
