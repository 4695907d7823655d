package import SimulationKernel

/// Takes what a run observed: the simulating thread calls it with blocks of rows.
///
/// A sink may make its caller wait when storing is slower than simulating. It never loses a block.
package protocol RunSink: AnyObject {
  /// Takes a block of rows.
  func record(_ block: RunBlock)
}

/// What a run hands to its sink, a block of rows of one kind at a time.
///
/// Indices of journeys, services and series are dense, start at zero in each run and are announced
/// (`names`, `series`) before they are used. Rows with an identity of their own (`changes`,
/// `faults`, `failovers`, `quorums`) may be recorded again with the same index when more is known:
/// the later row replaces the earlier, so that a killed run leaves what was known.
package enum RunBlock: Sendable {
  /// The names of journeys and services, once, before anything else.
  case names(journeys: [String], services: [ServiceName])
  /// New series, of which samples will follow.
  case series([SeriesDefinition])
  /// One sample of each of some series, at a scrape.
  case samples(time: SimTime, [Sample])
  /// What the journeys did in the second that ends at a time.
  case journeySeconds(time: SimTime, [JourneySecond])
  /// What the services did in the second that ends at a time.
  case serviceSeconds(time: SimTime, [ServiceSecond])
  /// Kubernetes events.
  case clusterEvents([ClusterEventRow])
  /// Conditions of objects' status that changed.
  case conditions([ConditionRow])
  /// Changes that administrators made, with what is known of them so far.
  case changes([ChangeRow])
  /// Injected faults, with what is known of them so far.
  case faults([FaultRow])
  /// Failovers, with what is known of them so far.
  case failovers([FailoverRow])
  /// Quorums lost and regained, with what is known of them so far.
  case quorums([QuorumRow])
  /// Backups and drills, with what is known of them so far.
  case backups([BackupRow])
  /// Records of one system whose counterparts another lacks since it was restored from a backup.
  case inconsistencies([InconsistencyRow])
  /// Spans of sampled traces.
  case spans([SpanRow])
  /// The totals of each system, every ten seconds and at the end of the run.
  case systems([SystemRow])
  /// The distribution of a trend after the warm-up, at the end of the run.
  case histogram(HistogramRow)
  /// Distributions of trends within short windows, as each window ends.
  case windows([TrendWindow])
  /// What was inferred, guessed or not modelled, and warnings.
  case notes([RunNote])
  /// The end of the run.
  case finished(RunSummary)
}
