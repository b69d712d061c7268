private import CLinux

/// The processor's own memory, which is a hundred times nearer than the machine's.
package enum NearMemory {
    /// Asks the processor to fetch an element, and does not wait for it.
    package static func fetch<Element: BitwiseCopyable>(_ elements: Span<Element>, at index: Int) {
        unsafe elements.withUnsafeBufferPointer { elements in
            guard elements.indices.contains(index), let base = elements.baseAddress else { return }
            unsafe CLinux_fetch(base + index)
        }
    }
}
