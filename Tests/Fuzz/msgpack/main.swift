// Any bytes may come. Documents may be refused, but not trap; skipping must agree with reading, and what was read,
// written again in one form, must be read alike.

import Bytes
import CFuzz
import Glibc

/// The events of a document with the bytes of their tokens, and why they ended.
func read(_ input: [UInt8]) -> ([MessagePackScanner.Event], [[UInt8]], ParseError?) {
    var events: [MessagePackScanner.Event] = []
    var tokens: [[UInt8]] = []
    do throws(ParseError) {
        var scanner = try MessagePackScanner(input.span, limits: MessagePackLimits(nesting: 40))
        while true {
            let event = try scanner.next()
            precondition(scanner.depth <= 40, "nested too deep")
            events.append(event)
            var token: [UInt8] = []
            switch event {
            case .text, .binary, .extension: token = Array(input[scanner.tokenStart..<scanner.tokenEnd])
            case .end: return (events, tokens, nil)
            default: break
            }
            tokens.append(token)
        }
    } catch {
        return (events, tokens, error)
    }
}

/// One form of each value: the longest.
func write(_ events: [MessagePackScanner.Event], _ tokens: [[UInt8]]) -> [UInt8] {
    var out: [UInt8] = []
    func number(_ head: UInt8, _ value: UInt64, _ width: Int) {
        out.append(head)
        for index in (0..<width).reversed() { out.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }
    for (event, token) in zip(events, tokens) {
        switch event {
        case .null: out.append(0xC0)
        case .boolean(let flag): out.append(flag ? 0xC3 : 0xC2)
        case .integer(let value): number(0xD3, UInt64(bitPattern: value), 8)
        case .unsigned(let value): number(0xCF, value, 8)
        case .real(let value): number(0xCB, value.bitPattern, 8)
        case .text: number(0xDB, UInt64(token.count), 4)
        case .binary: number(0xC6, UInt64(token.count), 4)
        case .extension(let type):
            number(0xC9, UInt64(token.count), 4)
            out.append(UInt8(bitPattern: type))
        case .beginArray(let count): number(0xDD, UInt64(count), 4)
        case .beginMap(let count): number(0xDF, UInt64(count), 4)
        case .endArray, .endMap, .end: break
        }
        out += token
    }
    return out
}

/// Events with the bits of numbers: two that are no number are not equal otherwise.
func texts(_ events: [MessagePackScanner.Event]) -> [String] {
    events.map { event in
        if case .real(let value) = event { "real \(value.bitPattern)" } else { "\(event)" }
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let (events, tokens, refusal) = read(input)
    var skipRefusal: ParseError?
    do throws(ParseError) {
        var scanner = try MessagePackScanner(input.span, limits: MessagePackLimits(nesting: 40))
        try scanner.skipValue()
        _ = try scanner.next()
    } catch {
        skipRefusal = error
    }
    precondition(refusal == skipRefusal, "skipping says otherwise")
    guard refusal == nil else { return 0 }
    let (again, tokensAgain, error) = read(write(events, tokens))
    precondition(error == nil, "what was accepted cannot be written")
    precondition(texts(again) == texts(events) && tokens == tokensAgain, "read differently the second time")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
