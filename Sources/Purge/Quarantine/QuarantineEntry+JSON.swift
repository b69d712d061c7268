import Bytes
import Inventory

// An entry as a document, `bezoar.quarantine/1`.
//
//  {"schema":"bezoar.quarantine/1","id":"4f0c21d8a37be951","taken":"2026-11-21T03:04:05.123456789Z",
//   "why":{"rule":"checksum-mismatch","incident":null,"reason":"…","purge":7},
//   "cache":"//root/.cache/pip","folder":"/var/lib/buildkit/…/fs","path":"wheels/…/idna.whl",
//   "kind":"file","size":1234,"sha256":"…","target":null,"device":null,
//   "owner":0,"group":0,"mode":420,"modified":"…","changed":"…","links":1,
//   "attributes":[{"name":"user.origin","value":"Base64"}],"attributesLost":0,"stable":true,"builds":["…"]}

extension QuarantineEntry {
    /// Name of the format.
    package static let schema = "bezoar.quarantine/1"

    /// The document, with a line break at its end.
    package var document: [UInt8] {
        let body = RecordWriter.object { json in
            json.member("schema", Self.schema)
            json.member("id", id)
            json.member("taken", Moment.text(taken))
            json.object("why") { json in
                json.member("rule", why.rule)
                json.member("incident", why.incident)
                json.member("reason", why.reason)
                if let purge = why.purge { json.member("purge", purge) }
            }
            json.member("cache", cache)
            json.member("folder", folder)
            json.member("path", path)
            json.member("kind", kind.word)
            json.member("size", size)
            json.member("sha256", digest?.hex)
            json.member("target", target)
            if hasDevice {
                json.object("device") { json in
                    json.member("major", specialDevice >> 32)
                    json.member("minor", specialDevice & 0xffff_ffff)
                }
            } else {
                json.member("device", String?.none)
            }
            writeMetadata(&json)
        }
        return body + [UInt8(ascii: "\n")]
    }

    private func writeMetadata(_ json: inout RecordWriter) {
        json.member("owner", owner)
        json.member("group", group)
        json.member("mode", mode)
        json.member("modified", Moment.text(modified))
        json.member("changed", Moment.text(changed))
        json.member("links", links)
        json.array("attributes") { json in
            for attribute in attributes {
                json.element { json in
                    json.member("name", attribute.name)
                    json.member("value", Base64.encode(attribute.value))
                }
            }
        }
        json.member("attributesLost", attributesLost)
        json.member("stable", isStable)
        json.array("builds") { json in
            for build in builds { json.element(build) }
        }
    }

    private var hasDevice: Bool { kind == .characterDevice || kind == .blockDevice || kind == .whiteout }

    /// Reads a document. Says in a sentence why it is none.
    package init(document: [UInt8]) throws(QuarantineError) {
        do throws(RecordReader.Failure) {
            try self.init(RecordReader(document, limits: QuarantineLimits.document))
        } catch {
            throw QuarantineError(.damaged(error.reason))
        }
    }

    private init(_ record: RecordReader) throws(RecordReader.Failure) {
        try record.require("schema", Self.schema)
        let why = try record.record("why")
        self.init(
            id: try record.text("id"), taken: try record.moment("taken"),
            why: Why(
                rule: try why.optionalText("rule"), incident: try why.optionalText("incident"),
                reason: try why.text("reason"), purge: why.has("purge") ? try why.number("purge") : nil),
            cache: try record.bytes("cache"), folder: try record.bytes("folder"), path: try record.bytes("path"))
        guard Self.isID(id) else { throw record.odd("id", "no id") }
        guard Self.isBelow(path) else { throw record.odd("path", "leading out of its cache") }
        guard folder.bytes.first == UInt8(ascii: "/"), !folder.bytes.contains(0) else {
            throw record.odd("folder", "no absolute path")
        }
        let word = try record.text("kind")
        guard let kind = EntryKind.allCases.first(where: { $0.word == word }), kind != .unknown else {
            throw record.odd("kind", "no kind of entry")
        }
        self.kind = kind
        try readContent(record)
        owner = try record.number("owner")
        group = try record.number("group")
        mode = try record.number("mode")
        guard mode <= 0o7777 else { throw record.odd("mode", "more than permission bits") }
        modified = try record.moment("modified")
        changed = try record.moment("changed")
        links = try record.number("links")
        try readAttributes(record)
        isStable = try record.flag("stable")
        builds = try record.texts("builds", limit: QuarantineLimits.buildsMax)
    }

    private mutating func readContent(_ record: RecordReader) throws(RecordReader.Failure) {
        size = try record.number("size")
        digest = try record.optionalDigest("sha256")
        target = try record.optionalBytes("target")
        guard size >= 0, kind == .file || size == 0 else { throw record.odd("size", "not that of its kind") }
        guard (kind == .file) == (digest != nil) else { throw record.odd("sha256", "not that of its kind") }
        let hasTarget = target.map { !$0.isEmpty && !$0.bytes.contains(0) }
        guard hasTarget == (kind == .symbolicLink ? true : nil) else {
            throw record.odd("target", "not that of its kind")
        }
        guard record.has("device") == hasDevice else { throw record.odd("device", "not that of its kind") }
        guard hasDevice else { return }
        let device = try record.record("device")
        specialDevice =
            UInt64(try device.number("major", UInt32.self)) << 32 | UInt64(try device.number("minor", UInt32.self))
        guard (specialDevice == 0) == (kind == .whiteout) || kind == .blockDevice else {
            throw record.odd("device", "not that of its kind")
        }
    }

    private mutating func readAttributes(_ record: RecordReader) throws(RecordReader.Failure) {
        attributesLost = try record.count("attributesLost")
        var bytes = 0
        for attribute in try record.records("attributes", limit: QuarantineLimits.attributesMax) {
            let name = try attribute.bytes("name")
            let value = try attribute.base64("value")
            guard !name.isEmpty, !name.bytes.contains(0), name.bytes.count <= QuarantineLimits.nameMax else {
                throw attribute.odd("name", "no name of an attribute")
            }
            bytes += name.bytes.count + value.count
            guard bytes <= QuarantineLimits.attributeBytesMax else {
                throw record.odd("attributes", "larger than the limit of \(QuarantineLimits.attributeBytesMax) bytes")
            }
            attributes.append(Attribute(name: name, value: value))
        }
    }
}
