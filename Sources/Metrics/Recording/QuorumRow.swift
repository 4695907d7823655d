package import SimulationKernel

/// One time during which a group of a data system had too little of what a write takes: members,
/// drives, copies or agreement.
package struct QuorumRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// The system of the platform.
  package var system: String
  /// The group within it; empty where there is one only.
  package var group: String
  /// The scenario's fault that caused it; nil where no fault did.
  package var fault: String?
  /// When there was too little.
  package var lostAt: SimTime
  /// When there was enough again; nil if there was not by the end.
  package var regainedAt: SimTime?
  /// What there was too little of: "drives".
  package var need: String
  /// How much of it a write takes.
  package var needed: Int32
  /// How much of it there was at the least.
  package var there: Int32
  /// Whether reads stopped too.
  package var stopsReads: Bool

  /// Describes a lack of which the end is not known yet.
  package init(
    index: Int32, system: String, group: String, lostAt: SimTime, need: String, needed: Int32,
    there: Int32, stopsReads: Bool
  ) {
    self.index = index
    self.system = system
    self.group = group
    self.lostAt = lostAt
    self.need = need
    self.needed = needed
    self.there = there
    self.stopsReads = stopsReads
  }
}
