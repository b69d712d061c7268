import Inflate
import Inventory

/// What is found in one place of a cache while its files are gone through.
struct CacheScan {
    /// How much one place may hand on; what is above is a trouble.
    enum Limit {
        static let observations = 20_000
        static let troubles = 10_000
        static let claims = 2_000_000
    }

    /// All files of the cache that the place is a part of.
    let files: any CacheFiles
    /// The folder of the client.
    let place: ByteString
    /// What was found so far.
    var reading = CacheReading()
    /// Whether there were more observations, or more claims, than are kept.
    private var isCutOff = false
    private var hasMoreClaims = false

    /// Begins with nothing.
    init(_ place: ByteString, of files: any CacheFiles) {
        self.files = files
        self.place = place
    }

    // MARK: What was found

    /// Notes what a rule speaks of.
    mutating func observe(
        _ rule: String, grade: String? = nil, _ file: Int, _ message: String, purl: String? = nil,
        expected: [ContentDigest] = [], actual: ContentDigest? = nil, evidence: [Finding.Evidence] = []
    ) {
        guard reading.observations.count < Limit.observations else {
            if !isCutOff { trouble(file, .tooLarge, "more observations in this cache than the limit") }
            isCutOff = true
            return
        }
        reading.observations.append(
            Observation(
                rule: rule, grade: grade, path: path(file), purl: purl, message: message,
                expected: expected.map(\.description), actual: actual?.description, evidence: evidence))
    }

    /// Notes what could not be read.
    mutating func trouble(_ file: Int, _ reason: Trouble.Reason, _ detail: String) {
        guard reading.troubles.count < Limit.troubles else { return }
        reading.troubles.append(Trouble(cache: -1, path: path(file), reason: reason, detail: detail))
    }

    /// Notes an archive that could not be read to its end.
    mutating func trouble(_ file: Int, _ error: ArchiveError) {
        let reason: Trouble.Reason =
            switch error.kind {
            case .tooLarge, .outOfMemory: .tooLarge
            case .unreadable: .unreadable
            case .malformed, .truncated, .mismatch, .unsupported: .malformed
            }
        trouble(file, reason, "\(error)")
    }

    /// Notes what an index says.
    mutating func claim(_ claim: IndexClaim, in file: Int) {
        guard reading.claims.count < Limit.claims else {
            if !hasMoreClaims { trouble(file, .tooLarge, "the indexes of this cache name more files than the limit") }
            hasMoreClaims = true
            return
        }
        reading.claims.append(claim)
    }

    // MARK: Files

    /// Path of a file, relative to the cache.
    func path(_ file: Int) -> ByteString { files.files[file].path }

    /// Path of a file, relative to the place.
    func relative(_ file: Int) -> [UInt8] {
        Array(path(file).bytes.dropFirst(place.isEmpty ? 0 : place.bytes.count + 1))
    }

    /// Bytes of a file.
    func size(_ file: Int) -> Int { Int(clamping: files.files[file].size) }

    /// The digest that the walk made of a file; `nil` where it could not be read.
    func digest(_ file: Int) -> ContentDigest? {
        files.files[file].digest.flatMap { ContentDigest(.sha256, $0.array) }
    }

    /// Bytes of several files; files with holes may claim more than any number holds.
    func size(of list: [Int]) -> Int64 {
        list.reduce(0) { sum, file in
            let (total, overflow) = sum.addingReportingOverflow(files.files[file].size)
            return overflow ? .max : total
        }
    }

    /// A whole file; `nil` where it cannot be read, and the trouble is noted.
    mutating func whole(_ file: Int, limit: Int, _ what: String) -> [UInt8]? {
        guard size(file) <= limit else {
            trouble(file, .tooLarge, "\(what) has \(size(file)) bytes, more than the limit of \(limit)")
            return nil
        }
        do throws(CacheReadError) {
            return try files.read(file, at: 0, count: limit)
        } catch {
            trouble(file, error.reason, error.detail)
            return nil
        }
    }

    /// A file as what an archive is read from; its first bytes may be at hand.
    func source(_ file: Int, head: [UInt8] = []) -> ByteSource {
        let files = files
        return ByteSource(size: size(file)) { offset, count throws(ArchiveError) in
            if offset < head.count { return Array(head[offset..<min(head.count, offset + count)]) }
            do throws(CacheReadError) {
                return try files.read(file, at: Int64(offset), count: count)
            } catch {
                throw .unreadable(error.detail, offset: offset)
            }
        }
    }
}
