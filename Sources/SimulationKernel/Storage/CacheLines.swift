extension UnsafeMutablePointer {
  /// Memory that begins with a cache line: a record of 64 bytes then lies in one line and not in
  /// two.
  static func cacheLines(capacity: Int) -> UnsafeMutablePointer {
    UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Pointee>.stride, alignment: 64
    ).bindMemory(to: Pointee.self, capacity: capacity)
  }
}
