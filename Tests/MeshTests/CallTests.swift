import Mesh
import Testing

@Suite("Records of calls")
struct CallTests {
  /// A line of a processor's cache, so that a call costs one of them.
  @Test("A call's record takes 64 bytes")
  func size() { #expect(MemoryLayout<Call>.stride == 64) }
}
