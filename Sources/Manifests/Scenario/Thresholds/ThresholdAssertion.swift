package import SimulationKernel

/// A condition such as `p(95)<1200`.
package struct ThresholdAssertion: Sendable {
  /// The condition as it was written.
  package let text: String
  /// Where it was written.
  package let span: SourceSpan
  /// How samples become one number.
  package let aggregation: Aggregation
  /// How that number is compared with the limit.
  package let comparison: Comparison
  /// The limit in the metric's unit: milliseconds, a ratio, a count.
  package let limit: Double
  /// Length of the windows that are judged one by one; nil judges the whole run.
  package let window: SimDuration?
  /// The fault while which it is judged; nil judges the whole run.
  package let during: String?
  /// Where the fault was named; the assertion where it was not.
  package let duringSpan: SourceSpan
  /// Whether the run ends when it is broken.
  package let abortOnFail: Bool
  /// How long after the start it may first end the run.
  package let delayAbortEval: SimDuration
}
