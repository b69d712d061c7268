package import Inventory

/// A purge plan as a file.
///
/// ```
///  {"schema":"bezoar.plan/1","tool":{…},"host":"…","created":"…","scan":12,"command":"bezoar purge --cache …",
///   "targets":[{"cache":"//root/.cache/pip","root":"…","rootKind":"docker","record":"…","snapshot":"…",
///     "directory":"…","device":"…","inode":"…","kept":"","way":"engine","needsEngine":false,
///     "evidence":false,"inUse":false,"lastUsed":"…","uses":4,"ecosystems":["pip"],"files":10,"bytes":1234,
///     "reasons":[{"selector":"unused-for","detail":"…","rule":null,"purl":null}],
///     "projects":[{"source":"…","certainty":"exact","builds":3}],
///     "entries":null}],                                           null: all of the content
///   "notes":["…"],"unseen":["…"]}
///
///  an entry   {"path":"wheels/…","kind":"file","device":"…","inode":"…","size":1234,"mtime":"…","ctime":"…",
///              "mode":33188,"sha256":"…","purl":"…","cause":true,"rule":null}
/// ```
///
/// Devices, inodes and times in nanoseconds are decimal digits in a text: many readers of JSON know no such numbers.
/// The same plan always has the same bytes, so its SHA-256 names it.
package enum PlanDocument {
    /// Name and version of the format.
    package static let schema = "bezoar.plan/1"

    /// The document, with a line break at its end.
    package static func bytes(of plan: PurgePlan) -> [UInt8] {
        let body = RecordWriter.object { json in
            json.member("schema", schema)
            json.object("tool") { json in
                json.member("name", "bezoar")
                json.member("version", plan.version)
            }
            json.member("host", plan.host)
            json.member("created", Moment.text(plan.created))
            json.member("scan", plan.scan)
            json.member("command", plan.command)
            json.array("targets") { json in
                for target in plan.targets { json.element { write(target, &$0) } }
            }
            json.array("notes") { json in for note in plan.notes { json.element(note) } }
            json.array("unseen") { json in for sentence in plan.unseen { json.element(sentence) } }
        }
        return body + [UInt8(ascii: "\n")]
    }

    private static func write(_ target: PurgeTarget, _ json: inout RecordWriter) {
        json.member("cache", target.cache)
        json.member("root", target.root)
        json.member("rootKind", target.kind.rawValue)
        json.member("record", target.record)
        json.member("snapshot", target.snapshot)
        json.member("directory", target.directory)
        json.member("device", String(target.device))
        json.member("inode", String(target.inode))
        json.member("kept", target.kept)
        json.member("way", target.way.rawValue)
        json.member("needsEngine", target.needsEngine)
        json.member("evidence", target.keepsEvidence)
        json.member("inUse", target.isInUse)
        json.member("lastUsed", target.lastUsed.map { Moment.text($0) })
        json.member("uses", target.uses)
        json.array("ecosystems") { json in for name in target.ecosystems { json.element(name) } }
        json.member("files", target.files)
        json.member("bytes", target.bytes)
        json.array("reasons") { json in
            for reason in target.reasons {
                json.element { json in
                    json.member("selector", reason.selector)
                    json.member("detail", reason.detail)
                    json.member("rule", reason.rule)
                    json.member("purl", reason.purl)
                }
            }
        }
        json.array("projects") { json in
            for project in target.projects {
                json.element { json in
                    json.member("source", project.source)
                    json.member("certainty", project.certainty?.rawValue)
                    json.member("builds", project.builds)
                }
            }
        }
        guard let entries = target.entries else { return json.member("entries", nil as String?) }
        json.array("entries") { json in for entry in entries { json.element { write(entry, &$0) } } }
    }

    private static func write(_ entry: PurgePlan.Entry, _ json: inout RecordWriter) {
        json.member("path", entry.path)
        json.member("kind", entry.kind.word)
        json.member("device", String(entry.identity.device))
        json.member("inode", String(entry.identity.inode))
        json.member("size", entry.identity.size)
        json.member("mtime", String(entry.identity.modified))
        json.member("ctime", String(entry.identity.changed))
        json.member("mode", entry.identity.mode)
        json.member("sha256", entry.digest?.hex)
        json.member("purl", entry.purl)
        json.member("cause", entry.isCause)
        json.member("rule", entry.rule)
    }
}
