import Mesh
import SimulationKernel

/// Requests in the order in which they came, such as those that wait for a worker or a
/// connection.
///
/// The requests are linked by `Execution.next`, so that a queue takes no memory of its own. A
/// request is in one queue at most.
struct RequestQueue: BitwiseCopyable {
  /// First and last request, as raw handles.
  private var head: UInt32 = .max
  private var tail: UInt32 = .max

  @inline(always)
  var isEmpty: Bool { head == .max }

  /// The last request, as a raw handle; the greatest number where there is none.
  var last: UInt32 { isEmpty ? .max : tail }

  /// Adds a request at the end.
  @inline(always)
  mutating func append(_ call: Handle<Call>, in executions: inout Table<Execution>) {
    executions[call.index].next = .max
    if isEmpty {
      head = call.rawValue
    } else {
      executions[Handle<Call>(rawValue: tail).index].next = call.rawValue
    }
    tail = call.rawValue
  }

  /// Adds a request before all others.
  mutating func prepend(_ call: Handle<Call>, in executions: inout Table<Execution>) {
    if isEmpty { tail = call.rawValue }
    executions[call.index].next = head
    head = call.rawValue
  }

  /// Takes the first request out; nil where there is none.
  @inline(always)
  mutating func removeFirst(in executions: inout Table<Execution>) -> Handle<Call>? {
    guard !isEmpty else { return nil }
    let first = Handle<Call>(rawValue: head)
    head = executions[first.index].next
    executions[first.index].next = .max
    return first
  }

  /// Takes a request out from wherever it stands.
  ///
  /// - Precondition: It is in the queue.
  /// - Complexity: O(*n*) in the number of requests before it.
  mutating func remove(_ call: Handle<Call>, in executions: inout Table<Execution>) {
    var previous = UInt32.max
    var current = head
    while current != call.rawValue {
      precondition(current != .max, "a request is taken out of the queue that it is in")
      previous = current
      current = executions[Handle<Call>(rawValue: current).index].next
    }
    let next = executions[call.index].next
    if previous == .max {
      head = next
    } else {
      executions[Handle<Call>(rawValue: previous).index].next = next
    }
    if tail == call.rawValue { tail = previous }
    executions[call.index].next = .max
  }
}
