package import SimulationKernel

/// One loss of a data system's primary, leader or quorum, and how it came back.
package struct FailoverRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// The system of the platform.
  package var system: String
  /// The group within it: a shard, a partition, or `coordination`; empty where there is one only.
  package var group: String
  /// The scenario's fault that caused it; nil where no fault did.
  package var fault: String?
  /// When the old primary stopped serving.
  package var lostAt: SimTime
  /// When the others detected the loss; nil if they never did.
  package var detectedAt: SimTime?
  /// When writes could be accepted again; nil if they could not by the end of the run.
  package var recoveredAt: SimTime?
  /// How long no write could be accepted; until the end of the run if the system did not recover.
  package var writeGap: SimDuration
  /// The time from the last write acknowledged before the loss to the first one after it; nil where
  /// none followed.
  package var clientGap: SimDuration?
  /// The age, at the loss, of the oldest acknowledged write that was lost; zero if none was.
  package var dataLossWindow: SimDuration = .zero
  /// Acknowledged writes that were lost.
  package var lostWrites: Int64 = 0
  /// Writes that were done more than once.
  package var duplicatedWrites: Int64 = 0
  /// Writes that failed until the first one was acknowledged again.
  package var refusedWrites: Int64 = 0
  /// Reads whose answer lacked an acknowledged write.
  package var staleReads: Int64 = 0
  /// The pod that served before, `namespace/name`.
  package var oldPrimary: String = ""
  /// The pod that served afterwards; empty if none did.
  package var newPrimary: String = ""

  /// The name of the group that a system keeps beside its data, to agree on who leads: ClickHouse's
  /// Keepers, Kafka's controllers, Patroni's etcd.
  package static let coordination = "coordination"

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
