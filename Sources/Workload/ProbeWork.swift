/// A kubelet's check that is under way in a pod.
struct ProbeWork: BitwiseCopyable {
  /// Its core time under way, as a raw handle.
  var job: UInt32 = .max
  /// The request behind which it stands in the queue for workers, as a raw handle.
  var behind: UInt32 = .max
}
