import Cluster
import Mesh
import Stores
import Traffic

extension World {
  /// Most requests, users, messages or pods of one sort that a run carries on with: three quarters
  /// of what a slab holds, so that no slice of simulated time can overfill one.
  static let mostUnderWay = 6_000_000

  /// What there is too much of for the run to go on; nil while it can.
  ///
  /// An unlimited queue before a server that can not keep up grows without end: in reality until its
  /// memory is full, here until the run stops and says so.
  var crowding: String? {
    if mesh.crowd > Self.mostUnderWay { return "calls are under way" }
    if traffic.crowd > Self.mostUnderWay { return "users are waiting" }
    if stores.crowd > Self.mostUnderWay { return "messages or requests wait in data systems" }
    if cluster.crowd > Self.mostUnderWay { return "CPU jobs or pods are there" }
    return nil
  }
}
