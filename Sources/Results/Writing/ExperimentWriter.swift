import Foundation
import GRDB
package import Manifests
import Metrics
package import SimulationKernel

/// Writes one experiment into a results file while its runs are simulated.
///
/// The experiment and its runs are there from the beginning with status `interrupted`; one thread
/// stores what the runs record and commits whenever it has caught up, so a process killed at any
/// time leaves a readable file with what was written so far. Only the last transaction makes the
/// experiment `complete`. Nothing that the file held before is changed.
package final class ExperimentWriter {
  /// ID of the experiment in the file.
  package let experiment: Int64
  /// The sinks of the runs, in the order of their seeds.
  package let recorders: [RunRecorder]

  private let path: String
  private let lock: WriterLock
  private let queue: DatabaseQueue
  private let blocks = BlockQueue()
  private let storing: StoringThread
  private let runIDs: [Int64]

  /// Opens or makes the file, waiting up to five seconds for another writer to end.
  package init(path: String, identity: ExperimentIdentity) throws(ResultsError) {
    precondition(!identity.seeds.isEmpty, "an experiment has at least one run")
    self.path = path
    lock = try WriterLock(path: path)
    do {
      queue = try DatabaseFile.openForWriting(path)
    } catch {
      lock.release()
      throw error
    }
    let ids: (experiment: Int64, runs: [Int64])
    do {
      ids = try queue.write { try identity.insert(into: $0) }
    } catch {
      throw .storage(path: path, reason: "\(error)")
    }
    experiment = ids.experiment
    runIDs = ids.runs
    let blocks = self.blocks
    recorders = identity.seeds.indices.map { RunRecorder(run: $0, queue: blocks) }
    storing = StoringThread(blocks, queue, experiment: ids.experiment, runs: ids.runs)
  }

  /// What looks, while the runs go on, whether a threshold with `abortOnFail` is broken.
  package func makeAbortWatch(
    on thresholds: [ThresholdSpec], warmUp: SimDuration
  ) throws(ResultsError) -> AbortWatch {
    try AbortWatch(
      thresholds, path: path, blocks: blocks, experiment: experiment, runs: runIDs, warmUp: warmUp)
  }

  /// Ends the experiment: stores the rest, judges the thresholds on what is stored, and marks it
  /// complete if every run came to its end.
  package func finish(
    judging thresholds: [ThresholdSpec], noData: NoDataPolicy
  ) throws(ResultsError) {
    blocks.close()
    let failure = storing.join()
    do {
      if let failure { throw failure }
      let experiment = self.experiment
      try queue.write { database in
        try Conclusion(database, experiment: experiment).conclude(thresholds, noData: noData)
      }
      try queue.writeWithoutTransaction { database in
        _ = try database.checkpoint(.truncate)
        // Leaves one plain file; refused while somebody reads, which does no harm.
        try? database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try queue.close()
      lock.release()
    } catch {
      throw .storage(path: path, reason: "\(error)")
    }
  }
}

/// The one thread that stores blocks.
private final class StoringThread: Sendable {
  private let outcome: Outcome

  /// What the thread left behind; guarded by its own condition.
  private final class Outcome: @unchecked Sendable {
    private let condition = NSCondition()
    private var isDone = false
    private var failure: (any Error)?

    func set(_ failure: (any Error)?) {
      condition.lock()
      self.failure = failure
      isDone = true
      condition.broadcast()
      condition.unlock()
    }

    func wait() -> (any Error)? {
      condition.lock()
      defer { condition.unlock() }
      while !isDone { condition.wait() }
      return failure
    }
  }

  init(_ blocks: BlockQueue, _ queue: DatabaseQueue, experiment: Int64, runs: [Int64]) {
    let outcome = Outcome()
    self.outcome = outcome
    let thread = Thread {
      var failure: (any Error)?
      do {
        try Self.store(blocks, queue, experiment: experiment, runs: runs)
      } catch {
        failure = error
        blocks.abandon()
        while blocks.takeAll() != nil {}
      }
      outcome.set(failure)
    }
    thread.name = "vhsim results"
    thread.start()
  }

  /// Waits for the thread's end; the error that stopped it, if one did.
  func join() -> (any Error)? { outcome.wait() }

  private static func store(
    _ blocks: BlockQueue, _ queue: DatabaseQueue, experiment: Int64, runs: [Int64]
  ) throws {
    try queue.writeWithoutTransaction { database in
      let store = try BlockStore(database, experiment: experiment, runs: runs)
      while let entries = blocks.takeAll() {
        try database.inTransaction(.immediate) {
          for entry in entries { try store.store(entry.block, of: entry.run) }
          if blocks.isBeingRead { try store.endStretches() }
          try store.storeHeld()
          return .commit
        }
        blocks.noteStored(entries.count)
      }
    }
  }
}
