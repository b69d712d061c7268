import BuildKit
import Inventory
import Linux

/// The reports that were named: files, and folders of files.
///
/// ```
///  reports/build-07.json               a report
///  reports/build-08/audit.jsonl        another one
///  reports/build-08/audit.prom         nothing to do with it, and counted
/// ```
/// Nothing is opened through a link that lies in a folder: what was named itself may be one.
struct MergeFiles {
    private static let folderLimit = 1_000_000

    /// What is done with a file's bytes, or with the reason why there are none.
    typealias Take = (_ file: ByteString, _ content: Result<[UInt8], Complaint>) -> Void

    /// Why a file or folder was not read.
    struct Complaint: Error {
        var reason: Trouble.Reason
        var detail: String
    }

    private static let endings = [Array(".json".utf8), Array(".jsonl".utf8)]

    /// Files in folders that have another ending.
    private(set) var others = 0

    /// Hands out all files at a path.
    mutating func read(_ given: ByteString, _ take: Take) {
        let path: ByteString
        let isFolder: Bool
        do throws(SystemError) {
            let entry = try Descriptor.open(given.bytes, [.path])
            path = ByteString(try entry.realPath())
            isFolder = try entry.status().isDirectory
        } catch {
            return take(given, .failure(Complaint(reason: .unreadable, detail: "it cannot be opened: \(error.text)")))
        }
        do throws(SystemError) {
            if isFolder {
                try readFolder(Folder(path), take)
            } else {
                let folder = try Folder(path.folder.isEmpty ? "/" : path.folder)
                Self.readFile(path.lastComponent, in: folder, take)
            }
        } catch {
            take(path, .failure(Complaint(reason: .unreadable, detail: "it cannot be opened: \(error.advice)")))
        }
    }

    private mutating func readFolder(_ root: borrowing Folder, _ take: Take) {
        FolderSearch(folderLimit: Self.folderLimit).run(in: root) { found in
            switch found {
            case .file(let place, let name) where Self.isReport(name):
                Self.readFile(place, in: root, take)
            case .file:
                others += 1
            case .trouble(let place, let reason, let detail):
                take(place, .failure(Complaint(reason: reason, detail: detail)))
            }
        }
    }

    private static func isReport(_ name: ByteString) -> Bool {
        endings.contains { name.bytes.suffix($0.count).elementsEqual($0) }
    }

    private static func readFile(_ place: ByteString, in root: borrowing Folder, _ take: Take) {
        let file = root.path.appending(place)
        do throws(SystemError) {
            if let bytes = try root.content(of: place, limit: AuditReportReader.Limit.size) {
                take(file, .success(bytes))
            } else {
                let size = AuditReportReader.Limit.size >> 20
                take(
                    file,
                    .failure(Complaint(reason: .tooLarge, detail: "it is no regular file of at most \(size) MiB")))
            }
        } catch {
            take(file, .failure(Complaint(reason: .unreadable, detail: "it cannot be read: \(error.advice)")))
        }
    }
}
