import Cluster
import Mesh
package import SimulationKernel
import Traffic
import struct Workload.Workload

/// The rooms of one run. Takes each event and hands it to the room it is addressed to, with the
/// rooms below.
package struct World: EventHandler, ~Copyable {
  var cluster: Cluster
  var mesh: Mesh
  var workload: Workload
  var traffic: Traffic
  /// The time of the last event or the end of the last second.
  var now = SimTime.zero

  /// Hands an event to its room.
  package mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    switch notice.room {
    case Room.workload.rawValue:
      workload.handle(notice, in: &simulation, mesh: &mesh, cluster: &cluster)
    case Room.traffic.rawValue:
      traffic.handle(notice, in: &simulation, mesh: &mesh)
    case Room.mesh.rawValue:
      mesh.handle(notice, in: &simulation, cluster: cluster)
    case Room.cluster.rawValue:
      cluster.handle(notice, in: &simulation)
    default:
      preconditionFailure("an event is addressed to a room of the world")
    }
  }
}
