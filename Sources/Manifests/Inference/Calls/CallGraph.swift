/// Who calls whom; inferred calls that would close a circle are left out.
///
/// A request that comes back to a service that waits for it would never end in a model without
/// conditions; in reality such calls belong to other requests than those modelled.
struct CallGraph: Sendable {
  /// Calls of each workload, by position.
  private(set) var calls: [[InferredCall]]
  /// The calls left out, with their callers.
  private(set) var cut: [(caller: Int, call: InferredCall)] = []
  private var targets: [[Int]]

  /// Adds the calls outwards from the workloads that users ask; `fixed` are those of given models.
  init(_ wanted: [[InferredCall]], fixed: [[Int]], from entries: [Int]) {
    calls = wanted.map { _ in [] }
    targets = fixed
    var isReached = [Bool](repeating: false, count: wanted.count)
    for root in entries + Array(wanted.indices) where !isReached[root] {
      isReached[root] = true
      var queue = [root]
      var next = 0
      while next < queue.count {
        let caller = queue[next]
        next += 1
        for call in wanted[caller] { add(call, of: caller) }
        for callee in targets[caller] where !isReached[callee] {
          isReached[callee] = true
          queue.append(callee)
        }
      }
    }
  }

  private mutating func add(_ call: InferredCall, of caller: Int) {
    if reaches(caller, from: call.workload) {
      cut.append((caller, call))
    } else {
      calls[caller].append(call)
      targets[caller].append(call.workload)
    }
  }

  private func reaches(_ goal: Int, from start: Int) -> Bool {
    var isSeen = [Bool](repeating: false, count: targets.count)
    var stack = [start]
    while let workload = stack.popLast() {
      if workload == goal { return true }
      if isSeen[workload] { continue }
      isSeen[workload] = true
      stack += targets[workload]
    }
    return false
  }
}
