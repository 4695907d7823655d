import SimulationKernel

extension SimTime {
  /// Seconds since 1970 of a time, where time zero is 2026-01-01T00:00:00Z.
  var unixSeconds: Double { 1_767_225_600 + seconds }
}
