package import Manifests
package import SimulationKernel

extension TargetMode {
  /// Chooses among candidates as Chaos Mesh does (pkg/selector/generic/mode.go); those chosen keep
  /// their order.
  package func choose<Candidate>(
    among candidates: [Candidate], random: inout EntityRandom
  ) -> [Candidate] {
    var left = count(among: candidates.count, random: &random)
    // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
    var chosen: [Candidate] = []
    for (index, candidate) in candidates.enumerated() where left > 0 {
      guard random.below(candidates.count - index) < left else { continue }
      chosen.append(candidate)
      left -= 1
    }
    return chosen
  }

  private func count(among candidates: Int, random: inout EntityRandom) -> Int {
    switch self {
    case .one: min(1, candidates)
    case .all: candidates
    case .fixed(let count): min(count, candidates)
    case .fixedPercent(let percent): (candidates * percent + 99) / 100
    case .randomMaxPercent(let percent): (candidates * random.below(percent + 1) + 99) / 100
    }
  }
}
