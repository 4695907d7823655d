/// The events that the room `Workload` schedules for itself; the argument is a call unless said
/// otherwise.
enum WorkloadEvent: UInt8 {
  /// A step that let time pass is over.
  case waited
  /// A job of a request may be done; it is not where the CPU model planned the node anew meanwhile.
  case computed
  /// A thread spent its part of a batch's core time; the argument is the batcher's thread.
  case batchComputed
  /// The window of a batch in forming is over; the argument is the batcher.
  case batchDue
  /// A request gives up waiting for a pool.
  case poolGivenUp
  /// The time of a pod's start is over; the argument is the pod.
  case startWaited
  /// The core time of a pod's start was spent; the argument is the pod.
  case startComputed
  /// A pod's own periodic work is due; the argument is the pod.
  case backgroundDue
  /// A pod's own periodic core time was spent; the argument is the pod.
  case backgroundComputed
  /// A pod reports the memory that it holds; the argument is the pod.
  case memoryDue
  /// The core time of a kubelet's check was spent; the argument is the check.
  case probeComputed
  /// A check of the kubelet looks whether its turn in the queue has come; the argument is the
  /// check.
  case probeLook
}
