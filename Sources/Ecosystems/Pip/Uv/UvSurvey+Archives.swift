import Bytes
import Inventory

/// Archives: each file held against the list that its wheel brought along.
extension UvSurvey {
    private static let ending = Array(".dist-info".utf8)

    /// Looks at all archives; what leads to them is known by now.
    mutating func readArchives() {
        for (id, archive) in archives.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where !scan.files.isStopped {
            let infos = Set(archive.files.compactMap { Self.info(of: $0.name) })
            if infos.count == 1, let info = infos.first {
                readWheel(archive, info)
            } else if infos.isEmpty, archive.files.contains(where: { $0.name.elementsEqual("pyvenv.cfg".utf8) }) {
                // An environment: its files have other names on another list.
                for file in archive.files { scan.reading.pass(file.index, .derived) }
            } else {
                for file in archive.files { scan.reading.pass(file.index, .unknown) }
                guard let first = archive.files.first else { continue }
                scan.observe(
                    "record-mismatch", grade: "ambiguous", first.index,
                    "An unpacked wheel describes itself \(infos.isEmpty ? "nowhere" : "in more than one way").",
                    evidence: [Finding.Evidence("archive", .bytes(ByteString(id)))])
            }
        }
    }

    /// The folder that describes a wheel, of a file in it.
    private static func info(of name: [UInt8]) -> [UInt8]? {
        guard let slash = name.firstIndex(of: UInt8(ascii: "/")), name[..<slash].suffix(ending.count) == ending[...]
        else { return nil }
        return Array(name[..<slash])
    }

