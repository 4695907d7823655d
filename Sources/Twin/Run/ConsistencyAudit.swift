import Manifests
import Metrics
import SimulationKernel
import Stores

/// What belongs together in several data systems, and what of it is missing after one was brought
/// back from a backup.
///
/// Two writes belong together when one endpoint makes both for the same request. A store that was
/// brought back lacks what it acknowledged after the state that it holds; what another store
/// acknowledged then for the same requests has lost its counterpart. Where an operation serves
/// several endpoints, the smaller of the two counts is taken.
struct ConsistencyAudit {
  private struct Write: Equatable {
    let store: Int
    let operation: Int
  }

  /// A system that has things, and another that may have lost their counterparts.
  private struct Link {
    let kept: Int
    let lost: Int
    var count: UInt64 = 0
    /// Whether it was ever recorded.
    var isTold = false
  }

  private let engines: [StoreEngine]
  private let names: [String]
  private var pairs: [(Write, Write)] = []
  private var links: [Link] = []

  init(_ platform: Platform) {
    engines = platform.stores.map(\.engine)
    names = platform.stores.map(\.name)
    for model in platform.services {
      for endpoint in model.endpoints {
        let writes = Self.writes(of: endpoint.steps, in: model.namespace, platform.stores)
        for (index, first) in writes.enumerated() {
          for second in writes[(index + 1)...] { add(first, second) }
        }
      }
    }
  }

  private mutating func add(_ first: Write, _ second: Write) {
    guard first.store != second.store else { return }
    let isKnown = pairs.contains {
      ($0.0 == first && $0.1 == second) || ($0.0 == second && $0.1 == first)
    }
    guard !isKnown else { return }
    pairs.append((first, second))
    for (kept, lost) in [(first.store, second.store), (second.store, first.store)]
    where !links.contains(where: { $0.kept == kept && $0.lost == lost }) {
      links.append(Link(kept: kept, lost: lost))
    }
  }

  /// The writes among some steps, wherever they stand.
  private static func writes(
    of steps: [Step], in namespace: String, _ stores: [StoreModel]
  ) -> [Write] {
    func write(_ store: ServiceReference, _ operation: String) -> [Write] {
      let index = stores.firstIndex {
        $0.name == store.name && $0.namespace == store.namespace ?? namespace
      }
      guard let index,
        let number = stores[index].operations.firstIndex(where: { $0.name == operation })
      else { return [] }
      return [Write(store: index, operation: number)]
    }
    return steps.flatMap { step -> [Write] in
      switch step {
      case .write(let step): write(step.store, step.operation)
      case .publish(let step): write(step.store, step.topic)
      case .parallel(let steps): writes(of: steps, in: namespace, stores)
      case .chance(let step):
        writes(of: step.steps + step.otherwise, in: namespace, stores)
      case .repeated(let step): writes(of: step.steps, in: namespace, stores)
      case .acquire(let step): writes(of: step.steps, in: namespace, stores)
      case .cache(let step): writes(of: step.miss, in: namespace, stores)
      case .cpu, .wait, .call, .read, .stream, .firstByte, .external, .batch: []
      }
    }
  }

  /// What is missing now, one row for each pair of systems and direction that ever lacked
  /// something.
  mutating func rows(_ stores: borrowing Stores) -> [InconsistencyRow] {
    guard engines.indices.contains(where: { !stores.restoredSpans(of: $0).isEmpty }) else {
      return []
    }
    for link in links.indices {
      var count: UInt64 = 0
      for pair in pairs {
        for (lost, kept) in [pair, (pair.1, pair.0)]
        where lost.store == links[link].lost && kept.store == links[link].kept {
          count += Self.missing(lost: lost, kept: kept, stores)
        }
      }
      links[link].count = count
      links[link].isTold = links[link].isTold || count > 0
    }
    return links.indices.filter { links[$0].isTold }.map { row($0) }
  }

  private func row(_ number: Int) -> InconsistencyRow {
    let link = links[number]
    return InconsistencyRow(
      index: Int32(number), system: names[link.kept], other: names[link.lost],
      count: Int64(link.count),
      text: "\(engines[link.kept].things) without their \(engines[link.lost].things)")
  }

  /// Writes that one store has and the other has lost.
  private static func missing(lost: Write, kept: Write, _ stores: borrowing Stores) -> UInt64 {
    var total: UInt64 = 0
    for span in stores.restoredSpans(of: lost.store) {
      for (from, to) in rest(of: span, without: stores.restoredSpans(of: kept.store)) {
        total += min(count(lost, from, to, stores), count(kept, from, to, stores))
      }
    }
    return total
  }

  private static func count(
    _ write: Write, _ from: SimTime, _ to: SimTime, _ stores: borrowing Stores
  ) -> UInt64 {
    stores.accepted(by: to, store: write.store, operation: write.operation)
      - stores.accepted(by: from, store: write.store, operation: write.operation)
  }

  /// The parts of a span that no other covers: what both lack is missing nowhere.
  private static func rest(
    of span: RestoredSpan, without others: [RestoredSpan]
  ) -> [(SimTime, SimTime)] {
    var parts = [(span.point, span.end)]
    for other in others {
      parts = parts.flatMap { part -> [(SimTime, SimTime)] in
        let before = (part.0, min(part.1, other.point))
        let after = (max(part.0, other.end), part.1)
        return [before, after].filter { $0.0 < $0.1 }
      }
    }
    return parts
  }
}

extension StoreEngine {
  /// What it holds one of for each write.
  fileprivate var things: String {
    switch self {
    case .postgresql, .clickhouse: "rows"
    case .redis: "entries"
    case .minio: "objects"
    case .neo4j: "nodes"
    case .elasticsearch: "documents"
    case .nats, .kafka, .rabbitmq: "events"
    case .etcd: "keys"
    }
  }
}
