import Cluster
import Mesh
import Stores
import Traffic

extension World {
  /// The most requests, users, messages or pods of one sort with which a run goes on.
  ///
  /// It is three quarters of what a slab holds, so that none can overflow before the next look.
  static let mostUnderWay = 6_000_000

  /// Of what there is too much for the run to go on, in words; nil while it can.
  ///
  /// An unlimited queue before a server that can not keep up grows without end: in reality until
  /// the server's memory is full, here until the run stops and says why.
  var crowding: String? {
    if mesh.crowd > Self.mostUnderWay { return "calls are under way" }
    if traffic.crowd > Self.mostUnderWay { return "users are waiting" }
    if stores.crowd > Self.mostUnderWay { return "messages or requests wait in data systems" }
    if cluster.crowd > Self.mostUnderWay { return "CPU jobs or pods are there" }
    return nil
  }
}
