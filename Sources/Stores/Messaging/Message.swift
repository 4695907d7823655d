import SimulationKernel

/// A message that a broker keeps until it is settled.
package struct Message: SlabElement {
  /// The slab's own word.
  package var slabWord: UInt32 = 0
  /// The next message in the same list, as a raw handle.
  var next: UInt32 = .max
  /// The partition, among all of all topics.
  let partition: Int32
  /// How often it was handed out.
  var deliveries: Int32 = 0
  /// How many of these do not count against the limit.
  var uncounted: Int32 = 0
  /// Its number among the writes that its replica group acknowledged.
  let number: UInt64
  /// When the publisher's write was acknowledged.
  let publishedAt: SimTime
  /// When a consumer was last done with it; `infinity` before.
  var processedAt = SimTime.infinity
  /// The draws of what is done with it.
  let random: RequestRandom

  init(partition: Int, number: UInt64, publishedAt: SimTime, random: RequestRandom) {
    self.partition = Int32(partition)
    self.number = number
    self.publishedAt = publishedAt
    self.random = random
  }
}
