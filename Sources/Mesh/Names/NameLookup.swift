import SimulationKernel

/// A name that a pod looks up: the rounds of its search list, each an A and an AAAA query at once.
struct NameLookup: SlabElement {
  /// Who waits for the name.
  enum Subject: BitwiseCopyable {
    /// A call on the wire, as a raw handle, issued at a time.
    case call(UInt32, SimTime)
    /// Software in a pod that asks a host outside, by its request's raw handle.
    case software(UInt32)
    /// The cache of a node, which fetches an answer anew beside the one that it gives.
    case cache
  }

  /// The slab's own word.
  var slabWord: UInt32 = 0
  let subject: Subject
  /// The pod that asks, by index.
  let client: UInt32
  /// What it connects to: a service's number, or a host's with `NameService.hostBit`.
  let target: UInt32
  /// The names to try, by number among the plans.
  let plan: UInt32
  /// The draws of the lookup.
  let random: RequestRandom
  let startedAt: SimTime
  /// The round under way.
  var round: UInt8 = 0
  /// Queries of the round that have no answer yet.
  var pending: UInt8 = 0
  /// Whether no answer came to the A query.
  var hasFailed = false
  /// Whether an answer had to be fetched from a name server outside.
  var isFetched = false
  /// The node's cache that asks the DNS for it, by index; -1 where the pod asks itself.
  var cache: Int32 = -1
}
