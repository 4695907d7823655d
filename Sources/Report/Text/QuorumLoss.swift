import Results

/// A lost quorum as a reader wants it: groups of a system that lost theirs together are one.
struct QuorumLoss {
  let run: Int
  /// The system, with the group where it is one of several, or how many there are.
  let place: String
  let fault: String?
  let lostAt: Double
  /// When the last of the groups had its quorum again; nil where one had not.
  let regainedAt: Double?
  /// "1 of 3 drives needed; reads stopped too".
  let reason: String

  /// Losses in the order in which they began, at most one a system and second.
  static func summarized(_ records: [QuorumRecord]) -> [QuorumLoss] {
    var places: [[QuorumRecord]] = []
    for record in records {
      let known = places.firstIndex { $0[0].isTogether(with: record) }
      if let known { places[known].append(record) } else { places.append([record]) }
    }
    return places.map { QuorumLoss($0) }
  }

  private init(_ records: [QuorumRecord]) {
    let first = records[0]
    run = first.run
    fault = first.fault
    lostAt = records.map(\.lostAt).min() ?? first.lostAt
    let ends = records.compactMap(\.regainedAt)
    regainedAt = ends.count == records.count ? ends.max() : nil
    let least = records.map(\.there).min() ?? first.there
    let stop = records.contains(where: \.stopsReads) ? "reads and writes stop" : "writes stop"
    reason = "\(least) of \(first.needed) \(first.need) that a write takes; \(stop)"
    let part = records.count == 1 ? first.group : "\(records.count) groups"
    place = part.isEmpty ? first.system : "\(first.system)/\(part)"
  }
}

extension QuorumRecord {
  /// Whether two groups of a system lost the same thing at about the same time.
  fileprivate func isTogether(with other: QuorumRecord) -> Bool {
    run == other.run && system == other.system && fault == other.fault && need == other.need
      && needed == other.needed && abs(lostAt - other.lostAt) <= 1
      && (regainedAt == nil) == (other.regainedAt == nil)
  }
}
