package import SimulationKernel

/// A log that goes to the object store segment by segment (PostgreSQL's WAL archiving): a segment
/// is shipped when it is full or `archive_timeout` old, and counts when its upload is done.
package struct LogArchive: Equatable, Sendable {
  private struct Upload: Equatable, Sendable {
    var through: SimTime
    var doneAt: SimTime
  }

  /// Bytes of a segment; 16 MiB.
  package static var segmentBytes: Int64 { 16 << 20 }

  /// The longest age of what is not shipped; zero for none.
  package let timeout: SimDuration
  /// Bytes a second of an upload.
  package let rate: Double
  private var segmentBegan: SimTime
  private var segmentBytes: Int64 = 0
  private var uploads: [Upload] = []

  /// Makes an archive that begins now.
  package init(timeout: SimDuration, rate: Double, now: SimTime) {
    self.timeout = timeout
    self.rate = rate
    segmentBegan = now
  }

  /// Some bytes of log were written until now.
  package mutating func wrote(bytes: Int64, now: SimTime) {
    segmentBytes += bytes
    let isOld = timeout > .zero && now - segmentBegan >= timeout
    guard isOld || segmentBytes >= Self.segmentBytes else { return }
    let upload = SimDuration(seconds: Double(segmentBytes) / rate)
    uploads.append(Upload(through: now, doneAt: now + upload))
    if uploads.count > 64 { uploads.removeFirst(32) }
    segmentBegan = now
    segmentBytes = 0
  }

  /// The time through which everything is in the object store at a time; nil while nothing is.
  package func shipped(at now: SimTime) -> SimTime? {
    uploads.last { $0.doneAt <= now }?.through
  }
}
