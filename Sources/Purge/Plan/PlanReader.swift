import Bytes
package import Inventory

extension PlanDocument {
    /// Reads a plan. Whoever wrote it may have meant harm: every path stays below its directory, nothing stands twice,
    /// and every list has a limit. Whether it fits this host is for whoever applies it.
    package static func read(_ bytes: [UInt8]) throws(PlanError) -> PurgePlan {
        do throws(RecordReader.Failure) {
            let record = try RecordReader(bytes, limits: PlanLimits.document)
            return try PlanReader().plan(record)
        } catch {
            throw PlanError(error.reason)
        }
    }
}

/// Takes the document of a plan apart.
struct PlanReader {
    func plan(_ record: RecordReader) throws(RecordReader.Failure) -> PurgePlan {
        try record.require("schema", PlanDocument.schema)
        var plan = PurgePlan(
            version: try record.record("tool").text("version"), host: try record.text("host"),
            created: try record.moment("created"), scan: record.has("scan") ? try record.number("scan") : nil,
            command: try record.text("command"))
        var places: Set<ByteString> = []
        var entries = 0
        for (index, part) in try record.records("targets", limit: PlanLimits.targetsMax).enumerated() {
            let target = try named("target \(index + 1)") { () throws(RecordReader.Failure) in try self.target(part) }
            // Two targets with one directory would each find what the other one left.
            guard places.insert(target.directory).inserted else {
                throw RecordReader.Failure(reason: "target \(index + 1): its directory stands twice in the plan")
            }
            entries += target.entries?.count ?? 0
            guard entries <= PlanLimits.entriesMax else {
                throw RecordReader.Failure(reason: "it lists more than \(PlanLimits.entriesMax) entries")
            }
            plan.targets.append(target)
        }
        plan.notes = try record.texts("notes", limit: PlanLimits.sentencesMax)
        plan.unseen = try record.texts("unseen", limit: PlanLimits.sentencesMax)
        return plan
    }

    private func named<Value>(
        _ name: String, _ body: () throws(RecordReader.Failure) -> Value
    ) throws(RecordReader.Failure) -> Value {
        do throws(RecordReader.Failure) {
            return try body()
        } catch {
            throw RecordReader.Failure(reason: "\(name): \(error.reason)")
        }
    }

    // MARK: Targets

    private func target(_ record: RecordReader) throws(RecordReader.Failure) -> PurgeTarget {
        guard let kind = StateRoot.Kind(rawValue: try record.text("rootKind")) else {
            throw record.odd("rootKind", "no kind of state root")
        }
        guard let way = PurgePlan.Way(rawValue: try record.text("way")) else {
            throw record.odd("way", "no way to remove anything")
        }
        var target = PurgeTarget(
            cache: try record.bytes("cache"), root: try absolute("root", record), kind: kind,
            record: try record.text("record"), snapshot: try record.text("snapshot"),
            directory: try absolute("directory", record), device: try decimal("device", record),
            inode: try decimal("inode", record), kept: try record.bytes("kept"))
        guard target.kept.isEmpty || QuarantineEntry.isBelow(target.kept) else {
            throw record.odd("kept", "no path below the directory")
        }
        // What has no record has no engine that could be asked.
        guard target.hasRecord == kind.keepsRecords, target.hasRecord || way == .files else {
            throw record.odd("record", "not what its kind of state root has")
        }
        target.way = way
        target.needsEngine = try record.flag("needsEngine")
        target.keepsEvidence = try record.flag("evidence")
        target.isInUse = try record.flag("inUse")
        target.lastUsed = record.has("lastUsed") ? try record.moment("lastUsed") : nil
        target.uses = record.has("uses") ? try record.count("uses") : nil
        target.ecosystems = try record.texts("ecosystems", limit: PlanLimits.ecosystemsMax)
        target.files = try record.count("files")
        target.bytes = Int64(try record.count("bytes"))
        for reason in try record.records("reasons", limit: PlanLimits.reasonsMax) {
            target.reasons.append(
                PurgePlan.Reason(
                    selector: try reason.text("selector"), detail: try reason.text("detail"),
                    rule: try reason.optionalText("rule"), purl: try reason.optionalText("purl")))
        }
        for project in try record.records("projects", limit: PlanLimits.projectsMax) {
            target.projects.append(
                PurgePlan.Rebuilder(
                    source: try project.bytes("source"), certainty: try certainty(project),
                    builds: try project.count("builds")))
        }
        if record.has("entries") { target.entries = try entries(record) }
        return target
    }

    /// Plans of older programs do not tell.
    private func certainty(_ project: RecordReader) throws(RecordReader.Failure) -> Project.Certainty? {
        guard let word = try project.optionalText("certainty") else { return nil }
        guard let certainty = Project.Certainty(rawValue: word) else { throw project.odd("certainty", "no certainty") }
        return certainty
    }

    // MARK: Entries

    private func entries(_ record: RecordReader) throws(RecordReader.Failure) -> [PurgePlan.Entry] {
        var entries: [PurgePlan.Entry] = []
        var paths: Set<ByteString> = []
        for (index, part) in try record.records("entries", limit: PlanLimits.entriesMax).enumerated() {
            let entry = try named("entry \(index + 1)") { () throws(RecordReader.Failure) in try self.entry(part) }
            guard paths.insert(entry.path).inserted else {
                throw RecordReader.Failure(reason: "entry \(index + 1): its path stands twice")
            }
            entries.append(entry)
        }
        return entries
    }

    private func entry(_ record: RecordReader) throws(RecordReader.Failure) -> PurgePlan.Entry {
        let path = try record.bytes("path")
        guard QuarantineEntry.isBelow(path) else { throw record.odd("path", "no path below the directory") }
        let identity = FileIdentity(
            device: try decimal("device", record), inode: try decimal("inode", record),
            size: Int64(try record.count("size")), modified: try decimal("mtime", record),
            changed: try decimal("ctime", record), mode: try record.number("mode"))
        let word = try record.text("kind")
        // A device node may be called whiteout by its number, which the mode does not tell.
        let isDevice = identity.mode & 0o170000 == 0o020000
        guard let kind = EntryKind.allCases.first(where: { $0.word == word }), kind != .unknown,
            kind == EntryKind(mode: identity.mode, specialDevice: kind == .whiteout ? 0 : 1),
            isDevice || kind != .whiteout
        else { throw record.odd("kind", "not what its mode says") }
        var entry = PurgePlan.Entry(
            path: path, kind: kind, identity: identity, digest: try record.optionalDigest("sha256"),
            purl: try record.optionalText("purl"),
            // Plans of older programs do not tell.
            isCause: record.has("cause") ? try record.flag("cause") : true)
        if record.has("rule") { entry.rule = try record.optionalText("rule") }
        return entry
    }

    // MARK: Values

    /// A path of this host, from its root directory on, without empty or dotted parts.
    private func absolute(_ key: String, _ record: RecordReader) throws(RecordReader.Failure) -> ByteString {
        let path = try record.bytes(key)
        guard path.bytes.first == UInt8(ascii: "/"), QuarantineEntry.isBelow(ByteString(Array(path.bytes.dropFirst())))
        else { throw record.odd(key, "no absolute path") }
        return path
    }

    /// A whole number in decimal digits, written as this program writes it.
    private func decimal<Number: FixedWidthInteger>(
        _ key: String, _ record: RecordReader
    ) throws(RecordReader.Failure) -> Number {
        let text = try record.text(key)
        guard let value = Number(text), String(value) == text else { throw record.odd(key, "no whole number") }
        return value
    }
}
