public import SimulationKernel

/// A machine's network interface: in each direction a fluid queue, known by when it is free.
///
/// Messages leave and enter one after the other at line rate; what comes while another is under way
/// waits for its end.
public struct NIC: BitwiseCopyable, Sendable {
  /// A number of bits per second as time for a byte, in 2^-20 ns.
  public struct Rate: BitwiseCopyable, Sendable {
    @usableFromInline let scaled: UInt64

    /// A rate in bits per second.
    package init(bitsPerSecond: Int64) {
      precondition(bitsPerSecond > 0, "a line has a rate")
      scaled = max(1, UInt64(8_000_000_000 * 1_048_576.0 / Double(bitsPerSecond)))
    }

    /// The time of a number of bytes.
    @inlinable @inline(always)
    public func time(of bytes: Int) -> SimDuration {
      let product = UInt64(max(0, bytes)).multipliedFullWidth(by: scaled)
      return SimDuration(nanoseconds: Int64(product.high << 44 | product.low >> 20))
    }
  }

  private let bitsPerSecond: Int64
  /// What streams leave of the line each way.
  @usableFromInline var sendRate: Rate
  @usableFromInline var receiveRate: Rate
  @usableFromInline var sendingUntil = SimTime.zero
  @usableFromInline var receivingUntil = SimTime.zero
  /// Bytes that left so far.
  @usableFromInline package internal(set) var sentBytes: UInt64 = 0
  /// Bytes that came in so far.
  @usableFromInline package internal(set) var receivedBytes: UInt64 = 0

  /// Makes an interface with nothing under way.
  package init(bitsPerSecond: Int64) {
    self.bitsPerSecond = bitsPerSecond
    sendRate = Rate(bitsPerSecond: bitsPerSecond)
    receiveRate = sendRate
  }

  /// Bytes a second each way.
  package var bytesPerSecond: Double { Double(bitsPerSecond) / 8 }

  /// Lets streams of some bytes a second run each way beside the messages, which keep at least half
  /// of the line (fair queueing between a stream and the rest).
  package mutating func setStreams(sent: Double, received: Double) {
    func left(_ bytes: Double) -> Rate {
      Rate(bitsPerSecond: max(bitsPerSecond - Int64(bytes * 8), bitsPerSecond / 2, 1))
    }
    sendRate = left(sent)
    receiveRate = left(received)
  }

  /// Counts what streams moved.
  package mutating func countStream(sent: Double, received: Double) {
    sentBytes += UInt64(max(0, sent))
    receivedBytes += UInt64(max(0, received))
  }

  /// When the last byte of a message has left that is handed over at a time.
  @inlinable @inline(always)
  public mutating func send(_ bytes: Int, at time: SimTime) -> SimTime {
    sentBytes &+= UInt64(max(0, bytes))
    sendingUntil = max(time, sendingUntil) + sendRate.time(of: bytes)
    return sendingUntil
  }

  /// When the last byte of a message is in that would arrive at a time if nothing else did.
  @inlinable @inline(always)
  public mutating func receive(_ bytes: Int, at time: SimTime) -> SimTime {
    receivedBytes &+= UInt64(max(0, bytes))
    receivingUntil = max(time, receivingUntil + receiveRate.time(of: bytes))
    return receivingUntil
  }
}
