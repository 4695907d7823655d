/// The order of the active queue: higher priority first, then who entered first (QueueSort;
/// framework/plugins/queuesort/priority_sort.go).
enum PrioritySort {
  static func precedes(_ left: SchedulingQueue.Entry, _ right: SchedulingQueue.Entry) -> Bool {
    (right.priority, left.sequence) < (left.priority, right.sequence)
  }
}
