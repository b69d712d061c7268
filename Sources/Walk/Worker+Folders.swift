import Inventory
import Linux

// Opening folders: from their parent while that is open, else part by part from the root.

extension Worker {
    /// Longest path handed to one `openat2`; the kernel's limit is 4096 with the closing zero.
    private static var longestStep: Int { 4000 }

    /// Opens a folder that was found in its parent.
    mutating func open(_ folder: Folder) -> Folder.Opened? {
        if folder.pathLength > shared.options.maximumPathLength {
            note(.tooDeep, "the path is longer than \(shared.options.maximumPathLength) bytes", folder: folder)
            leaveParent(of: folder)
            return nil
        }
        do throws(SystemError) {
            let opened = try openOnce(folder)
            leaveParent(of: folder)
            folder.keep(opened)
            shared.frontier.noteOpened()
            return opened
        } catch {
            leaveParent(of: folder)
            noteUnopened(folder, error)
            return nil
        }
    }

    private mutating func openOnce(_ folder: Folder) throws(SystemError) -> Folder.Opened {
        guard let parent = folder.parent else {
            return Folder.Opened(try folder.root.directory.openDirectory(beneath: [UInt8(ascii: "."), 0].span))
        }
        if let opened = parent.opened {
            return Folder.Opened(try folder.open(in: opened.descriptor))
        }
        return try openFromRoot(folder)
    }

    /// Opens a folder again that was parked, and puts its listing where it was. Only whoever holds the one piece of
    /// work that continues the listing calls this, so that a folder has one position.
    mutating func reopen(_ folder: Folder) -> Folder.Opened? {
        if let opened = folder.opened { return opened }
        guard let opened = openForEntries(folder) else {
            release(folder)
            return nil
        }
        do throws(SystemError) {
            let parked = folder.parked
            try opened.descriptor.resumeListing(at: parked.cookie)
            folder.keep(opened)
            shared.frontier.noteOpened()
            return opened
        } catch {
            noteUnopened(folder, error)
            release(folder)
            return nil
        }
    }

    /// The folder's open directory, or a new one for this piece of work where the folder was parked.
    mutating func openForEntries(_ folder: Folder) -> Folder.Opened? {
        if let opened = folder.opened { return opened }
        do throws(SystemError) {
            let opened = try openFromRoot(folder)
            let status = try opened.descriptor.status()
            let parked = folder.parked
            if status.device == parked.device, status.inode == parked.inode { return opened }
            note(.vanished, "another folder stands in its place now", folder: folder)
        } catch {
            noteUnopened(folder, error)
        }
        return nil
    }

    /// Opens a folder by its path from the root, in steps that the kernel takes.
    private func openFromRoot(_ folder: Folder) throws(SystemError) -> Folder.Opened {
        var whole: [UInt8] = []
        folder.appendPath(to: &whole)
        var step: [UInt8] = []
        var current: Descriptor? = nil
        for component in whole.split(separator: UInt8(ascii: "/")) {
            if step.count + component.count + 1 > Self.longestStep {
                current = try Self.descend(current, folder.root, step)
                step = []
            }
            if !step.isEmpty { step.append(UInt8(ascii: "/")) }
            step.append(contentsOf: component)
        }
        return Folder.Opened(try Self.descend(current, folder.root, step.isEmpty ? [UInt8(ascii: ".")] : step))
    }

    private static func descend(
        _ from: consuming Descriptor?, _ root: WalkRoot, _ step: [UInt8]
    ) throws(SystemError) -> Descriptor {
        switch from {
        case .none: try root.directory.openDirectory(beneath: (step + [0]).span)
        case .some(let directory): try directory.openDirectory(beneath: (step + [0]).span)
        }
    }

    /// Closes a half-listed folder when too many are open.
    mutating func parkIfOverBudget(_ folder: Folder, cookie: Int64) {
        guard shared.frontier.isOverBudget(shared.options.descriptorBudget) else { return }
        // Without a status it could not be known again, so it stays open.
        guard let opened = folder.opened, let status = try? opened.descriptor.status() else { return }
        if folder.park(status, at: cookie) { shared.frontier.noteClosed() }
    }

    /// The folder needs its parent open no longer.
    private mutating func leaveParent(of folder: Folder) {
        if let parent = folder.parent { release(parent) }
    }

    /// One user of the folder fewer.
    mutating func release(_ folder: Folder) {
        if folder.release() { shared.frontier.noteClosed() }
    }

    /// Says why the rest of a folder was not listed. One that is removed while it is open ends with `ENOENT`.
    mutating func noteUnlisted(_ folder: Folder, _ error: SystemError) {
        if error.number == SystemError.notFound || error.number == SystemError.stale {
            note(.vanished, "the folder was removed while it was listed", folder: folder)
        } else {
            note(.unreadable, "the folder could not be listed to its end: \(error)", folder: folder)
        }
    }

    private mutating func noteUnopened(_ folder: Folder, _ error: SystemError) {
        switch error.number {
        case SystemError.notFound, SystemError.notDirectory, SystemError.stale:
            note(.vanished, "the folder was listed and is gone", folder: folder)
        case SystemError.tooManyLinks:
            note(.vanished, "a symbolic link stands in the folder's place now", folder: folder)
        case SystemError.crossesDevice:
            note(.mountPoint, "another file system is mounted here; the audit does not cross it", folder: folder)
        case SystemError.accessDenied, SystemError.notPermitted:
            note(
                .unreadable, "the folder may not be opened: \(error); run as root or with CAP_DAC_READ_SEARCH",
                folder: folder)
        default:
            note(.unreadable, "the folder could not be opened: \(error)", folder: folder)
        }
    }
}
