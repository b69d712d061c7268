import Bytes
import Inflate
import Inventory

/// Wheels that pip built: nothing outside of the cache has their digest.
extension PipHarvest {
    /// Reads one folder of `wheels`.
    mutating func readBuilt(_ key: [UInt8]) {
        guard let folder = built[key], let first = folder.wheels.first else {
            // A note without a wheel says nothing to anybody.
            if let origin = built[key]?.origin { reading.settled.append(origin) }
            return
        }
        let origin = folder.origin.flatMap { readOrigin($0) }
        let source = judgeKey(key, origin, folder)
        if folder.wheels.count > 1 {
            let tags = folder.wheels.compactMap { wheelName($0) }.map { [$0.python, $0.abi, $0.platform] }
            if Set(tags).count < tags.count {
                observe(
                    "misplaced-entry", grade: "second-wheel", first,
                    "Several wheels for the same interpreter lie in the folder of one source archive")
            }
        }
        for wheel in folder.wheels { readBuiltWheel(wheel, folder.origin, source) }
    }

    /// Where a folder's wheels were made from.
    private struct BuildSource {
        var url: String?
        var digests: [ContentDigest] = []
        /// Whether the folder's name follows from it.
        var isDerived = false
    }

    private func wheelName(_ index: Int) -> PythonName.Wheel? {
        PythonName.wheel(String(decoding: fileName(index), as: UTF8.self))
    }

    /// The last part of a file's path.
    func fileName(_ index: Int) -> ArraySlice<UInt8> {
        let path = files.files[index].path.bytes
        return path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
    }

    private mutating func readOrigin(_ index: Int) -> BuildOrigin? {
        do throws(PipFailure) {
            guard files.files[index].size <= Int64(BuildOrigin.limit) else {
                throw PipFailure(.tooLarge, "origin.json is larger than \(BuildOrigin.limit) bytes")
            }
            let bytes: [UInt8]
            do throws(CacheReadError) {
                bytes = try files.read(index, at: 0, count: BuildOrigin.limit)
            } catch {
                throw PipFailure(error)
            }
            do throws(ParseError) {
                guard let origin = try BuildOrigin(bytes) else {
                    throw ParseError(format: "origin.json", reason: "no URL", offset: 0)
                }
                if PipURL.hasCredentials(origin.url) || PipURL.hasSecretQuery(origin.url) {
                    leak(index, "source address of a built wheel", "url")
                }
                return origin
            } catch {
                // pip takes a wheel with such an origin without comparing anything.
                observe(
                    "misplaced-entry", grade: "no-origin", index,
                    "What the wheel was built from cannot be read; pip then asks for no digest")
                throw PipFailure(error)
            }
        } catch {
            trouble(index, error)
            return nil
        }
    }

    // MARK: The folder's name

    private mutating func judgeKey(
        _ key: [UInt8], _ origin: BuildOrigin?, _ folder: (wheels: [Int], origin: Int?)
    ) -> BuildSource {
        let place = folder.wheels[0]
        if let origin {
            let known = reading.claims(of: origin.url, among: claimsByName[wheelName(place)?.name ?? ""] ?? [])
            let digests = origin.digests + known.filter { !origin.digests.contains($0) }
            let isDerived = origin.links.contains {
                WheelKey.matches(key, url: $0, digests: digests, subdirectory: origin.subdirectory)
            }
            if isDerived { judgeLink(origin.url, place) } else { observeUnderived(place) }
            if isDerived || planted(key, place) == nil {
                let wrong = known.first { claim in
                    origin.digests.contains { $0.algorithm == claim.algorithm && $0.bytes != claim.bytes }
                }
                if let wrong, let index = folder.origin {
                    observe(
                        "index-mismatch", grade: "origin", index,
                        "The source archive's digest beside the wheel is not that of the index page",
                        expected: ["\(wrong)"],
                        actual: origin.digests.first { $0.algorithm == wrong.algorithm }.map { "\($0)" })
                }
                return BuildSource(url: origin.url, digests: origin.digests, isDerived: isDerived)
            }
        }
        if let claim = planted(key, place) {
            judgeLink(claim.url, place)
            return BuildSource(url: claim.url, digests: claim.digests, isDerived: true)
        }
        if built.values.contains(where: { $0.origin != nil }) {
            observe(
                "misplaced-entry", grade: "no-origin", place,
                "Nothing says what the wheel was built from, and nothing known gives its folder this name")
        }
        return BuildSource()
    }

