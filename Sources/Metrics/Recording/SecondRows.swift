/// The name of a service, the system that it belongs to and the workload that answers its calls.
package struct ServiceName: Sendable, Hashable {
  /// Kubernetes Service, `name.namespace` or a plain name.
  package var service: String
  /// The system of the platform that it belongs to.
  package var system: String
  /// The workload behind it, `namespace/name`.
  package var workload: String

  /// Names a service.
  package init(service: String, system: String, workload: String) {
    self.service = service
    self.system = system
    self.workload = workload
  }
}

/// What users on one journey did within one second.
package struct JourneySecond: BitwiseCopyable, Sendable {
  /// The journey's number.
  package var journey: Int32
  /// Iterations that began.
  package var started: UInt32 = 0
  /// Iterations that ended, well or badly.
  package var finished: UInt32 = 0
  /// Iterations that did not begin because no virtual user was free or the load's time was over.
  package var dropped: UInt32 = 0
  /// Requests of the journey's users that ended, well or badly.
  package var requests: UInt32 = 0
  /// Those of the requests that failed.
  package var failedRequests: UInt32 = 0
  /// Sum of the ended requests' durations to the last byte, in ns.
  package var durationSumNanoseconds: UInt64 = 0
  /// Iterations under way when the second ended.
  package var active: UInt32 = 0

  /// Makes a second in which nothing happened.
  package init(journey: Int32) { self.journey = journey }
}

/// The calls to one service within one second, as its callers saw them.
package struct ServiceSecond: BitwiseCopyable, Sendable {
  /// The service's number.
  package var service: Int32
  /// Calls that ended, well or badly; each attempt counts.
  package var requests: UInt32 = 0
  /// Those of the calls that failed.
  package var errors: UInt32 = 0
  /// Sum of the ended calls' durations, in ns.
  package var durationSumNanoseconds: UInt64 = 0
  /// Calls under way when the second ended.
  package var inFlight: UInt32 = 0

  /// Makes a second in which nothing happened.
  package init(service: Int32) { self.service = service }
}
