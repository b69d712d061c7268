internal import Inflate
internal import Inventory

/// What is found in one place, while it is being read: collects, and keeps within limits.
struct MavenScan {
    /// Observations of one rule and grade; what is beyond is counted and reported once as a trouble.
    static let observationLimit = 1_000
    /// Troubles of one place.
    static let troubleLimit = 10_000
    /// Bytes of the largest file that is read as a text.
    static let textLimit = 8 << 20

    /// Packages that the descriptions of one place may name.
    static let referenceLimit = 1_000_000

    /// Where what is being read begins.
    var place: ByteString
    let files: any CacheFiles
    var reading = CacheReading()
    private var counts: [String: Int] = [:]
    private var references = 0

    init(_ place: ByteString, of files: any CacheFiles) {
        self.place = place
        self.files = files
    }

    /// The path of a file as the place sees it.
    func relative(_ index: Int) -> ArraySlice<UInt8> {
        let path = files.files[index].path.bytes
        return place.isEmpty ? path[...] : path.dropFirst(place.bytes.count + 1)
    }

    /// Adds an observation, or counts it.
    mutating func note(_ observation: Observation) {
        let key = observation.rule + "/" + (observation.grade ?? "")
        let count = (counts[key] ?? 0) + 1
        counts[key] = count
        if count <= Self.observationLimit {
            reading.observations.append(observation)
        } else if count == Self.observationLimit + 1 {
            reading.troubles.append(
                Trouble(
                    cache: 0, path: place, reason: .tooLarge,
                    detail: "more than \(Self.observationLimit) times `\(observation.rule)`; the others are not listed")
            )
        }
    }

    /// Adds what a description says.
    mutating func add(_ description: PackageDescription, _ index: Int) {
        guard references < Self.referenceLimit else {
            trouble(index, .tooLarge, "more than \(Self.referenceLimit) packages that descriptions name")
            return
        }
        references += description.required.count + 1
        reading.descriptions.append(description)
    }

    /// Adds a trouble with a file.
    mutating func trouble(_ index: Int, _ reason: Trouble.Reason, _ detail: String) {
        guard reading.troubles.count < Self.troubleLimit else { return }
        reading.troubles.append(Trouble(cache: 0, path: files.files[index].path, reason: reason, detail: detail))
    }

    /// A whole small file; `nil` and a trouble where it is too large or unreadable.
    mutating func text(_ index: Int, limit: Int = textLimit) -> [UInt8]? {
        let size = files.files[index].size
        guard size <= Int64(limit) else {
            trouble(index, .tooLarge, "\(size) bytes of text, more than the limit of \(limit)")
            return nil
        }
        do throws(CacheReadError) {
            return try files.read(index, at: 0, count: Int(size))
        } catch {
            trouble(index, error.reason, error.detail)
            return nil
        }
    }

    /// A digest of a file; `nil` and a trouble where it cannot be made.
    mutating func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) -> ContentDigest? {
        if algorithm == .sha256 {
            guard let digest = files.files[index].digest else { return nil }
            return ContentDigest(.sha256, digest.array)
        }
        do throws(CacheReadError) {
            return try files.digest(index, algorithm)
        } catch {
            trouble(index, error.reason, error.detail)
            return nil
        }
    }

    /// Opens an archive of the cache; whatever is wrong with it becomes a trouble.
    mutating func archive<Value>(
        _ index: Int, _ body: (ByteSource) throws(ArchiveError) -> Value
    ) -> Value? {
        let refusal = Refusal()
        let files = files
        let source = ByteSource(size: Int(clamping: files.files[index].size)) { offset, count throws(ArchiveError) in
            do throws(CacheReadError) {
                return try files.read(index, at: Int64(offset), count: count)
            } catch {
                refusal.error = error
                throw ArchiveError.unreadable(error.detail, offset: offset)
            }
        }
        do throws(ArchiveError) {
            return try body(source)
        } catch {
            if let refused = refusal.error {
                trouble(index, refused.reason, refused.detail)
            } else {
                trouble(index, error.kind == .tooLarge ? .tooLarge : .malformed, error.description)
            }
            return nil
        }
    }

    /// Why the cache refused a read: an archive's reader knows only that it did.
    private final class Refusal {
        var error: CacheReadError?
    }
}
