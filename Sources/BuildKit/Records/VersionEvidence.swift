import Inventory
import Linux

/// What the files tell of the version of the engine. No file names it; each trait is a bound.
enum VersionEvidence {
    /// Sentences for people, the strongest bounds first.
    static func sentences(_ root: FoundRoot, _ table: RecordTable) -> [String] {
        var notes: [String] = []
        let worker = try? Folder(root.workerPath)
        if root.metadata == "metadata.db" {
            notes.append("BuildKit 0.6 or older (Docker 19.03 or older): records are in metadata.db")
        }
        if table.hasQuotedIDs {
            notes.append("BuildKit 0.12 or newer (Docker 25): descriptions of records name the mount id")
        } else if root.history != nil {
            notes.append("BuildKit 0.11 or newer (Docker 24): there is a build history")
        } else if table.hasNewKeys || hasCacheMounts(worker) {
            notes.append("BuildKit 0.10 or newer (Docker 23): the mount key is a property of its own")
        } else if table.hasOldKeys, root.metadata != "metadata.db" {
            notes.append(
                "BuildKit 0.7 to 0.9 (Docker 20.10), or records from then: the mount key is in a property's name")
        }
        if table.hasOldKeys, table.hasNewKeys {
            notes.append("some records are older than the engine: it was upgraded from BuildKit 0.9 or older")
        }
        if root.metadata != "metadata.db", has("metadata.db", worker) {
            notes.append("metadata.db is left from BuildKit 0.6 or older and not read")
        }
        if root.history == "history_c8d.db" {
            notes.append("Docker 28 or newer, with the containerd image store: its history is history_c8d.db")
        }
        return notes
    }

    private static func has(_ name: ByteString, _ folder: borrowing Folder?) -> Bool {
        switch folder {
        case .some(let folder): folder.hasFile(name)
        case .none: false
        }
    }

    private static func hasCacheMounts(_ folder: borrowing Folder?) -> Bool {
        switch folder {
        case .some(let folder): folder.hasFolder("cachemounts")
        case .none: false
        }
    }
}
