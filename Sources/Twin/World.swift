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
/// Takes each event and hands it to the room it is addressed to, with the
/// rooms below.
package struct World: EventHandler, ~Copyable {
  private let inPlace = InPlace()
  var cluster: Cluster
  var mesh: Mesh
  var workload: Workload
  var stores: Stores
  var traffic: Traffic
  var observability: Observability
  /// What callers can name.
  let directory: Directory
  /// The system that each workload is counted under; nil where no model describes it.
  let systems: [String?]
  /// What the deliveries to consumers without a Service are called, in the wire's numbering after
  /// the cluster's Services.
  let consumerServices: [ServiceName]

  /// The system of a workload; Jobs made during the run have none.
  func system(ofWorkload workload: Int) -> String? {
    workload < systems.count ? systems[workload] : nil
  }

  /// Hands an event to its room, and then what arrived at other rooms meanwhile.
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
      observability.handle(notice, in: &simulation, mesh: mesh, cluster: cluster)
    default:
      preconditionFailure("an event is addressed to a room of the world")
    }
  }
}
