/// What the software in pods schedules for itself; the argument is a call unless said otherwise.
enum WorkloadEvent: UInt8 {
  /// A step that let time pass is over.
  case waited
  /// Core time was spent, or the node was planned anew.
  case computed
  /// A thread spent its part of a batch's core time; the argument is the batcher's thread.
  case batchComputed
  /// A batch has waited long enough for company; the argument is the batcher.
  case batchDue
  /// A request has waited long enough for a pool.
  case poolGivenUp
  /// The time of a pod's start is over; the argument is the pod.
  case startWaited
  /// The core time of a pod's start was spent; the argument is the pod.
  case startComputed
  /// A pod's own periodic work is due; the argument is the pod.
  case backgroundDue
  /// A pod's own periodic core time was spent; the argument is the pod.
  case backgroundComputed
  /// What a pod holds of memory is reported; the argument is the pod.
  case memoryDue
  /// The core time of a kubelet's check was spent; the argument is the check.
  case probeComputed
  /// A kubelet's check may have come to its turn; the argument is the check.
  case probeLook
}
