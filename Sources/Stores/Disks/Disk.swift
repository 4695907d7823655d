import SimulationKernel

/// A member's disk: one queue, and one flush at a time that serves all who waited for it.
///
/// It may be slower than its kind, answer nothing for a while, or be full. A stream beside the
/// store's own operations, as of a backup, shares its throughput with them.
struct Disk {
  let spec: DiskSpec
  /// Bytes that it holds; without a claim there is no limit.
  var capacity = Int64.max
  /// Bytes in use.
  var used: Int64 = 0
  /// Bytes in use by what is none of the store's.
  var foreign: Int64 = 0
  /// How much longer everything takes.
  var slowdown = 1.0 { didSet { stretch = slowdown * crowding } }
  /// Bytes a second of the streams that run beside the store's own operations.
  private(set) var streams = 0.0 { didSet { stretch = slowdown * crowding } }
  /// How much longer an operation takes than on a quiet disk.
  var stretch = 1.0
  /// Whether it is gone and nothing has replaced it.
  var isGone = false
  /// Whether it has replaced one with what was on that, and does not hold all of it again.
  var isNew = false
  /// Whether nothing comes back.
  var isStalled = false
  /// What is announced when it answers again.
  var held: [(event: StoreEvent, argument: UInt32)] = []
  let flush: Sampler
  var random: EntityRandom
  /// Until when operations occupy the disk.
  var busyUntil = SimTime.zero
  var isFlushing = false
  var waitingBytes: Int64 = 0
  /// Those whom the running flush serves, and those who came since.
  var served: [FlushWaiter] = []
  var waiting: [FlushWaiter] = []
  /// The timers that rang during the running flush and are heard after it.
  var late: [(event: StoreEvent, argument: UInt32)] = []

  /// Bytes that can still be written.
  var free: Int64 { max(0, capacity - used - foreign) }
  /// Bytes beyond what it holds.
  var overrun: Int64 { max(0, used - (capacity - foreign)) }
  /// Whether nothing can be written.
  var isFull: Bool { free == 0 }

  /// How much longer an operation takes for the streams beside it: what they move is missing, and
  /// at least half is left.
  private var crowding: Double { 1 / (1 - min(streams / spec.bytesPerSecond, 0.5)) }

  /// Ends all streams.
  mutating func endStreams() { if streams > 0 { streams = 0 } }

  /// The bytes a second that a further stream can have: what others leave, and, while operations
  /// wait, no more than half of what the disk brings in all.
  func room(now: SimTime) -> Double {
    guard !isStalled else { return 0 }
    let most = spec.bytesPerSecond / slowdown
    return max(0, (busyUntil > now ? most / 2 : most) - streams)
  }

  /// Lets a stream of some bytes a second run beside the operations until the next look.
  mutating func stream(_ rate: Double) { streams += rate }

  /// Queues an operation and returns when it ends.
  mutating func operate(bytes: Int64, now: SimTime) -> SimTime {
    let service = spec.service(bytes: bytes)
    let length = stretch == 1 ? service : service.scaled(by: stretch)
    busyUntil = max(busyUntil, now) + length
    return busyUntil
  }

  /// Starts a flush for all who wait and returns when it ends.
  mutating func beginFlush(bank: borrowing SamplerBank, now: SimTime) -> SimTime {
    isFlushing = true
    swap(&served, &waiting)
    let written = operate(bytes: waitingBytes, now: now)
    waitingBytes = 0
    let flushing = bank.duration(flush, random.next())
    return written + (stretch == 1 ? flushing : flushing.scaled(by: stretch))
  }
}
