package import SimulationKernel

/// One loss of a data system's primary, leader or quorum, and how it came back.
package struct FailoverRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// The system of the platform.
  package var system: String
  /// The group within it: a shard, a partition; empty where there is one only.
  package var group: String
  /// The scenario's fault that caused it; nil where no fault did.
  package var fault: String?
  /// When the old primary stopped to serve.
  package var lostAt: SimTime
  /// When the others knew; nil if they never did.
  package var detectedAt: SimTime?
  /// When writes were served again; nil if they were not by the end.
  package var recoveredAt: SimTime?
  /// How long no write could be accepted, to the end of the run if it did not recover.
  package var writeGap: SimDuration
  /// From the last write acknowledged before to the first after, as clients saw it; nil where none
  /// followed.
  package var clientGap: SimDuration?
  /// Age of the oldest acknowledged write that was lost; zero if none was.
  package var dataLossWindow: SimDuration = .zero
  /// Acknowledged writes that were lost.
  package var lostWrites: Int64 = 0
  /// Writes that were done more than once.
  package var duplicatedWrites: Int64 = 0
  /// Writes that were refused or given up meanwhile.
  package var refusedWrites: Int64 = 0
  /// Reads that missed an acknowledged write.
  package var staleReads: Int64 = 0
  /// Who served before, `namespace/name`.
  package var oldPrimary: String = ""
  /// Who served afterwards; empty if nobody did.
  package var newPrimary: String = ""

  /// Describes a loss of which nothing is known yet but its beginning.
  package init(index: Int32, system: String, group: String, fault: String?, lostAt: SimTime) {
    self.index = index
    self.system = system
    self.group = group
    self.fault = fault
    self.lostAt = lostAt
    detectedAt = nil
    recoveredAt = nil
    writeGap = .zero
  }
}
