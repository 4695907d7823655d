package import SimulationKernel

/// How occupied the software of a workload is, summed over its pods: what queueing theory calls
/// the servers at work, the queue and the servers.
///
/// Each is an exact time-weighted count; `mean(since:from:through:)` of two readings is the average
/// between them, and busy over workers is the utilisation.
package struct Occupancy: BitwiseCopyable, Sendable {
  /// Requests that hold a worker.
  package var busy = TimeWeightedCount()
  /// Requests that wait for a worker.
  package var queued = TimeWeightedCount()
  /// Workers of the pods that serve; zero where a pod works on any number of requests.
  package var workers = TimeWeightedCount()

  /// Starts with nobody at work.
  package init() {}

  static func += (sum: inout Occupancy, other: Occupancy) {
    sum.busy += other.busy
    sum.queued += other.queued
    sum.workers += other.workers
  }

  /// Leaves nobody at work, as when the software is lost.
  mutating func vacate(at now: SimTime) {
    busy.add(-busy.value, at: now)
    queued.add(-queued.value, at: now)
    workers.add(-workers.value, at: now)
  }
}

extension Workload {
  /// How occupied each workload's pods are and were since the run began; nil where no model
  /// describes its software.
  package func occupancies() -> [Occupancy?] {
    var sums = models.indices.map { pastOccupancies[$0] }
    for pod in 0..<pods.count where pods[pod].state != .absent {
      sums[Int(pods[pod].model)] += pods[pod].occupancy
    }
    return modelOfWorkload.map { $0 >= 0 ? sums[Int($0)] : nil }
  }

  /// Keeps what a pod's software did when it is lost.
  mutating func retireOccupancy(ofPod pod: Int, at now: SimTime) {
    pods[pod].occupancy.vacate(at: now)
    pastOccupancies[Int(pods[pod].model)] += pods[pod].occupancy
    pods[pod].occupancy = Occupancy()
  }

  /// Counts a pod's workers from the time on that it serves.
  mutating func countWorkers(ofPod pod: Int, at now: SimTime) {
    guard pods[pod].workers < .max else { return }
    pods[pod].occupancy.workers.add(Int64(pods[pod].workers), at: now)
  }
}
