/// The type of a metric, as k6 has it; it decides which aggregations fit.
package enum MetricType: String, Sendable, CaseIterable {
  /// Samples with a distribution.
  case trend
  /// A share of samples.
  case rate
  /// A sum.
  case counter
  /// A last value.
  case gauge
}

/// A metric that a threshold can judge.
package enum ThresholdMetric: String, Sendable, CaseIterable {
  /// Time of a request to its last byte, in ms.
  case requestDuration = "http_req_duration"
  /// Share of requests that failed.
  case requestFailed = "http_req_failed"
  /// Requests.
  case requests = "http_reqs"
  /// Journeys that found no free virtual user.
  case droppedIterations = "dropped_iterations"
  /// Time to the first token of an answer, in ms.
  case timeToFirstToken = "time_to_first_token"
  /// Time to the first audio of an answer, in ms.
  case timeToFirstAudio = "time_to_first_audio"
  /// Mean opinion score of a voice turn, from 1 to 4.5.
  case meanOpinionScore = "mos"
  /// Apdex score, from 0 to 1.
  case apdex
  /// Sessions cut off before their end.
  case sessionsDropped = "sessions_dropped"
  /// Time from a fault until a system's data is served again, in ms.
  case recoveryTime = "recovery_time"
  /// Time during which a system did not serve its data, in ms.
  case unavailableTime = "unavailable_time"
  /// Age of the oldest acknowledged write that was lost, in ms.
  case dataLossWindow = "data_loss_window"
  /// Acknowledged writes that were lost.
  case lostWrites = "lost_writes"
  /// Writes that were done more than once.
  case duplicatedWrites = "duplicated_writes"
  /// Reads that missed an acknowledged write.
  case staleReads = "stale_reads"
  /// Age of the state to which a system could be brought back, in ms.
  case recoveryPointAge = "recovery_point_age"
  /// Time that bringing a system back would take, as a drill finds it, in ms.
  case restoreDrillTime = "restore_drill_time"
  /// Things of one system whose counterparts in another a restore has lost.
  case inconsistencies
  /// Age of the oldest waiting message, in ms.
  case queueAge = "queue_age"
  /// Messages a consumer is behind.
  case consumerLag = "consumer_lag"
  /// Time from a fault until an alert fires, in ms.
  case timeToAlert = "time_to_alert"
  /// Time from a fault until somebody is told, in ms.
  case timeToNotify = "time_to_notify"
  /// Share of the error budget that was used up.
  case errorBudgetBurned = "error_budget_burned"
  /// Requests that a fault harmed.
  case requestsHarmed = "requests_harmed"

  /// Its type.
  package var type: MetricType {
    switch self {
    case .requestFailed: .rate
    case .requests, .droppedIterations, .sessionsDropped, .lostWrites, .duplicatedWrites,
      .staleReads, .requestsHarmed, .inconsistencies:
      .counter
    case .apdex, .errorBudgetBurned: .gauge
    case .requestDuration, .timeToFirstToken, .timeToFirstAudio, .meanOpinionScore, .recoveryTime,
      .unavailableTime, .dataLossWindow, .recoveryPointAge, .restoreDrillTime, .queueAge,
      .consumerLag, .timeToAlert, .timeToNotify:
      .trend
    }
  }

  /// Whether its numbers are milliseconds.
  package var isTime: Bool {
    switch self {
    case .requestDuration, .timeToFirstToken, .timeToFirstAudio, .recoveryTime, .unavailableTime,
      .dataLossWindow, .recoveryPointAge, .restoreDrillTime, .queueAge, .timeToAlert,
      .timeToNotify:
      true
    case .requestFailed, .requests, .droppedIterations, .meanOpinionScore, .apdex,
      .sessionsDropped, .lostWrites, .duplicatedWrites, .staleReads, .inconsistencies,
      .consumerLag, .errorBudgetBurned, .requestsHarmed:
      false
    }
  }
}

/// The labels by which a threshold can narrow a metric.
package enum ThresholdLabel: String, Sendable, CaseIterable {
  case journey, service, system, workload, alertname
  /// A shard or partition of a data system, or `coordination`.
  case group
}
