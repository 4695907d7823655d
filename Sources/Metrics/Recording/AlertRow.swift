package import SimulationKernel

/// One alert from pending to resolved, as Prometheus and Alertmanager know it.
package struct AlertRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// `alertname`.
  package var name: String
  /// The other labels.
  package var labels: [(name: String, value: String)]
  /// When its expression first held.
  package var pendingAt: SimTime
  /// When it had held for the rule's `for`; nil if it never did.
  package var firingAt: SimTime?
  /// When its expression no longer held; nil if it held to the end.
  package var resolvedAt: SimTime?
  /// When Alertmanager told somebody; nil if it never did.
  package var notifiedAt: SimTime?

  /// Describes an alert that became pending.
  package init(
    index: Int32, name: String, labels: [(name: String, value: String)], pendingAt: SimTime,
    firingAt: SimTime? = nil, resolvedAt: SimTime? = nil, notifiedAt: SimTime? = nil
  ) {
    self.index = index
    self.name = name
    self.labels = labels
    self.pendingAt = pendingAt
    self.firingAt = firingAt
    self.resolvedAt = resolvedAt
    self.notifiedAt = notifiedAt
  }
}
