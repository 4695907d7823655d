import Cluster
import Mesh
import Metrics
import Observability
package import SimulationKernel
import Stores
import Traffic
import Workload

/// The rooms of one run.
///
/// It hands each event to the room that the event is addressed to, together with the rooms below
/// that one.
package struct World: EventHandler, ~Copyable {
  private let inPlace = InPlace()
  var cluster: Cluster
  var mesh: Mesh
  var workload: Workload
  var stores: Stores
  var traffic: Traffic
  var observability: Observability
  /// The names of services and operations that callers use.
  let directory: Directory
  /// By workload: the system that it is counted under; nil where no model describes it.
  let systems: [String?]
  /// Names for the deliveries to consumers without a Service; the wire numbers these after the
  /// cluster's Services.
  let consumerServices: [ServiceName]

  /// The system of a workload; nil without one, and for Jobs made during the run.
  func system(ofWorkload workload: Int) -> String? {
    workload < systems.count ? systems[workload] : nil
  }

  /// Hands an event to its room, and then the messages that arrived at rooms within that instant.
  package mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    var next: Notice? = notice
    while let current = next {
      deliver(current, in: &simulation)
      next = mesh.takeArrival()
    }
  }

  @inline(always)
  private mutating func deliver(_ notice: Notice, in simulation: inout Simulation) {
    switch notice.room {
    case Room.workload.rawValue:
      workload.handle(notice, in: &simulation, mesh: &mesh, cluster: &cluster)
    case Room.traffic.rawValue:
      traffic.handle(notice, in: &simulation, mesh: &mesh, workload: &workload)
    case Room.mesh.rawValue:
      mesh.handle(notice, in: &simulation, cluster: &cluster)
    case Room.stores.rawValue:
      stores.handle(notice, in: &simulation, mesh: &mesh, cluster: &cluster)
    case Room.cluster.rawValue:
      cluster.handle(notice, in: &simulation)
    case Room.observability.rawValue:
      observability.countSecond(in: &simulation, mesh: mesh, cluster: cluster)
    default:
      preconditionFailure("an event is addressed to a room of the world")
    }
  }
}
