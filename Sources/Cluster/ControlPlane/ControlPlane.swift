import SimulationKernel

/// The API server with etcd, and the controllers that one of its masters leads.
///
/// etcd works while most of its members do. kube-controller-manager and kube-scheduler have one
/// leader each, by a lease (`MasterLease`); when its master is lost nobody acts until another takes
/// the lease.
struct ControlPlane: Sendable {
  /// A component that has one leader among the masters.
  enum Component: UInt32, CaseIterable {
    case etcd, controllers, scheduler

    /// The components whose leader holds a lease in the API.
    static let leased: [Component] = [.controllers, .scheduler]

    var lease: String {
      switch self {
      case .etcd: "etcd"
      case .controllers: "kube-controller-manager"
      case .scheduler: "kube-scheduler"
      }
    }
  }

  /// Which master leads a component, or when the next one will.
  struct Leadership: Sendable {
    /// Index of the leading master's node; -1 while there is none.
    var node: Int
    /// When the next leader takes over; `infinity` while one leads or none can.
    var electedAt = SimTime.infinity
    /// The lease of a component that has one.
    var lease = MasterLease()
    var isUp: Bool { node >= 0 }
  }

  /// Nodes of the masters; empty where somebody else runs the control plane, which then never
  /// fails.
  var masters: [Int] = []
  /// Leaders by component.
  var leaders: [Leadership] = [Leadership(node: 0), Leadership(node: 0), Leadership(node: 0)]
  var random: EntityRandom

  init(seed: UInt64) { random = EntityRandom(seed: seed, stream: "control-plane") }

  /// How long etcd's members take to elect another leader: the election timeout of 1 s, up to twice
  /// that.
  mutating func etcdElection() -> SimDuration {
    .seconds(1) + random.duration(below: .seconds(1))
  }
}
