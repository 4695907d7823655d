package import SimulationKernel

/// A machine's network interface: in each direction a fluid queue, known by when it is free.
///
/// Messages leave and enter one after the other at line rate; what comes while another is under way
/// waits for its end.
package struct NIC: BitwiseCopyable, Sendable {
  /// A number of bits per second as time for a byte, in 2^-20 ns.
  package struct Rate: BitwiseCopyable, Sendable {
    private let scaled: UInt64

    /// A rate in bits per second.
    package init(bitsPerSecond: Int64) {
      precondition(bitsPerSecond > 0, "a line has a rate")
      scaled = max(1, UInt64(8_000_000_000 * 1_048_576.0 / Double(bitsPerSecond)))
    }

    /// The time of a number of bytes.
    package func time(of bytes: Int) -> SimDuration {
      let product = UInt64(max(0, bytes)).multipliedFullWidth(by: scaled)
      return SimDuration(nanoseconds: Int64(product.high << 44 | product.low >> 20))
    }
  }

  private let bitsPerSecond: Int64
  /// What streams leave of the line each way.
  private var sendRate: Rate
  private var receiveRate: Rate
  private var sendingUntil = SimTime.zero
  private var receivingUntil = SimTime.zero
  /// Bytes that left so far.
  package private(set) var sentBytes: UInt64 = 0
  /// Bytes that came in so far.
  package private(set) var receivedBytes: UInt64 = 0

  /// Makes an interface with nothing under way.
  package init(bitsPerSecond: Int64) {
    self.bitsPerSecond = bitsPerSecond
    sendRate = Rate(bitsPerSecond: bitsPerSecond)
    receiveRate = sendRate
  }

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
  package mutating func send(_ bytes: Int, at time: SimTime) -> SimTime {
    sentBytes += UInt64(max(0, bytes))
    sendingUntil = max(time, sendingUntil) + sendRate.time(of: bytes)
    return sendingUntil
  }

  /// When the last byte of a message is in that would arrive at a time if nothing else did.
  package mutating func receive(_ bytes: Int, at time: SimTime) -> SimTime {
    receivedBytes += UInt64(max(0, bytes))
    receivingUntil = max(time, receivingUntil + receiveRate.time(of: bytes))
    return receivingUntil
  }
}
