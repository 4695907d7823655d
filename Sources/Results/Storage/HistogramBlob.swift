package import SimulationKernel

/// The stored form of a histogram's buckets.
///
/// For each occupied bucket, ascending: the distance to the one before (to -1 for the first) and
/// the number of values, both as LEB128: seven bits a byte, least first, the high bit says that
/// more follow. Bucket b covers b where b < 128, else (b - 64·s)·2ˢ up to the next one's start,
/// s = b / 64 - 1.
package enum HistogramBlob {
  /// Encodes the occupied buckets.
  package static func encode(_ histogram: Histogram) -> [UInt8] {
    var bytes: [UInt8] = []
    var previous = -1
    for (bucket, events) in histogram.occupied {
      append(UInt64(bucket - previous), to: &bytes)
      append(UInt64(events), to: &bytes)
      previous = bucket
    }
    return bytes
  }

  /// Restores a histogram from its buckets and its exact sum and extremes.
  package static func decode(_ bytes: [UInt8], sum: UInt64, minimum: UInt64, maximum: UInt64)
    -> Histogram
  {
    var occupied: [(bucket: Int, events: UInt32)] = []
    occupied.reserveCapacity(bytes.count / 2)
    var bucket = -1
    var position = 0
    while let distance = number(in: bytes, at: &position),
      let events = number(in: bytes, at: &position)
    {
      bucket += Int(truncatingIfNeeded: distance)
      occupied.append((bucket, UInt32(truncatingIfNeeded: events)))
    }
    return Histogram(occupied: occupied, sum: sum, minimum: minimum, maximum: maximum)
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  private static func number(in bytes: [UInt8], at position: inout Int) -> UInt64? {
    if position < bytes.count, bytes[position] < 0x80 {
      position += 1
      return UInt64(bytes[position - 1])
    }
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    return nil
  }
}
