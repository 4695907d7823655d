import Glibc
import SimulationKernel

/// What an argument of a law is measured in.
enum LawParameterUnit {
  /// As the law itself.
  case own
  /// A plain number: a shape, an exponent.
  case plain
}

/// One argument of a form, and what it may be.
struct LawParameter {
  let name: String
  let unit: LawParameterUnit
  let mayBeZero: Bool

  /// An argument in the law's own unit.
  static func own(_ name: String, mayBeZero: Bool = false) -> LawParameter {
    LawParameter(name: name, unit: .own, mayBeZero: mayBeZero)
  }

  /// A plain number.
  static func plain(_ name: String, mayBeZero: Bool = false) -> LawParameter {
    LawParameter(name: name, unit: .plain, mayBeZero: mayBeZero)
  }
}

/// A law as users call it: its name, its arguments, and what it means.
struct LawForm {
  let name: String
  let parameters: [LawParameter]
  /// Whether the arguments may stand without their names, in this order.
  let isPositional: Bool
  /// The law, or why these arguments make none.
  let make: ([Double]) -> Result<Distribution, LawValueError>

  private init(
    _ name: String, _ parameters: [LawParameter], isPositional: Bool = false,
    _ make: @escaping ([Double]) -> Result<Distribution, LawValueError>
  ) {
    self.name = name
    self.parameters = parameters
    self.isPositional = isPositional
    self.make = make
  }

  /// How the form is written.
  var usage: String {
    let arguments = parameters.map { isPositional ? $0.name : "\($0.name): ..." }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  /// Every form whose arguments are single numbers.
  ///
  /// A form may be called in several ways; the way is chosen by the arguments' names. A law without
  /// spread becomes a constant.
  static var all: [LawForm] {
    basic + lognormals + [
      LawForm("gamma", [.plain("shape"), .own("scale")]) {
        .success(.gamma(shape: $0[0], scale: $0[1]))
      },
      LawForm("gamma", [.plain("shape"), .own("mean")]) {
        .success(.gamma(shape: $0[0], scale: $0[1] / $0[0]))
      },
      LawForm("weibull", [.plain("shape"), .own("scale")]) {
        .success(.weibull(shape: $0[0], scale: $0[1]))
      },
      LawForm("pareto", [.own("min"), .plain("alpha")]) {
        $0[1] > 1
          ? .success(.pareto(minimum: $0[0], shape: $0[1]))
          : .failure(LawValueError("a Pareto law has a mean only if alpha is above 1", help: nil))
      },
      LawForm("zipf", [.plain("n"), .plain("s", mayBeZero: true)]) {
        $0[0] >= 1 && $0[0] <= 1_000_000 && $0[0] == $0[0].rounded()
          ? .success(.zipf(count: Int($0[0]), exponent: $0[1]))
          : .failure(LawValueError("n is a whole number from 1 to 1000000", help: nil))
      },
    ]
  }

  private static var basic: [LawForm] {
    [
      LawForm("constant", [.own("value", mayBeZero: true)], isPositional: true) {
        .success(.constant($0[0]))
      },
      LawForm("exponential", [.own("mean")]) { .success(.exponential(mean: $0[0])) },
      LawForm(
        "uniform", [.own("min", mayBeZero: true), .own("max", mayBeZero: true)], isPositional: true
      ) {
        if $0[0] > $0[1] {
          return .failure(LawValueError("the lower end is above the upper one", help: nil))
        }
        return .success(
          $0[0] == $0[1] ? .constant($0[0]) : .uniform(low: $0[0], high: $0[1]))
      },
      LawForm("normal", [.own("mean", mayBeZero: true), .own("sd", mayBeZero: true)]) {
        .success($0[1] == 0 ? .constant($0[0]) : .normal(mean: $0[0], deviation: $0[1]))
      },
    ]
  }

  private static var lognormals: [LawForm] {
    [
      LawForm("lognormal", [.own("p50"), .own("p99")]) {
        if $0[0] > $0[1] { return .failure(LawValueError("p50 is above p99", help: nil)) }
        return spread(.lognormal(p50: $0[0], p99: $0[1]))
      },
      LawForm("lognormal", [.own("median"), .plain("sigma", mayBeZero: true)]) {
        spread(.lognormal(median: $0[0], sigma: $0[1]))
      },
      // The mean of a lognormal law is median * exp(sigma^2 / 2).
      LawForm("lognormal", [.own("mean"), .plain("sigma", mayBeZero: true)]) {
        spread(.lognormal(median: $0[0] * exp(-$0[1] * $0[1] / 2), sigma: $0[1]))
      },
    ]
  }

  /// A lognormal law of a sensible spread; a sigma of 5 has a p99 of 100,000 medians.
  private static func spread(_ law: Distribution) -> Result<Distribution, LawValueError> {
    guard case .lognormal(let median, let sigma) = law else { return .success(law) }
    if sigma > 5 {
      return .failure(
        LawValueError("the spread is beyond sigma 5, a p99 of 100000 medians", help: nil))
    }
    return .success(sigma == 0 ? .constant(median) : law)
  }
}
