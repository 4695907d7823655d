import Manifests
import SimulationKernel

extension Scenario {
  /// Whether load is constant and nothing breaks or changes, so that a run has a steady state.
  var isSteady: Bool {
    faults.isEmpty && changes.isEmpty
      && load.allSatisfy { $0.isConstant && $0.startTime == .zero && $0.duration >= duration }
  }
}

extension LoadSpec {
  /// Whether its users come at one rate, or stay the same, all the time.
  fileprivate var isConstant: Bool {
    switch executor {
    case .constantArrivalRate, .constantVUs: true
    default: false
    }
  }
}
