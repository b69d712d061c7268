#if DEBUG
    import Inventory
    import Linux
    import Purge

    /// Rounds of putting, restoring and dropping one file, in each of which one call of the kernel fails. A process of
    /// its own: the calls of other tests would fail too.
    struct FailingRounds {
        /// Something that must not be after a failure.
        struct Fault: Error, CustomStringConvertible {
            var description: String
        }

        var path: ByteString
        var folder: [UInt8]

        private static let name = Array("folder/file".utf8)
        private static let size: Int64 = 5_000

        /// Prints how many rounds failed; throws where one of them left something behind that must not be.
        func run(_ numbers: ClosedRange<Int>) throws {
            let cache = try Descriptor.open(folder, [.directory])
            var failures = 0
            for number in numbers {
                do {
                    try round(number, cache)
                } catch let fault as Fault {
                    throw fault
                } catch {
                    failures += 1
                    if "\(error)".isEmpty { throw Fault(description: "round \(number): a failure without words") }
                }
                FailureHook.disarm()
                try inspect(number, cache)
            }
            print(failures)
        }

        private func round(_ number: Int, _ cache: borrowing Descriptor) throws {
            var store = try QuarantineStore.open(path, .write)
            FailureHook.arm(failing: number, with: SystemError.inputOutput)
            defer { FailureHook.disarm() }
            let file = try cache.openFile(beneath: (Self.name + [0]).span)
            let entry = try store.put(
                QuarantineRequest(why: .init(), cache: "id", folder: ByteString(folder), path: ByteString(Self.name)),
                from: file)
            try OwnFile.remove(folder + [UInt8(ascii: "/")] + Self.name)
            _ = try store.restore(entry.id, beneath: cache)
            try store.drop(entry.id)
        }

        /// The quarantine is whole, and the file is either in its place or kept.
        private func inspect(_ number: Int, _ cache: borrowing Descriptor) throws {
            var store = try QuarantineStore.open(path, .write)
            let check = try store.verify()
            guard check.problems.isEmpty else { throw Fault(description: "round \(number): \(check.problems)") }
            let file = folder + [UInt8(ascii: "/")] + Self.name
            if (try? Descriptor.status(ofPath: file)) == nil {
                guard let kept = try store.list().entries.last else {
                    throw Fault(description: "round \(number): lost")
                }
                _ = try store.restore(kept.id, beneath: cache)
            }
            guard try Descriptor.status(ofPath: file).size == Self.size else {
                throw Fault(description: "round \(number): restored by half")
            }
            try store.collectOrphans()
            for entry in try store.list().entries { try store.drop(entry.id) }
            guard store.used == 0 else { throw Fault(description: "round \(number): \(store.used) bytes too many") }
        }
    }
#endif