    private mutating func observeUnderived(_ place: Int) {
        observe(
            "misplaced-entry", grade: "underived", place,
            "The folder's name does not follow from what the wheel is said to be built from")
    }

    /// pip looks for built wheels also where a wheel is to be downloaded, though it never puts one there.
    private mutating func judgeLink(_ url: String, _ place: Int) {
        guard LockedEntry.fileName(PipURL.withoutFragment(url))?.lowercased().hasSuffix(".whl") == true else { return }
        observe(
            "misplaced-entry", grade: "planted-wheel", place,
            "The wheel lies where pip takes it instead of a wheel of the index, without comparing digests",
            evidence: [.init("replaces", .bytes(PipURL.shown(url)))])
    }

    /// The link of a cached page that gives a folder its name.
    private func planted(_ key: [UInt8], _ place: Int) -> (url: String, digests: [ContentDigest])? {
        guard let name = wheelName(place) else { return nil }
        var tried = 0
        for index in claimsByName[name.name] ?? [] {
            let claim = reading.claims[index]
            guard let url = claim.url?.utf8Text, tried < WheelKey.tryLimit else { continue }
            tried += 1
            if WheelKey.matches(key, url: url, digests: claim.digests) { return (url, claim.digests) }
        }
        return nil
    }

    // MARK: The wheel

    private mutating func readBuiltWheel(_ index: Int, _ origin: Int?, _ source: BuildSource) {
        judgeOrder(index, origin)
        let named = wheelName(index)
        var artifact = Artifact(
            ecosystem: .pip, kind: .builtWheel, name: named?.name ?? "", version: named?.version ?? "",
            file: String(decoding: fileName(index), as: UTF8.self), path: files.files[index].path,
            parts: [index, origin].compactMap { $0 }.map { files.files[$0].path },
            digests: files.files[index].digest.flatMap { ContentDigest(.sha256, $0.array) }.map { [$0] } ?? [],
            size: files.files[index].size, madeFrom: source.digests, source: source.url.map(PipURL.shown))
        do throws(ArchiveError) {
            guard let wheel = try WheelArchive(self.source(index), checksEntries: true) else {
                throw ArchiveError(.malformed, format: "wheel", reason: "no dist-info folder", offset: 0)
            }
            guard !wheel.name.isEmpty else {
                throw ArchiveError(.malformed, format: "wheel", reason: "it names no package", offset: 0)
            }
            artifact.name = wheel.name
            artifact.version = wheel.version
            if named?.name != wheel.name || PythonVersion(named?.version ?? "") != PythonVersion(wheel.version) {
                observe(
                    "misplaced-entry", grade: "other-release", index,
                    "The content says to be another release than the file's name")
            }
            artifact.hooks = judgeNames(of: wheel, index, isBuilt: true)
            let isDeep = spend(wheel)
            if !isDeep { trouble(index, .init(.tooLarge, "more content than may be compared in one cache")) }
            let record = try WheelRecord(wheel, isDeep: isDeep)
            judge(record, wheel, index)
            let compared = try compare(wheel, record.contents, with: source.url, index)
            artifact.selfCheck =
                !record.problems.isEmpty || compared?.isSame == false
                ? .disagrees : source.isDerived && isDeep ? .agrees : .none
            if artifact.selfCheck == .agrees { artifact.sameAs = compared?.archive }
        } catch {
            artifact.selfCheck = .disagrees
            trouble(index, PipFailure(error))
        }
        reading.artifacts.append(artifact)
    }

    /// pip writes `origin.json` after the wheel.
    private mutating func judgeOrder(_ index: Int, _ origin: Int?) {
        guard let origin, let wheel = files.files[index].modified, let note = files.files[origin].modified,
            wheel > note, wheel - note > Self.orderSlack
        else { return }
        observe(
            "sidecar-mismatch", grade: "order", index,
            "The wheel was changed after the note of its origin, which pip writes last",
            evidence: [.init("wheel", .time(wheel)), .init("origin", .time(note))])
    }

    /// Nanoseconds by which file times may be out of order.
    private static let orderSlack: Int64 = 5_000_000_000
}

extension CacheReading {
    /// Digests that pages give a URL.
    fileprivate func claims(of url: String, among places: [Int]) -> [ContentDigest] {
        let wanted = PipURL.shown(url)
        var found: [ContentDigest] = []
        for place in places where claims[place].url == wanted {
            for digest in claims[place].digests where !found.contains(digest) { found.append(digest) }
        }
        return found
    }
}
