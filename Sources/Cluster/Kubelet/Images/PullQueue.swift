import SimulationKernel

/// The images that one node pulls, one after the other (kubelet `serializeImagePulls`).
struct PullQueue: Sendable {
  private var pulls: [(image: Int, end: SimTime)] = []

  /// Whether an image is being pulled, or waits to be.
  func holds(_ image: Int, at now: SimTime) -> Bool {
    pulls.contains { $0.image == image && $0.end > now }
  }

  /// Puts a pull at the end and returns when it is done.
  mutating func add(_ image: Int, work: SimDuration, at now: SimTime) -> SimTime {
    pulls.removeAll { $0.end <= now }
    let end = max(now, pulls.last?.end ?? now) + work
    pulls.append((image, end))
    return end
  }

  /// Forgets everything, as a node does that loses its power.
  mutating func clear() { pulls.removeAll() }
}
