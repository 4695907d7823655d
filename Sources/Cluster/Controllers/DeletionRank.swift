import Glibc
import SimulationKernel

/// What decides which pod a scale-down deletes first.
struct DeletionRank {
  let pod: PodHandle
  let isAssigned: Bool
  let isPending: Bool
  let isReady: Bool
  let siblings: Int
  let readyAge: Int64
  /// Most restarts of an app container, and of a sidecar.
  let restarts: (apps: UInt16, sidecars: UInt16)
  let age: Int64
  let uid: String
  let cost: Int32

  init(
    pod: PodHandle, _ state: Pod, uid: String, siblings: Int, readyAge: Int64,
    restarts: (apps: UInt16, sidecars: UInt16), age: Int64, cost: Int32
  ) {
    self.pod = pod
    isAssigned = state.node >= 0
    isPending = state.phase == .pending
    isReady = state.isReady
    self.siblings = siblings
    self.readyAge = readyAge
    self.restarts = restarts
    self.age = age
    self.uid = uid
    self.cost = cost
  }

  /// Ages count in powers of two of nanoseconds (LogarithmicScaleDown).
  static func bucket(_ age: SimDuration) -> Int64 {
    age.nanoseconds > 0 ? Int64(log2(Double(age.nanoseconds))) : 0
  }

  static func precedes(_ left: DeletionRank, _ right: DeletionRank) -> Bool {
    if left.isAssigned != right.isAssigned { return !left.isAssigned }
    if left.isPending != right.isPending { return left.isPending }
    if left.isReady != right.isReady { return !left.isReady }
    if left.cost != right.cost { return left.cost < right.cost }
    if left.siblings != right.siblings { return left.siblings > right.siblings }
    if left.isReady, left.readyAge != right.readyAge { return left.readyAge < right.readyAge }
    if left.restarts != right.restarts { return left.restarts > right.restarts }
    if left.age != right.age { return left.age < right.age }
    return left.uid < right.uid
  }
}
