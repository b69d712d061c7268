import BuildKit
import Hashing
import Inventory
import Linux

/// The key that receipts are signed with, and checked with.
enum HostKey {
    private static let limit = 16 * 1024

    /// The file that a flag names, else that of the configuration; `nil` where neither does.
    static func path(_ settings: Settings) -> ByteString? { settings.key.value ?? settings.hostKey.value }

    /// The same from the root on, for those who run in another folder later.
    static func absolutePath(_ settings: Settings) -> ByteString? {
        path(settings).map { absolute($0) }
    }

    /// A path from the root on; as it is where its folder is not there.
    static func absolute(_ path: ByteString) -> ByteString {
        if path.bytes.first == UInt8(ascii: "/") { return path }
        guard let folder = try? Folder.realPath(ManifestFile.folder(of: path)) else { return path }
        let name = path.bytes.split(separator: UInt8(ascii: "/")).last ?? []
        return folder.appending(ByteString(Array(name)))
    }

    /// The private key; `nil` where no file is named.
    static func signing(_ settings: Settings) throws(CommandFailure) -> SigningKey? {
        guard let path = path(settings) else { return nil }
        let pem = try read(path)
        do throws(HashError) {
            return try SigningKey(pem: pem)
        } catch {
            throw CommandFailure(
                path, KeyDiagnosis.complaint(pem, wants: .privateKey, for: .receipt, reason: error.reason))
        }
    }

    /// The public key, of either half; `nil` where no file is named.
    static func verifying(_ settings: Settings) throws(CommandFailure) -> VerifyingKey? {
        guard let path = path(settings) else { return nil }
        let pem = try read(path)
        let isPrivate = String(decoding: pem, as: UTF8.self).contains("PRIVATE KEY-----")
        do throws(HashError) {
            return isPrivate ? try SigningKey(pem: pem).verifyingKey() : try VerifyingKey(pem: pem)
        } catch {
            throw CommandFailure(
                path, KeyDiagnosis.complaint(pem, wants: .publicKey, for: .receipt, reason: error.reason))
        }
    }

    private static func read(_ path: ByteString) throws(CommandFailure) -> [UInt8] {
        do throws(SystemError) {
            return try OwnFile.read(path.bytes, limit: limit)
        } catch {
            throw CommandFailure(path, "the key cannot be read: \(error)")
        }
    }
}
