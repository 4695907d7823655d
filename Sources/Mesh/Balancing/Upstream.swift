/// A set of pods among which clients pick one, and the state of that choice: the pods of a service,
/// or those of one of its subsets.
@usableFromInline
struct Upstream: BitwiseCopyable {
  @usableFromInline let choosesOfTwo: Bool
  @usableFromInline let takesTurns: Bool
  @usableFromInline let scansAll: Bool
  @usableFromInline let keepsConnections: Bool
  /// Whether each client counts its own calls only.
  @usableFromInline let countsByClient: Bool
  @usableFromInline let drawsWithReplacement: Bool
  /// Whether settings of its Service change the choice (`ServiceChoice`).
  @usableFromInline var needsDetail = false
  /// The first of its members in the table of members.
  @usableFromInline var first: UInt32 = 0
  @usableFromInline var count: UInt32 = 0
  @usableFromInline var capacity: UInt32 = 0
  /// The next member in turn.
  @usableFromInline var cursor: UInt32 = 0

  init(_ spec: BalancerSpec) {
    choosesOfTwo = spec.policy == .powerOfTwoChoices
    takesTurns = spec.policy == .roundRobin
    scansAll = spec.policy == .leastLoaded
    keepsConnections = spec.policy == .connections
    countsByClient = !spec.hasSharedView && (choosesOfTwo || scansAll || keepsConnections)
    drawsWithReplacement = spec.drawsWithReplacement
  }
}
