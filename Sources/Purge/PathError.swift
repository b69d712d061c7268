import Hashing
import Inventory
import Linux

/// An error that says at which path something failed, below it the kernel or libcrypto.
protocol PathError: Error {
    init(_ error: SystemError, _ path: ByteString)
    init(_ error: HashError, _ path: ByteString)
}

extension PathError {
    /// Gives a failure of the kernel its path.
    static func system<Value: ~Copyable>(
        _ path: ByteString, _ body: () throws(SystemError) -> Value
    ) throws(Self) -> Value {
        do throws(SystemError) {
            return try body()
        } catch {
            throw Self(error, path)
        }
    }

    /// Gives a failure of libcrypto its path.
    static func hashing<Value: ~Copyable>(
        _ path: ByteString, _ body: () throws(HashError) -> Value
    ) throws(Self) -> Value {
        do throws(HashError) {
            return try body()
        } catch {
            throw Self(error, path)
        }
    }
}
