/// Which pods a kubelet ends so that it can accept a critical one (pkg/kubelet/preemption
/// getPodsToPreempt).
///
/// Amounts are in the same order everywhere, each of one resource.
package enum AdmissionPreemption {
  /// A pod that may be ended.
  package struct Candidate: Sendable {
    /// Its quality of service.
    package var quality: QualityOfService
    /// What it would free.
    package var amounts: [Int64]

    /// Makes a candidate.
    package init(quality: QualityOfService, amounts: [Int64]) {
      self.quality = quality
      self.amounts = amounts
    }
  }

  /// The candidates, by index, whose end frees what is missing; nil where all of them are too few.
  ///
  /// As many guaranteed pods as must go even if all others go, then as many burstable ones as must
  /// go beside those, then those of best effort.
  package static func victims(missing: [Int64], among pods: [Candidate]) -> [Int]? {
    let all = Array(pods.indices)
    guard left(missing, after: all, pods).allSatisfy({ $0 <= 0 }) else { return nil }
    let (best, burstable) = (of(.bestEffort, pods), of(.burstable, pods))
    let last = nearest(
      of(.guaranteed, pods), to: left(missing, after: best + burstable, pods), pods)
    let middle = nearest(burstable, to: left(missing, after: best + last, pods), pods)
    let first = nearest(best, to: left(missing, after: middle + last, pods), pods)
    return first + middle + last
  }

  private static func of(_ quality: QualityOfService, _ pods: [Candidate]) -> [Int] {
    pods.indices.filter { pods[$0].quality == quality }
  }

  /// What is still missing after the end of some pods, by index; less than nothing where they free
  /// more than that.
  static func left(
    _ missing: [Int64], after victims: [Int], _ pods: [Candidate]
  ) -> [Int64] {
    missing.indices.map { resource in
      victims.reduce(missing[resource]) { $0 - pods[$1].amounts[resource] }
    }
  }

  /// Takes the pod that comes nearest to what is missing, until nothing is; of two that are as
  /// near the smaller one.
  private static func nearest(
    _ indices: [Int], to missing: [Int64], _ pods: [Candidate]
  ) -> [Int] {
    var (rest, missing, taken) = (indices, missing, [Int]())
    while missing.contains(where: { $0 > 0 }), !rest.isEmpty {
      var best = 0
      for index in rest.indices.dropFirst() {
        let (new, old) = (pods[rest[index]].amounts, pods[rest[best]].amounts)
        let (near, nearest) = (distance(new, missing), distance(old, missing))
        if near < nearest || near == nearest && !isGreater(new, old) { best = index }
      }
      let chosen = rest.remove(at: best)
      taken.append(chosen)
      missing = left(missing, after: [chosen], pods)
    }
    return taken
  }

  /// How much of what is missing a pod leaves: the sum over resources of its share, squared.
  private static func distance(_ amounts: [Int64], _ missing: [Int64]) -> Double {
    missing.indices.reduce(0) { sum, resource in
      let left = missing[resource] - amounts[resource]
      guard missing[resource] > 0, left > 0 else { return sum }
      let share = Double(left) / Double(missing[resource])
      return sum + share * share
    }
  }

  /// Whether a pod requests more: of memory, the first amount, then of CPU, the second.
  private static func isGreater(_ left: [Int64], _ right: [Int64]) -> Bool {
    for resource in left.indices.prefix(2) where left[resource] != right[resource] {
      return left[resource] > right[resource]
    }
    return false
  }
}
