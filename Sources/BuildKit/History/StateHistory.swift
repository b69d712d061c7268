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
        let blobs: Blobs
        do throws(StateDatabases.Failure) {
            blobs = try blobFolder(of: root)
        } catch {
            inventory.troubles.append(error.trouble)
            blobs = Blobs(path: error.path, open: nil)
        }
        let source = BuildHistory.Source(
            root: root.path, database: folder.appending(name), blobs: blobs.path, locals: locals(),
            isKnown: { known[$0] != nil })
        let found = BuildHistory.read(database, blobs: blobs.open, source: source)
        inventory.builds += known.values.sorted { $0.ref < $1.ref } + found.builds
        inventory.troubles += found.troubles
        inventory.isHistoryWhole = found.troubles.isEmpty
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
    }

    private static func blobFolder(of root: FoundRoot) throws(StateDatabases.Failure) -> Blobs {
        for path in root.blobFolders {
            do throws(SystemError) {
                return Blobs(path: path, open: try Folder.open(path))
            } catch {
                if !error.isAbsence { throw StateDatabases.Failure(error, path: path) }
            }
        }
        return Blobs(path: root.blobFolders.first ?? root.path, open: nil)
    }
}
