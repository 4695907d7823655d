import SimulationKernel

/// A start of a member's software that is not done.
struct PendingStart {
  /// What it waits for.
  enum Phase {
    /// It failed, so many times in this container, and the main process tries it again.
    case retrying(tries: Int)
    /// The software runs, and listens once the start is done.
    case loading
  }

  /// When it is tried next, or done; never while its process is frozen.
  private(set) var due: SimTime
  let phase: Phase
  /// What a frozen process has left of it.
  private var left = SimDuration.zero

  init(_ phase: Phase, due: SimTime) {
    self.phase = phase
    self.due = due
  }

  /// How often it was tried in this container and failed.
  var tries: Int {
    switch phase {
    case .retrying(let tries): tries
    case .loading: 0
    }
  }

  /// Whether the software runs already, and listens once the start is done.
  var isLoading: Bool {
    switch phase {
    case .retrying: false
    case .loading: true
    }
  }

  /// The process is frozen.
  mutating func hold(now: SimTime) {
    left = due - now
    due = .infinity
  }

  /// The process is thawed.
  mutating func release(now: SimTime) { due = now + left }
}
