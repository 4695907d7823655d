import SimulationKernel

// The sharing jobs of a container as a pairing heap by virtual end (Fredman, Sedgewick, Sleator
// and Tarjan 1986), with its links in the jobs: O(1) to add, O(log n) amortised to take any out.
extension CPUModel {
  /// Adds a job to its container's heap.
  mutating func pushOnHeap(_ job: Handle<CPUJob>) {
    let container = jobs[job].container
    jobs[job].child = .none
    containers[container].jobs = melded(containers[container].jobs, job)
  }

  /// Takes a job out of its container's heap.
  mutating func removeFromHeap(_ job: Handle<CPUJob>) {
    let container = jobs[job].container
    let (previous, next) = (jobs[job].previous, jobs[job].next)
    let children = mergedChildren(of: job)
    guard !previous.isNone else {
      containers[container].jobs = children
      return
    }
    if jobs[previous].child == job {
      jobs[previous].child = next
    } else {
      jobs[previous].next = next
    }
    if !next.isNone { jobs[next].previous = previous }
    jobs[job].previous = .none
    jobs[job].next = .none
    containers[container].jobs = melded(containers[container].jobs, children)
  }

  /// Makes one heap of the children of a job, which keeps none.
  mutating func mergedChildren(of job: Handle<CPUJob>) -> Handle<CPUJob> {
    var next = jobs[job].child
    jobs[job].child = .none
    var pairs = Handle<CPUJob>.none
    while !next.isNone {
      let first = next
      let second = jobs[first].next
      next = second.isNone ? .none : jobs[second].next
      detach(first)
      if !second.isNone { detach(second) }
      let pair = melded(first, second)
      jobs[pair].next = pairs
      pairs = pair
    }
    var merged = Handle<CPUJob>.none
    while !pairs.isNone {
      let pair = pairs
      pairs = jobs[pair].next
      jobs[pair].next = .none
      merged = melded(merged, pair)
    }
    return merged
  }

  private mutating func detach(_ job: Handle<CPUJob>) {
    jobs[job].next = .none
    jobs[job].previous = .none
  }

  private mutating func melded(_ left: Handle<CPUJob>, _ right: Handle<CPUJob>) -> Handle<CPUJob> {
    if left.isNone { return right }
    if right.isNone { return left }
    let isLeftFirst = jobs[left].mark &- jobs[right].mark <= 0
    let (root, other) = isLeftFirst ? (left, right) : (right, left)
    let sibling = jobs[root].child
    jobs[other].next = sibling
    jobs[other].previous = root
    if !sibling.isNone { jobs[sibling].previous = other }
    jobs[root].child = other
    return root
  }
}
