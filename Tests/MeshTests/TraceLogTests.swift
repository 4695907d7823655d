import Mesh
import SimulationKernel
import Testing

@Suite("Spans of a trace")
struct TraceLogTests {
  @Test("end once: who gives up may have been told before how it ended")
  func ends() {
    var mesh = Mesh(
      network: Network(zoneCount: 1, sameNode: .zero, between: [.zero]), laws: SamplerBank(),
      services: [])
    let span = mesh.beginTrace(ofJourney: 0, at: .zero)
    mesh.endTrace(span, failed: false, at: SimTime(seconds: 1))
    mesh.endTrace(span, failed: true, at: SimTime(seconds: 2))
    let ended = mesh.takeSpans()
    #expect(ended.count == 1 && ended.first?.endedAt == SimTime(seconds: 1))
    #expect(ended.first?.hasFailed == false)
  }
}
