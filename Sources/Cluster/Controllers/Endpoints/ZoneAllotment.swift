/// How the endpoint slice controller shares a Service's endpoints out to zones in proportion to the
/// CPU of their nodes (k8s.io/endpointslice/topologycache).
///
/// Zones are numbered; endpoints and hints carry such numbers, negative for none.
package struct ZoneAllotment: Sendable {
  /// How much more than its share an endpoint may get.
  private static let overload = 0.2

  /// Allocatable thousandths of a core of the ready nodes of each zone; empty where too little is
  /// known: a node without a zone or CPU, or fewer than two zones.
  private let cores: [Int64]

  /// Reads the nodes that count: the ready ones that are not of the control plane.
  package init(nodes: [(zone: Int, milliCPU: Int64)]) {
    var cores: [Int64] = []
    for node in nodes where node.zone >= 0 {
      while cores.count <= node.zone { cores.append(0) }
      cores[node.zone] += node.milliCPU
    }
    let isKnown = nodes.allSatisfy { $0.zone >= 0 && $0.milliCPU > 0 }
    self.cores = isKnown && cores.count(where: { $0 > 0 }) > 1 ? cores : []
  }

  private var zoneCount: Int { cores.count { $0 > 0 } }

  private func ratio(_ zone: Int) -> Double {
    Double(cores[zone]) / Double(cores.reduce(0, +))
  }

  private func least(_ zone: Int, of count: Int) -> Int {
    let due = ratio(zone) * Double(count)
    return Int((due * (1 / (1 + Self.overload))).rounded(.up))
  }

  /// Why so many endpoints can't be shared out; nil where they can.
  package func obstacle(count: Int) -> String? {
    guard !cores.isEmpty else {
      return "Insufficient Node information: allocatable CPU or zone not specified on one or more "
        + "nodes"
    }
    let figures = "(\(count) endpoints, \(zoneCount) zones)"
    guard zoneCount <= count else { return "Insufficient number of endpoints \(figures)" }
    let sum = cores.indices.reduce(0) { $0 + (cores[$1] > 0 ? least($1, of: count) : 0) }
    guard sum <= count else {
      return "Unable to allocate minimum required endpoints to each zone without exceeding "
        + "overload threshold \(figures)"
    }
    return nil
  }

  /// The zone whose clients each endpoint is for; `zones` says where they stand.
  ///
  /// - Precondition: there is no obstacle, and all zones are known.
  package func hints(zones: [Int32]) -> [Int32] {
    precondition(zones.allSatisfy { $0 >= 0 }, "each endpoint has a zone")
    let count = zones.count
    var hints = zones
    var (giving, receiving) = moves(from: tally(zones), of: count)
    for (index, zone) in zones.enumerated() where Int(zone) < giving.count && giving[Int(zone)] > 0
    {
      guard let taker = receiving.firstIndex(where: { $0 > 0 }) else { break }
      hints[index] = Int32(taker)
      giving[Int(zone)] -= 1
      receiving[taker] -= 1
    }
    return hints
  }

  /// How many endpoints each zone gives away and gets.
  private func moves(from held: [Int], of count: Int) -> ([Int], [Int]) {
    var surplus = [Double](repeating: 0, count: cores.count)
    var need = surplus
    for zone in cores.indices where cores[zone] > 0 {
      let due = max(ratio(zone) * Double(count), Double(least(zone, of: count)))
      let difference = Double(zone < held.count ? held[zone] : 0) - due
      if difference > 0 { surplus[zone] = difference } else { need[zone] = -difference }
    }
    var giving = [Int](repeating: 0, count: cores.count)
    var receiving = giving
    while let giver = Self.greatest(surplus), let taker = Self.greatest(need) {
      let (given, taken) = (surplus[giver], need[taker])
      if (given < 1 && taken < 1) || given < 0.5 || taken < 0.5 { break }
      giving[giver] += 1
      surplus[giver] -= 1
      receiving[taker] += 1
      need[taker] -= 1
    }
    return (giving, receiving)
  }

  private static func greatest(_ values: [Double]) -> Int? {
    var found: Int?
    for (zone, value) in values.enumerated() where value > (found.map { values[$0] } ?? 0) {
      found = zone
    }
    return found
  }

  private func tally(_ zones: [Int32]) -> [Int] {
    var held = [Int](repeating: 0, count: cores.count)
    for zone in zones {
      while held.count <= Int(zone) { held.append(0) }
      held[Int(zone)] += 1
    }
    return held
  }

  /// Whether hints that were given may stay: each is for a zone that counts, and none has so many
  /// that another can't have its least.
  package func allows(_ hints: [Int32]) -> Bool {
    let held = tally(hints)
    let spare = hints.count - cores.indices.reduce(0) { $0 + least($1, of: hints.count) }
    return held.indices.allSatisfy { zone in
      held[zone] == 0
        || zone < cores.count && cores[zone] > 0
          && held[zone] <= least(zone, of: hints.count) + spare
    }
  }

  /// Whether some zone has too few of the hints: its endpoints get more than they should.
  package func overloads(_ hints: [Int32]) -> Bool {
    guard !cores.isEmpty else { return true }
    let held = tally(hints)
    return cores.indices.contains { zone in
      cores[zone] > 0 && (held[zone] == 0 || held[zone] < least(zone, of: hints.count))
    }
  }
}
