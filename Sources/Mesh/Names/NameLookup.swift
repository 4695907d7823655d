import SimulationKernel

/// A name that a pod looks up: the rounds of its search list, each an A and an AAAA query at once.
struct NameLookup: SlabElement {
  /// Who waits for the name.
  enum Subject: BitwiseCopyable {
    /// A call on the wire, as a raw handle, issued at a time.
    case call(UInt32, SimTime)
    /// A call of a client that will find no pod, as a raw handle, issued at a time.
    case unserved(UInt32, SimTime)
    /// Software in a pod that asks a host outside, by its request's raw handle.
    case software(UInt32)
    /// The cache of a node, which fetches an answer anew beside the one that it gives.
    case cache
  }

  /// What became of a round.
  enum Verdict: UInt8, BitwiseCopyable {
    /// The name exists.
    case found
    /// It does not (NXDOMAIN).
    case absent
    /// The server that was asked can not tell (SERVFAIL).
    case unsure
    /// No server answered.
    case silent
    /// Nothing listens where the query went (ECONNREFUSED).
    case refused
    /// Nobody had to be asked: it is known that there is no answer.
    case known
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
  /// What is known of the round's name; of its two queries the one of type A decides.
  var verdict = Verdict.silent
  /// Whether one of its rounds got no answer that says anything.
  var hasFailed = false
  /// The pod, as a raw handle, to which kube-proxy's rules lead the round's socket; `UInt32.max`
  /// where none is there.
  var server = UInt32.max
  /// The attempt with which that socket was opened.
  var socket: UInt8 = 0
  /// Whether an attempt of the round timed out.
  var hasTimedOut = false
  /// Whether an answer had to be fetched from a name server outside.
  var isFetched = false
  /// The node's cache that asks the DNS for it, by index; -1 where the pod asks itself.
  var cache: Int32 = -1
}
