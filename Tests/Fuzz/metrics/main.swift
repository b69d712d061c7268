// Any bytes may come. The reader may refuse them, but not trap; what it accepts is written again, in the words of the
// format, and must then be read as the same.

import Bytes
import CFuzz
import Glibc
import Inventory
import Report
import Service

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let families = try? MetricsReader.read(input) else { return 0 }
    for family in families {
        precondition(!family.samples.isEmpty, "a family without a sample")
        for sample in family.samples {
            precondition(sample.labels.count == family.metric.labels.count, "labels of another metric")
        }
    }
    // What cannot be seen stands otherwise afterwards, and may make two labels the same or one too long.
    guard let once = try? MetricsReader.read(MetricsText.bytes(families, as: .prometheus)) else { return 0 }
    let text = MetricsText.bytes(once, as: .prometheus)
    do {
        let again = try MetricsReader.read(text)
        precondition(again == once, "read differently the second time")
        precondition(MetricUnion.of([once, once]) == once, "a union with itself is another")
    } catch {
        preconditionFailure("what was accepted cannot be written: \(error)\n\(String(decoding: text, as: UTF8.self))")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
