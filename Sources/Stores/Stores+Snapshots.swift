import Cluster
import SimulationKernel

/// Snapshots of replicated logs, as the events of the pods that get them say.
extension Stores {
  /// Says which snapshots began, are installed or did not get there.
  mutating func tellSnapshots(
    in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard !groups.snapshotNews.isEmpty else { return }
    for news in groups.takeSnapshotNews() {
      let from = name(ofMember: news.source, in: cluster)
      let size = Self.mebibytes(news.bytes)
      switch news.step {
      case .began:
        tell(
          news.target, "SnapshotBegan",
          "it lacks entries that the leader's log no longer has: all \(size) come from \(from)",
          isWarning: false, in: simulation, &cluster)
      case .installed(let length):
        tell(
          news.target, "SnapshotInstalled",
          "it has the \(size) from \(from) after \(Self.seconds(length))", isWarning: false,
          in: simulation,
          &cluster)
      case .broken:
        tell(
          news.target, "SnapshotBroken",
          "the \(size) from \(from) did not get there; they are sent again once it answers",
          in: simulation, &cluster)
      }
    }
  }

  /// A length of time in seconds with a tenth.
  private static func seconds(_ length: SimDuration) -> String {
    let tenths = (length.nanoseconds + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// Bytes in MiB with a tenth.
  static func mebibytes(_ bytes: Int64) -> String {
    let tenths = (bytes * 10 + 524_288) / 1_048_576
    return "\(tenths / 10).\(tenths % 10) MiB"
  }
}
