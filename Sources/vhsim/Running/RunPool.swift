import Foundation
import Manifests
import Synchronization

/// Simulates the runs of an experiment on a number of threads, each run on one of them.
///
/// Which thread takes which run depends on the machine; what a run does depends on its seed alone.
final class RunPool: Sendable {
  private let count: Int
  private let next = Mutex(0)
  private let simulate: @Sendable (Int) -> Void
  /// Stack of a thread that builds and runs a world: that of a process' first thread.
  private static let stackSize = 8 << 20

  init(runs: Int, simulate: @escaping @Sendable (Int) -> Void) {
    count = runs
    self.simulate = simulate
  }

  /// Simulates all runs and returns when the last has ended.
  ///
  /// The caller's thread is one of those that work: it has the memory at hand that reading the
  /// manifests left, which no other thread would use again.
  func run(jobs: Int) {
    let group = DispatchGroup()
    for _ in 1..<max(1, min(jobs, count)) {
      group.enter()
      let thread = Thread { [self] in
        work()
        group.leave()
      }
      thread.stackSize = Self.stackSize
      thread.start()
    }
    work()
    group.wait()
  }

  private func work() {
    while let run = take() { simulate(run) }
  }

  private func take() -> Int? {
    next.withLock { next in
      guard next < count, !Interruption.isRequested else { return nil }
      defer { next += 1 }
      return next
    }
  }
}
