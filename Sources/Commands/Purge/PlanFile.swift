import Bytes
import Hashing
import Inventory
import Linux
import Purge

/// A plan in a file.
enum PlanFile {
    /// Reads it, with its bytes as they are.
    static func read(_ path: ByteString) throws(CommandFailure) -> (plan: PurgePlan, document: [UInt8]) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try OwnFile.read(path.bytes, limit: PlanLimits.document.size)
        } catch {
            throw CommandFailure(path, "the plan cannot be read: \(error)")
        }
        do throws(PlanError) {
            return (try PlanDocument.read(bytes), bytes)
        } catch {
            throw CommandFailure(path, "it is no purge plan: \(error); nothing was removed")
        }
    }

    /// What names a plan in journal and receipt.
    static func digest(of document: [UInt8]) throws(CommandFailure) -> SHA256Digest {
        do throws(HashError) {
            return SHA256Digest(try SHA256Hasher.digest(of: document))
        } catch {
            throw CommandFailure("the plan cannot be hashed: \(error)")
        }
    }
}
