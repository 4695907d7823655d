/// Keeps pods on nodes that their volumes can reach (framework/plugins/volumebinding, and the zone
/// labels of framework/plugins/volumezone as node terms of the volume).
enum VolumeBinding {
  /// What the pod's claims allow, by node.
  struct Prepared {
    /// Whether every bound volume can be reached.
    var reaches: [Bool]
    /// Whether an unbound claim can find or get a volume.
    var finds: [Bool]
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    guard let volumes = pod.volumes else { return .fits }
    guard volumes.reaches[node] else { return .volumeNodeAffinity }
    return volumes.finds[node] ? .fits : .noVolume
  }
}
