/// A function of PromQL and the types of what it is called with.
///
/// Source: prometheus promql/parser/functions.go, of release 3.
struct PromQLFunction {
  /// Types of the arguments, of which the last `optional` may be left out.
  let arguments: [PromQLType]
  /// Number of arguments that may be left out.
  let optional: Int
  /// Whether the last argument may stand any number of times.
  let isVariadic: Bool
  /// What it gives.
  let result: PromQLType

  /// The number of its arguments, as a message tells it.
  var count: String {
    let least = arguments.count - optional
    if isVariadic { return "at least \(least)" }
    return optional > 0 ? "\(least) to \(arguments.count)" : "\(least)"
  }

  /// The function of a name; nil where there is none.
  static func named(_ name: String) -> PromQLFunction? { all[name] }

  /// All names.
  static var names: [String] { all.keys.sorted() }

  private init(
    _ arguments: [PromQLType], optional: Int = 0, isVariadic: Bool = false,
    gives result: PromQLType = .vector
  ) {
    self.arguments = arguments
    self.optional = optional
    self.isVariadic = isVariadic
    self.result = result
  }

  private static let all = [
    ofVectors, ofRanges, ofDates,
    [
      "absent": PromQLFunction([.vector]), "clamp": PromQLFunction([.vector, .scalar, .scalar]),
      "clamp_max": PromQLFunction([.vector, .scalar]),
      "clamp_min": PromQLFunction([.vector, .scalar]),
      "double_exponential_smoothing": PromQLFunction([.matrix, .scalar, .scalar]),
      "end": PromQLFunction([], gives: .scalar),
      "histogram_fraction": PromQLFunction([.scalar, .scalar, .vector]),
      "histogram_quantile": PromQLFunction([.scalar, .vector]),
      "histogram_quantiles": PromQLFunction([.vector, .string, .scalar], isVariadic: true),
      "holt_winters": PromQLFunction([.matrix, .scalar, .scalar]),
      "info": PromQLFunction([.vector, .vector], optional: 1),
      "label_join": PromQLFunction(
        [.vector, .string, .string, .string], optional: 1, isVariadic: true),
      "label_replace": PromQLFunction([.vector, .string, .string, .string, .string]),
      "max_of": PromQLFunction([.scalar, .scalar], gives: .scalar),
      "min_of": PromQLFunction([.scalar, .scalar], gives: .scalar),
      "pi": PromQLFunction([], gives: .scalar),
      "predict_linear": PromQLFunction([.matrix, .scalar]),
      "quantile_over_time": PromQLFunction([.scalar, .matrix]),
      "range": PromQLFunction([], gives: .scalar),
      "round": PromQLFunction([.vector, .scalar], optional: 1),
      "scalar": PromQLFunction([.vector], gives: .scalar),
      "sort_by_label": PromQLFunction([.vector, .string], optional: 1, isVariadic: true),
      "sort_by_label_desc": PromQLFunction([.vector, .string], optional: 1, isVariadic: true),
      "start": PromQLFunction([], gives: .scalar), "step": PromQLFunction([], gives: .scalar),
      "time": PromQLFunction([], gives: .scalar), "vector": PromQLFunction([.scalar]),
    ],
  ].reduce(into: [String: PromQLFunction]()) { all, some in
    all.merge(some) { first, _ in first }
  }

  private static let ofVectors = functions(
    "abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg "
      + "histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin "
      + "sinh sort sort_desc sqrt tan tanh timestamp", PromQLFunction([.vector]))

  private static let ofRanges = functions(
    "absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta "
      + "increase irate last_over_time mad_over_time max_over_time min_over_time "
      + "present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time "
      + "ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time",
    PromQLFunction([.matrix]))

  private static let ofDates = functions(
    "day_of_month day_of_week day_of_year days_in_month hour minute month year",
    PromQLFunction([.vector], optional: 1))

  private static func functions(
    _ names: String, _ function: PromQLFunction
  ) -> [String: PromQLFunction] {
    names.split(separator: " ").reduce(into: [:]) { $0[String($1)] = function }
  }
}
