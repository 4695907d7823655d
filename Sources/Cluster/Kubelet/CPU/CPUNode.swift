import SimulationKernel

/// The cores of one node and the jobs that compete for them.
struct CPUNode: SlabElement {
  /// The slab's own word.
  var slabWord: UInt32 = 0
  /// Jobs that compete for cores.
  var running: Int32 = 0
  /// A job may start at once while `running` is below this: the whole cores, or 0 while contended.
  var startLimit: Int32
  /// Cores in thousandths; the reservations of system and kubelet may leave a fraction.
  let capacityMilli: Int64
  var isContended = false
  var firstPlanned = Handle<CPUContainer>.none
  var firstContainer = Handle<CPUContainer>.none
  /// The plan's next completion, exhaustion or period end.
  var nextInstant = Int64.max
  /// When the armed event comes.
  var armed = Int64.max
  /// Usage of containers that were removed.
  var usedBefore: Int64 = 0

  init(capacityMilli: Int64) {
    self.capacityMilli = capacityMilli
    startLimit = Int32(truncatingIfNeeded: capacityMilli / 1_000)
  }

  /// Takes a core for one more job; false where none is free.
  @inline(__always)
  mutating func takeCore() -> Bool {
    guard running < startLimit else { return false }
    running &+= 1
    return true
  }

  /// Jobs that fit without sharing.
  var wholeCores: Int32 { Int32(truncatingIfNeeded: capacityMilli / 1_000) }

  /// Whether more jobs compete than there are cores.
  var isOverCapacity: Bool { Int64(running) * 1_000 > capacityMilli }
}