    private mutating func readWheel(_ archive: Archive, _ info: [UInt8]) {
        guard let first = archive.files.first else { return }
        let texts = Dictionary(archive.files.map { ($0.name, $0.index) }, uniquingKeysWith: { first, _ in first })
        var metadata: [UInt8] = []
        if let file = texts[info + Array("/METADATA".utf8)] {
            metadata = scan.whole(file, limit: WheelArchive.textLimit, "the description of a wheel") ?? []
        }
        let headers = PackageHeaders(metadata)
        let stem = info.dropLast(Self.ending.count)
        let hyphen = stem.firstIndex(of: UInt8(ascii: "-")) ?? stem.endIndex
        let name = PythonName.normalized(headers.first("name") ?? String(decoding: stem[..<hyphen], as: UTF8.self))
        let version = headers.first("version") ?? String(decoding: stem[hyphen...].dropFirst(), as: UTF8.self)
        let purl = PackageURL(.pip, name: name, version: version).description
        let problems = problems(archive, info, texts[info + Array("/RECORD".utf8)])
        if let worst = problems.min(by: { $0.rank < $1.rank }) {
            observeRecord(worst.file ?? first.index, problems.map { ($0.kind, $0.name) }, purl)
        }
        let isMisled = checkPointers(archive, name, version, purl)
        for file in archive.files { scan.reading.settled.append(file.index) }
        let hooks = startupHooks(archive, purl)
        guard !name.isEmpty else { return }
        claim(archive, name, version)
        let pointer = archive.pointers.first { $0.name != nil } ?? archive.pointers.first
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .pip, kind: archive.pointers.contains(where: \.isBuilt) ? .builtWheel : .wheel, name: name,
                version: version, file: pointer?.name ?? String(decoding: stem, as: UTF8.self) + ".whl",
                path: scan.path(texts[info + Array("/RECORD".utf8)] ?? first.index),
                parts: archive.files.map { scan.path($0.index) }
                    + archive.pointers.compactMap { $0.file }.map {
                        scan.path($0)
                    },
                size: scan.size(of: archive.files.map(\.index)),
                madeFrom: archive.pointers.flatMap(\.digests),
                selfCheck: problems.isEmpty && !isMisled ? .agrees : .disagrees, hooks: hooks))
    }

    // MARK: The list

    private struct Problem {
        let kind: WheelRecord.Problem
        let name: [UInt8]
        var file: Int?

        /// The gravest first.
        var rank: Int {
            switch kind {
            case .otherDigest, .otherSize: 0
            case .notListed: 1
            default: 2
            }
        }
    }

    private mutating func problems(_ archive: Archive, _ info: [UInt8], _ list: Int?) -> [Problem] {
        guard let list, let bytes = scan.whole(list, limit: WheelArchive.recordLimit, "the list of a wheel") else {
            return [Problem(kind: .noRecord, name: info)]
        }
        let record = RecordLines(bytes)
        var problems = record.repeated.map { Problem(kind: .listedTwice, name: $0) }
        var seen = 0
        for (index, name) in archive.files {
            let isFree = RecordLines.isFree(name, info: info)
            guard let line = record.lines[name] else {
                if !isFree { problems.append(Problem(kind: .notListed, name: name, file: index)) }
                continue
            }
            seen += 1
            let digest = scan.files.files[index].digest?.array
            if let expected = line.digest, let digest, expected != digest {
                problems.append(Problem(kind: .otherDigest, name: name, file: index))
            } else if let size = line.size, Int64(size) != scan.files.files[index].size {
                problems.append(Problem(kind: .otherSize, name: name, file: index))
            } else if line.digest == nil, !line.hasOtherAlgorithm, !isFree {
                problems.append(Problem(kind: .notListed, name: name, file: index))
            }
        }
        if seen < record.lines.count {
            let names = Set(archive.files.map(\.name))
            problems += record.lines.keys.filter { !names.contains($0) }.sorted { $0.lexicographicallyPrecedes($1) }
                .map { Problem(kind: .missing, name: $0) }
        }
        return problems
    }

    // MARK: What leads here

    /// Whether a pointer of another package or version leads here.
    private mutating func checkPointers(
        _ archive: Archive, _ name: String, _ version: String, _ purl: String
    ) -> Bool {
        var isMisled = false
        for pointer in archive.pointers where !pointer.isBuilt {
            var rest = pointer.stem[...]
            let project = PythonName.normalized(String(decoding: pointer.project, as: UTF8.self))
            // Before 2025 the name stands before the version.
            if let hyphen = rest.firstIndex(of: UInt8(ascii: "-")),
                PythonName.normalized(String(decoding: rest[..<hyphen], as: UTF8.self)) == project
            {
                rest = rest[(hyphen + 1)...]
            }
            let stated = PythonVersion(String(decoding: rest.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self))
            let isOther = stated != nil && PythonVersion(version) != nil && stated != PythonVersion(version)
            if project == name, !isOther { continue }
            isMisled = true
            // Of a link nothing is read; the archive stands for it.
            guard let place = pointer.file ?? archive.files.first?.index else { continue }
            scan.observe(
                "misplaced-entry", grade: project == name ? "other-release" : nil, place,
                "What leads to an unpacked wheel is of another package or version.", purl: purl,
                evidence: [Finding.Evidence("pointer", .bytes(pointer.path))])
        }
        return isMisled
    }

    /// What pointers say of the wheel's file, for the judges.
    private mutating func claim(_ archive: Archive, _ name: String, _ version: String) {
        for pointer in archive.pointers where !pointer.digests.isEmpty {
            guard let file = pointer.file else { continue }
            scan.claim(
                IndexClaim(
                    ecosystem: .pip, name: name, version: version, file: pointer.name, digests: pointer.digests,
                    url: nil, source: nil, path: pointer.path), in: file)
        }
    }

    // MARK: What runs by itself

    private mutating func startupHooks(_ archive: Archive, _ purl: String) -> [ByteString] {
        let hooks = archive.files.filter { WheelArchive.runsAtStart($0.name) }
        guard let first = hooks.first else { return [] }
        let areUsual = hooks.allSatisfy { hook in
            guard hook.name.suffix(4).elementsEqual(".pth".utf8), scan.size(hook.index) <= StartupLines.limit,
                let content = scan.whole(hook.index, limit: StartupLines.limit, "a startup file")
            else { return false }
            return StartupLines.areUsual(content)
        }
        let names = hooks.prefix(8).map { ByteString($0.name) }
        scan.observe(
            "startup-hook", grade: areUsual ? "usual" : nil, first.index,
            "A file of the wheel runs whenever Python starts.", purl: purl,
            evidence: [Finding.Evidence("files", .list(names.map { .bytes($0) }))])
        return names
    }
}
