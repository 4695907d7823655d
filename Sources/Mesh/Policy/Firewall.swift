import Manifests
public import SimulationKernel

/// Which connections network policies let through, as tables.
///
/// Pods that policies treat alike are one class, and a way to a port is a gate. The verdict on a
/// gate and two classes is found when it is first asked for, and is a byte from then on. Class 0 is
/// everybody outside the cluster. What policies mean for established connections is left to the
/// network plugin; here they are judged like new ones, as Cilium does.
public struct Firewall: ~Copyable {
  private let inPlace = InPlace()
  /// The address that stands for every one outside: of TEST-NET-3 (RFC 5737), in no private range.
  private static let outside = PolicyEndpoint(address: 0xcb00_7101)

  /// Pods that policies treat alike.
  private struct PodClass {
    let traits: [Bool]
    let endpoint: PolicyEndpoint
  }

  /// Whether any policy exists.
  @usableFromInline var isActive = false
  /// The gate of each route.
  @usableFromInline var gates = Table<UInt16>()
  /// What is known, by gate, client's class and server's class.
  @usableFromInline var verdicts = Table<UInt8>()
  /// Room for as many classes.
  @usableFromInline var width = 16
  private var ways: [PolicyGate] = [PolicyGate(ports: [0], transport: .tcp, dialer: .client)]
  private var classes: [PodClass] = []
  private var rules = PolicyRules([])
  /// What was denied so far.
  var denials: [DeniedConnections] = []

  /// Makes a firewall without policies.
  init() { forget() }

  /// Takes over policies; the pods have to be classed anew.
  mutating func adopt(_ policies: [NetworkPolicy]) {
    rules = PolicyRules(policies)
    isActive = !rules.isEmpty
    classes = []
    forget()
    _ = group(of: Self.outside)
  }

  /// The number of a gate, the same for equal ones.
  mutating func gate(_ way: PolicyGate) -> UInt16 {
    if let known = ways.firstIndex(of: way) { return UInt16(known) }
    ways.append(way)
    forget()
    return UInt16(ways.count - 1)
  }

  /// The class of an endpoint.
  mutating func group(of endpoint: PolicyEndpoint) -> UInt16 {
    let traits = rules.traits(of: endpoint)
    let known = classes.firstIndex {
      $0.traits == traits && $0.endpoint.ports == endpoint.ports
        && $0.endpoint.usesHostNetwork == endpoint.usesHostNetwork
    }
    if let known { return UInt16(known) }
    classes.append(PodClass(traits: traits, endpoint: endpoint))
    if classes.count > width {
      width *= 2
      forget()
    }
    return UInt16(classes.count - 1)
  }

  private mutating func forget() {
    verdicts = Table(repeating: Verdict.unknown, count: ways.count * width * width)
  }

  /// Whether a gate is known to be open between two classes.
  @inlinable @inline(always)
  func isOpen(_ gate: UInt16, from client: UInt16, to server: UInt16) -> Bool {
    verdicts[index(gate, client, server)] == Verdict.open
  }

  @inlinable @inline(always)
  func index(_ gate: UInt16, _ client: UInt16, _ server: UInt16) -> Int {
    (Int(gate) &* width &+ Int(client)) &* width &+ Int(server)
  }

  /// The direction in which policies stop a connection through a gate; nil where it is let through.
  mutating func denial(_ gate: UInt16, from client: UInt16, to server: UInt16) -> PolicyType? {
    let index = index(gate, client, server)
    switch verdicts[index] {
    case Verdict.open: return nil
    case Verdict.closedInward: return .ingress
    case Verdict.closedOutward: return .egress
    default: break
    }
    let denial = ways[Int(gate)].denial(
      by: rules, from: classes[Int(client)].endpoint, to: classes[Int(server)].endpoint)
    verdicts[index] =
      switch denial {
      case nil: Verdict.open
      case .ingress: Verdict.closedInward
      case .egress: Verdict.closedOutward
      }
    return denial
  }

  /// Whether pods of a class are on their nodes' networks.
  func usesHostNetwork(_ group: UInt16) -> Bool { classes[Int(group)].endpoint.usesHostNetwork }

  /// What is known of a gate and two classes.
  @usableFromInline
  enum Verdict {
    @inlinable @inline(always) static var unknown: UInt8 { 0 }
    @inlinable @inline(always) static var open: UInt8 { 1 }
    @inlinable @inline(always) static var closedInward: UInt8 { 2 }
    @inlinable @inline(always) static var closedOutward: UInt8 { 3 }
  }
}
