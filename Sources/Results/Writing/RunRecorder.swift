package import Metrics

/// The sink of one run: it hands the run's blocks to the thread that stores them.
package final class RunRecorder: RunSink, Sendable {
  private let run: Int
  private let queue: BlockQueue

  init(run: Int, queue: BlockQueue) {
    self.run = run
    self.queue = queue
  }

  /// Whether nothing of the run is stored any more, as on a full disk.
  package var isLost: Bool { queue.isAbandoned }

  /// Takes a block of rows; waits while too many are still to be stored.
  package func record(_ block: RunBlock) {
    queue.append(BlockQueue.Entry(run: run, block: block))
  }
}
