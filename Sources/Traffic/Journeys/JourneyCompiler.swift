package import Manifests
import SimulationKernel

/// Compiles journeys to instructions: each request names its route, each pause its law.
package struct JourneyCompiler: ~Copyable {
  var code: [JourneyInstruction] = []
  var programs: [JourneyProgram] = []
  var laws = SamplerBank()
  private var loopDepth: UInt8 = 0
  private let diagnostics: DiagnosticCollector

  /// Makes a compiler that reports to a collector.
  package init(diagnostics: DiagnosticCollector) { self.diagnostics = diagnostics }

  /// Appends a journey.
  ///
  /// - Parameter routes: the route of each of the journey's requests, in their order.
  package mutating func add(_ journey: Journey, routes: [Int]) {
    programs.append(
      JourneyProgram(
        name: journey.name, start: code.count, isSession: journey.isSession,
        measures: journey.measures, business: journey.business,
        voice: journey.voice.map { VoiceSpec($0, latency: laws.compile(journey.latency)) }))
    var left = routes[...]
    emit(journey.steps, &left, of: journey)
    code.append(JourneyInstruction(code: .end))
  }

  private mutating func emit(
    _ steps: [JourneyStep], _ routes: inout ArraySlice<Int>, of journey: Journey
  ) {
    for step in steps {
      switch step {
      case .request:
        guard let route = routes.popFirst() else { continue }
        code.append(JourneyInstruction(code: .request, target: UInt32(route)))
      case .think(let law):
        code.append(JourneyInstruction(code: .think, law: laws.compile(law)))
      case .repeated(let times, let inner):
        emitLoop(times, inner, &routes, of: journey)
      }
    }
  }

  private mutating func emitLoop(
    _ times: Distribution, _ steps: [JourneyStep], _ routes: inout ArraySlice<Int>,
    of journey: Journey
  ) {
    guard loopDepth < 2 else {
      diagnostics.error(
        "loops are nested more than two deep", at: journey.span, code: "loop-depth",
        help: "write the inner steps out")
      return
    }
    let slot = loopDepth
    let begin = code.count
    code.append(
      JourneyInstruction(code: .loopBegin, slot: slot, law: laws.compile(times)))
    loopDepth += 1
    emit(steps, &routes, of: journey)
    loopDepth -= 1
    code.append(JourneyInstruction(code: .loopEnd, slot: slot, target: UInt32(begin + 1)))
    code[begin].target = UInt32(code.count)
  }
}
