import Bytes
import Hashing
import Inventory
import Testing

@testable import BuildKit

/// A build made for a test: its record, and blobs by their names.
struct MadeBuild {
    static let ref = "aaaaaaaaaaaaaaaaaaaaaaaa1"

    var record = ProtobufWriter()
    var blobs: [String: [UInt8]] = [:]

    /// A descriptor's fields for a new blob.
    mutating func blob(_ content: [UInt8], type: String) throws -> ProtobufWriter {
        let digest = "sha256:" + SHA256Digest(try SHA256Hasher.digest(of: content)).hex
        blobs[digest] = content
        var descriptor = ProtobufWriter()
        descriptor.text(1, type)
        descriptor.text(2, digest)
        descriptor.varint(3, UInt64(content.count))
        return descriptor
    }

    mutating func addLog(_ vertexes: [(digest: String, name: String, isCached: Bool, times: (Int64, Int64)?)]) throws {
        var content: [UInt8] = []
        for vertex in vertexes {
            var response = ProtobufWriter()
            response.message(1) { message in
                message.text(1, vertex.digest)
                message.text(3, vertex.name)
                if vertex.isCached { message.boolean(4, true) }
                if let times = vertex.times {
                    message.message(5) { $0.signed(1, times.0) }
                    message.message(6) { $0.signed(1, times.1) }
                }
            }
            for shift in 0..<4 { content.append(UInt8(truncatingIfNeeded: response.bytes.count >> (8 * shift))) }
            content += response.bytes
        }
        record.bytes(8, try blob(content, type: "application/vnd.buildkit.status.v0").bytes)
    }

    mutating func addProvenance(_ json: String) throws {
        var descriptor = try blob(Array(json.utf8), type: "application/vnd.in-toto+json")
        descriptor.entry(5, "in-toto.io/predicate-type", "https://slsa.dev/provenance/v1")
        record.message(10) { $0.bytes(2, descriptor.bytes) }
    }

    mutating func addFailure(message: String, dockerfile: String) throws {
        var status = ProtobufWriter()
        status.varint(1, 2)
        status.text(2, message)
        status.message(3) { detail in
            detail.text(1, "type.googleapis.com/github.com/moby/buildkit/errdefs.Source+json")
            detail.text(2, #"{"info":{"filename":"Dockerfile","data":"\#(Self.base64(dockerfile))"}}"#)
        }
        record.bytes(18, try blob(status.bytes, type: "application/vnd.googeapis.google.rpc.status+proto").bytes)
        record.message(5) { $0.varint(1, 2) }
    }

    /// What the reader makes of it.
    func read(locals: [LocalSource] = []) -> (build: Build?, troubles: [Trouble]) {
        let source = BuildHistory.Source(root: "/r", database: "/r/history.db", blobs: "/r/blobs", locals: locals)
        var reader = HistoryReader(source)
        let key = Array(Self.ref.utf8)[...]
        reader.read(key: key, value: record.bytes) { (digest) throws(BlobError) in
            guard let bytes = blobs[digest] else { throw BlobError(.vanished, "gone") }
            return bytes
        }
        return (reader.builds.first, reader.troubles)
    }

    static func base64(_ text: String) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = Array(text.utf8)
        var result = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for index in 0..<3 { bits = bits << 8 | (start + index < bytes.count ? Int(bytes[start + index]) : 0) }
            for index in 0..<4 {
                result.append(index > group.count ? "=" : letters[bits >> (18 - 6 * index) & 63])
            }
        }
        return result
    }
}
