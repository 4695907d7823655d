import SimulationKernel

extension SimTime {
  /// Whole seconds since 1970 of a time, where time zero is 2026-01-01T00:00:00Z: times in the API
  /// have no fractions (apimachinery meta/v1 Time), nor have those that exporters take from them.
  var unixSeconds: Double {
    let second: Int64 = 1_000_000_000
    let whole = nanoseconds / second - (nanoseconds % second < 0 ? 1 : 0)
    return Double(1_767_225_600 + whole)
  }
}
