import SimulationKernel

/// A start of a member's software that is not done: it failed and the container's main process
/// tries it again, or it goes on until the software listens.
struct PendingStart {
  /// When it is tried next, or done; never while its process is frozen.
  private(set) var due: SimTime
  /// How often it was tried in this container.
  let tries: Int
  /// Whether the software runs already, and listens once the start is done.
  let isLoading: Bool
  /// What a frozen process has left of it.
  private var left = SimDuration.zero

  init(due: SimTime, tries: Int, isLoading: Bool = false) {
    self.due = due
    self.tries = tries
    self.isLoading = isLoading
  }

  /// The process is frozen.
  mutating func hold(now: SimTime) {
    left = due - now
    due = .infinity
  }

  /// The process is thawed.
  mutating func goOn(now: SimTime) { due = now + left }
}
