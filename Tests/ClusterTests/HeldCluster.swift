import Cluster

/// A cluster that a world of the tests holds by reference.
///
/// A function that holds the value has the code that takes it apart, member by member: with it the
/// tests took most of the build's time.
final class HeldCluster {
  var cluster: Cluster

  init(_ cluster: consuming Cluster) { self.cluster = cluster }
}
