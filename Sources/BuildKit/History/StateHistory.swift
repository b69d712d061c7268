import Bolt
package import Inventory
import Linux

/// Puts the builds of a state root into its inventory: opens the history and the folder of its blobs.
package enum StateHistory {
    /// Reads the history, where there is one. BuildKit before 0.11 and Docker before 24 keep none.
    ///
    /// - Parameters:
    ///   - locals: what the records of sent folders tell; builds without another name get theirs from there.
    ///   - known: builds that were read before: they are taken as they are, also those that BuildKit has forgotten.
    package static func read(
        _ root: FoundRoot, locals: @autoclosure @escaping () -> [LocalSource] = [], known: [String: Build] = [:],
        into inventory: inout StateInventory
    ) {
        guard let name = root.history else { return }
        let folder = root.historyFolder.isEmpty ? root.path : root.path.appending(root.historyFolder)
        let database: BoltDatabase
        do throws(StateDatabases.Failure) {
            database = try open(name, in: folder)
        } catch {
            inventory.troubles.append(error.trouble)
            return
        }
        let blobs = blobFolder(of: root)
        let source = BuildHistory.Source(
            root: root.path, database: folder.appending(name), blobs: blobs.path, obstacle: blobs.obstacle,
            locals: locals(), isKnown: { known[$0] != nil })
        var found = BuildHistory.read(database, blobs: blobs.open, source: source)
        if blobs.isOpen, found.troubles.contains(where: { $0.reason == .vanished }),
            let later = try? open(name, in: folder)
        {
            // The daemon forgets old builds while they are read, and their blobs before the next look.
            let again = BuildHistory.read(later, blobs: blobs.open, source: source)
            let left = Set(again.builds.map(\.ref))
            found = (found.builds.filter { !left.contains($0.ref) } + again.builds, again.troubles)
        }
        inventory.builds += known.values.sorted { $0.ref < $1.ref } + found.builds
        inventory.troubles += found.troubles
        inventory.isHistoryWhole = found.troubles.isEmpty
    }

    /// A trouble where a daemon that keeps a history wrote the records, and there is none.
    static func missing(_ root: FoundRoot, _ databases: StateDatabases) -> Trouble? {
        guard root.history == nil, databases.table.hasQuotedIDs else { return nil }
        let folder = root.historyFolder.isEmpty ? root.path : root.path.appending(root.historyFolder)
        return Trouble(
            cache: -1, path: folder.appending("history.db"), reason: .vanished,
            detail:
                "the history of builds is gone: a BuildKit that keeps one wrote these records; who used which mount "
                + "is known only as far as earlier audits remember")
    }

    private static func open(_ name: ByteString, in path: ByteString) throws(StateDatabases.Failure) -> BoltDatabase {
        let folder: Folder
        do throws(SystemError) {
            folder = try Folder(path)
        } catch {
            throw StateDatabases.Failure(error, path: path)
        }
        do throws(BoltError) {
            return try BoltDatabase.read(folder.descriptor, name.bytes)
        } catch {
            throw StateDatabases.Failure(error, path: path.appending(name))
        }
    }

    /// The folder of blobs, which may not be there.
    private struct Blobs: ~Copyable {
        var path: ByteString
        var open: Descriptor?
        var obstacle: BuildHistory.Source.Obstacle?

        var isOpen: Bool {
            switch open {
            case .none: false
            case .some: true
            }
        }
    }

    private static func blobFolder(of root: FoundRoot) -> Blobs {
        for path in root.blobFolders {
            do throws(SystemError) {
                return Blobs(path: path, open: try Folder.open(path))
            } catch {
                if error.isAbsence { continue }
                let failure = StateDatabases.Failure(error, path: path)
                return Blobs(
                    path: path, open: nil,
                    obstacle: BuildHistory.Source.Obstacle(reason: failure.reason, detail: failure.detail))
            }
        }
        return Blobs(path: root.blobFolders.first ?? root.path, open: nil)
    }
}
