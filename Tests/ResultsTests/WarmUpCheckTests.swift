import Results
import SimulationKernel
import Testing

@Suite("MSER-5")
struct WarmUpCheckTests {
  /// A constant with noise after a beginning that is far off.
  private func observations(bias: Int, count: Int, seed: UInt64) -> [Double] {
    var random = EntityRandom(seed: seed, stream: "warm-up")
    return (0..<count).map { (index: Int) -> Double in
      let noise = random.unit() - 0.5
      return 10 + noise + (index < bias ? 20 : 0)
    }
  }

  @Test("A biased beginning is cut off at its end", arguments: [UInt64(1), 2, 3, 4, 5])
  func biasIsCutOff(seed: UInt64) throws {
    let check = try #require(
      WarmUpCheck(observations(bias: 100, count: 1_000, seed: seed)))
    #expect((100...250).contains(check.truncation))
  }

  @Test("A run that rises to its end is cut at the last point that is looked at")
  func risingRunIsTooShort() throws {
    let check = try #require(WarmUpCheck((0..<1_000).map(Double.init)))
    #expect(check.truncation == 500)
  }

  @Test("Fifty observations are needed")
  func fewObservationsSayNothing() { #expect(WarmUpCheck(Array(repeating: 1, count: 49)) == nil) }
}
