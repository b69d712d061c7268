import Inventory
import Linux
import Report

/// Where a command's words go: data to stdout or a file, all else to stderr, progress only on a terminal.
struct Console {
    /// How text is laid out on stdout.
    let style: TextStyle
    private let file: ByteString?
    private let verbosity: Verbosity
    private let progressWidth: Int?
    private var isProgressShown = false
    private var lastProgress: Int64 = 0

    init(_ settings: Settings) {
        file = settings.output.value
        verbosity = settings.verbosity.value
        let width = file == nil ? StandardStream.output.terminalWidth : nil
        let isColoured =
            switch settings.color.value {
            case .always: true
            case .never: false
            case .auto: width != nil
            }
        let detail: TextStyle.Detail =
            switch verbosity {
            case .quiet: .quiet
            case .normal: .normal
            case .verbose: .verbose
            }
        style = TextStyle(isColoured: isColoured, width: width, detail: detail)
        let wantsProgress = settings.progress.value && verbosity != .quiet
        progressWidth = wantsProgress ? StandardStream.error.terminalWidth : nil
    }

    /// Hands out an output that writes to stdout or to the file, and finishes it.
    mutating func write(_ body: (Output) -> Void) throws(CommandFailure) {
        eraseProgress()
        guard let file else {
            var failure: SystemError?
            let requested = Signals.requested
            let output = Output { block in
                // What was stopped before is reported whole; a request that comes now ends the report.
                if Signals.requested != requested { return false }
                do throws(SystemError) {
                    try StandardStream.output.write(block)
                    return true
                } catch {
                    if error.number != SystemError.interrupted { failure = error }
                    return false
                }
            }
            body(output)
            output.flush()
            if let failure { throw CommandFailure("stdout cannot be written to: \(failure)") }
            return
        }
        do throws(SystemError) {
            try Self.write(to: file, body)
        } catch {
            // Who asked for the stop knows that there is no report; the exit code says it too.
            if error.number == SystemError.interrupted, Signals.requested != nil { return }
            throw CommandFailure(file, "the report could not be written: \(error)")
        }
    }

    /// Writes block by block beside the file and renames it into place when it is whole, so that no reader sees half
    /// of it and a crash leaves the old one. A device, a pipe or a link is written to and stays what it is.
    private static func write(to file: ByteString, _ body: (Output) -> Void) throws(SystemError) {
        if let status = try? Descriptor.open(file.bytes, [.path, .noFollow]).status(), !status.isRegularFile {
            let reader = try ReaderStream(opening: file.bytes)
            return try stream(body) { (block) throws(SystemError) in try reader.write(block) }
        }
        let draft = try FileDraft(for: file.bytes, mode: 0o644)
        do throws(SystemError) {
            try stream(body) { (block) throws(SystemError) in try draft.file.write(block) }
            try draft.publish(replaces: true)
        } catch {
            draft.discard()
            throw error
        }
    }

    private static func stream(
        _ body: (Output) -> Void, to sink: @escaping ([UInt8]) throws(SystemError) -> Void
    ) throws(SystemError) {
        var failure: SystemError?
        let output = Output { block in
            do throws(SystemError) {
                try sink(block)
                return true
            } catch {
                failure = error
                return false
            }
        }
        body(output)
        output.flush()
        if let failure { throw failure }
    }

    /// A sentence for the person at the terminal; `--quiet` drops it.
    mutating func note(_ text: String) {
        if verbosity == .quiet { return }
        warn(text)
    }

    /// A sentence that also `--quiet` shows.
    mutating func warn(_ text: String) {
        eraseProgress()
        try? StandardStream.error.write(Array("bezoar: \(text)\n".utf8))
    }

    /// Draws the progress line again, at most five times a second.
    mutating func show(_ progress: @autoclosure () -> Progress) {
        guard let width = progressWidth else { return }
        let now = Clock.steady
        guard now - lastProgress > 200_000_000 else { return }
        lastProgress = now
        isProgressShown = true
        try? StandardStream.error.write(Array((Progress.erase + progress().line(width: width)).utf8))
    }

    /// Takes the progress line away.
    mutating func eraseProgress() {
        guard isProgressShown else { return }
        isProgressShown = false
        try? StandardStream.error.write(Array(Progress.erase.utf8))
    }
}
