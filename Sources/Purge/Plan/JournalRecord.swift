import Bytes
package import Inventory

/// What steps of the journal say in JSON, as their `name`. Whoever can edit a manifest could write anything there, so
/// it is read like any other input; what cannot be read counts as not there.
///
/// ```
///  terms        {"wait":600,"force":false,"key":"/etc/host.key"}      `key` only where one was named
///               {"wait":0,"force":true,"quarantine":true}                 `quarantine` only where a flag said so,
///                                                                         and `quarantineDir`
///  resume       {"time":"2026-11-21T03:04:05.000000000Z"}                   also `delete` and `stop`
///  delete       {"time":"…","trash":"fe01-2ac91"}                device and inode of the trash folder, if known
///  take-away    {"trash":"fe01-2ac91"}                           of all entries; of a single one `name` is its own
///  begin        {"files":0,"folders":0,"bytesFreed":0,"kept":2,"outcome":null}      what was kept before
///  count, end   {"files":3,"folders":1,"bytesFreed":4096,"kept":0,"outcome":"removed"}
/// ```
package enum JournalRecord {
    private static let pathMax = 4096
    private static let limits = JSONLimits(size: 1 << 16, nesting: 2, values: 32)

    /// What was asked for.
    package static func bytes(of terms: PurgeTerms) -> ByteString {
        ByteString(
            RecordWriter.object { json in
                json.member("wait", terms.waits)
                json.member("force", terms.forces)
                if let keeps = terms.keeps { json.member("quarantine", keeps) }
                // The kernel takes no longer path, and so every record that is written can be read.
                for (name, path) in [("key", terms.key), ("quarantineDir", terms.quarantine)] {
                    if let path, path.bytes.count <= pathMax { json.member(name, path) }
                }
            })
    }

    /// A moment, and the trash folder that it is about.
    package static func bytes(of moment: Int64, _ trash: JournalTrash? = nil) -> ByteString {
        ByteString(
            RecordWriter.object { json in
                json.member("time", Moment.text(moment))
                if let trash { json.member("trash", trash.text) }
            })
    }

    /// A trash folder.
    package static func bytes(of trash: JournalTrash) -> ByteString {
        ByteString(RecordWriter.object { json in json.member("trash", trash.text) })
    }

    /// What one process did.
    package static func bytes(of count: PurgeCount) -> ByteString {
        ByteString(
            RecordWriter.object { json in
                json.member("files", count.files)
                json.member("folders", count.folders)
                json.member("bytesFreed", count.bytesFreed)
                json.member("kept", count.kept)
                json.member("outcome", count.outcome?.rawValue)
            })
    }

    /// Reads what was asked for; `nil` where it is none.
    package static func terms(_ bytes: ByteString) -> PurgeTerms? {
        read(bytes) { (record) throws(RecordReader.Failure) in
            let key = try record.optionalBytes("key")
            let quarantine = try record.optionalBytes("quarantineDir")
            for path in [key, quarantine] where path?.bytes.count ?? 0 > pathMax { throw record.odd("key", "no path") }
            return PurgeTerms(
                waits: Int64(try record.count("wait")), forces: try record.flag("force"), key: key,
                keeps: record.has("quarantine") ? try record.flag("quarantine") : nil, quarantine: quarantine)
        }
    }

    /// Reads a moment; `nil` where it is none.
    package static func moment(_ bytes: ByteString) -> Int64? {
        read(bytes) { (record) throws(RecordReader.Failure) in try record.moment("time") }
    }

    /// Reads which trash folder a step is about; `nil` where it does not say, as in journals of older programs.
    package static func trash(_ bytes: ByteString) -> JournalTrash? {
        read(bytes) { (record) throws(RecordReader.Failure) in try record.optionalText("trash") }
            .flatMap { $0 }.flatMap { JournalTrash($0) }
    }

    /// Reads what one process did; `nil` where it is none, as in journals of older programs.
    package static func count(_ bytes: ByteString) -> PurgeCount? {
        read(bytes) { (record) throws(RecordReader.Failure) in
            let word = try record.optionalText("outcome")
            let outcome = word.flatMap { PurgeReport.Outcome(rawValue: $0) }
            if word != nil, outcome == nil { throw record.odd("outcome", "no outcome") }
            return PurgeCount(
                files: try record.count("files"), folders: try record.count("folders"),
                bytesFreed: Int64(try record.count("bytesFreed")), kept: try record.count("kept"), outcome: outcome)
        }
    }

    private static func read<Value>(
        _ bytes: ByteString, _ body: (RecordReader) throws(RecordReader.Failure) -> Value
    ) -> Value? {
        do throws(RecordReader.Failure) {
            return try body(try RecordReader(bytes.bytes, limits: limits))
        } catch {
            return nil
        }
    }
}
