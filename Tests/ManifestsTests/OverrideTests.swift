import Manifests
import SimulationKernel
import Testing

@Suite("Overrides")
struct OverrideTests {
  private static let spec = """
    load:
      chat: {executor: ramping-arrival-rate, journey: chat, stages: [{target: 1, duration: 1m}]}
    thresholds:
      http_reqs: [count>0]
    """

  private func read(_ overrides: String...) -> ScenarioText {
    ScenarioText(spec: Self.spec, overrides: overrides)
  }

  @Test("replace values, elements and whole blocks, and add fields")
  func replace() throws {
    let read = read(
      "spec.duration=20m", "spec.load.chat.stages[0].target=7", "spec.load.chat.startRate=3",
      "spec.thresholds[\"http_reqs\"][0]=count>5", "spec.faults=[{at: 1m, zoneLoss: {zone: z}}]")
    #expect(read.items.isEmpty, "\(read.rendered)")
    let scenario = try #require(read.scenario)
    #expect(scenario.duration == .minutes(20))
    guard case .rampingArrivalRate(let executor)? = scenario.load.first?.executor else {
      Issue.record("the load's executor changed")
      return
    }
    #expect(executor.startRate == 3 && executor.stages.map(\.target) == [7])
    #expect(scenario.thresholds.first?.assertions.first?.limit == 5)
    #expect(scenario.faults.count == 1)
  }

  @Test(
    "point at the mistake in their own text",
    arguments: [
      (
        "spec.load.chatt.startRate=1",
        "chatt -> the path has no \"chatt\" here (did you mean \"chat\"?)"
      ),
      ("spec.laod.chat=1", "laod -> the path has no \"laod\" here (did you mean \"load\"?)"),
      (
        "spec.load.chat.stages[3].target=1",
        "3 -> the list has 1 elements (positions go from 0 to 0)"
      ),
      (
        "spec.load.chat.stages.target=1",
        "target -> the path goes into a list here (elements of a list are named by position: [0])"
      ),
      (
        "spec.duration.minutes=1",
        "minutes -> the path goes into text \"10m\" here"
      ),
      ("spec..load=1", ". -> a name is missing (write it like spec.load.chat.rate=20)"),
      ("=1", "= -> the path is missing (write it like spec.load.chat.rate=20)"),
      ("spec.duration=fast", "fast -> \"fast\" is no duration (write it like 250ms, 30s or 1h30m)"),
      (
        "spec.load.chat.startRat=1",
        "startRat -> unknown field \"startRat\" in a ramping-arrival-rate load "
          + "(did you mean \"startRate\"?)"
      ),
    ])
  func mistakes(text: String, message: String) {
    let read = read(text)
    #expect(read.marked == [message])
    #expect(read.rendered.contains("--> --set:1:"))
  }
}
