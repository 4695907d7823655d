import Manifests

/// What a pod's claims ask of a node, as the volume plugins need it.
struct VolumeDemand: Sendable {
  /// An unbound claim that waits for its first consumer.
  struct Search: Sendable {
    /// Index of the claim.
    let claim: Int
    /// Free volumes that suit it, the smallest first, with the nodes that reach each.
    let candidates: [(volume: Int, terms: [NodeTerm])]
    /// Whether a volume can be made, and on which nodes; no terms mean all.
    let provisions: Bool
    let topologies: [NodeTerm]
    /// Bytes that it asks for.
    var bytes: Int64 = 0
    /// Where the driver says that it has room; nil where it does not tell.
    var rooms: StorageRooms?

    /// Whether there is room for a volume that a node reaches.
    func hasRoom(labels: StringMap) -> Bool { rooms?.take(bytes, labels: labels) ?? true }
  }

  /// Why a claim gets no volume on a node.
  enum Lack: Error {
    /// There is none, and none can be made.
    case volume
    /// One could be made, had the driver the room.
    case room
  }

  /// Where the claims of a search go on one node.
  struct Choice: Sendable {
    let claim: Int
    /// Index of an existing volume; nil: one is made.
    let volume: Int?
  }

  /// Terms of each bound volume that not every node reaches.
  var boundTerms: [[NodeTerm]] = []
  /// Zones and regions that bound volumes' labels name.
  var zones: [NodeRequirement] = []
  /// Unbound claims, the smallest first.
  var searches: [Search] = []
  /// Claims of which only one pod may use each (ReadWriteOncePod).
  var exclusive: [Int32] = []
  /// All claims with the drivers of their volumes.
  var uses: [ClaimUse] = []

  /// What each unbound claim gets on a node, existing volumes before new ones; fails when one gets
  /// none (volumebinding/binder.go findMatchingVolumes, checkVolumeProvisions).
  func choice(name: String, labels: StringMap) throws(Lack) -> [Choice] {
    var choices: [Choice] = []
    for search in searches {
      let found = search.candidates.first { candidate in
        !choices.contains { $0.volume == candidate.volume }
          && VolumeDemand.matches(candidate.terms, name: name, labels: labels)
      }
      let canMake =
        search.provisions
        && VolumeDemand.matches(search.topologies, name: name, labels: labels)
      guard found != nil || canMake else { throw .volume }
      guard found != nil || search.hasRoom(labels: labels) else { throw .room }
      choices.append(Choice(claim: search.claim, volume: found?.volume))
    }
    return choices
  }

  /// Whether a node meets one of some terms; no terms mean any node.
  static func matches(_ terms: [NodeTerm], name: String, labels: StringMap) -> Bool {
    terms.isEmpty || terms.contains { $0.matches(name: name, labels: labels) }
  }
}
