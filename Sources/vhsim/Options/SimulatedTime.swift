import ArgumentParser
import Manifests
import SimulationKernel

/// A length of simulated time on the command line: `90s`, `10m`, `1h30m`.
struct SimulatedTime: ExpressibleByArgument {
  let length: SimDuration

  init?(argument: String) {
    guard let length = DurationText.parse(argument), length > .zero else { return nil }
    self.length = length
  }
}
