import Manifests
import Testing

@Suite("Numbers or percentages")
struct IntOrPercentTests {
  @Test("a share rounds up or down exactly, as whole-number arithmetic does")
  func roundsExactly() {
    for share in 0...200 {
      for total in stride(from: 0, through: 1_000, by: 7) {
        let percent = IntOrPercent.percent(Int32(share))
        #expect(percent.resolved(of: total, roundUp: false) == share * total / 100)
        #expect(percent.resolved(of: total, roundUp: true) == (share * total + 99) / 100)
      }
    }
  }

  @Test("a number stands for itself whatever the total is")
  func numberStays() {
    #expect(IntOrPercent.int(123).resolved(of: 5, roundUp: true) == 123)
    #expect(IntOrPercent.int(0).resolved(of: 5, roundUp: false) == 0)
  }

  @Test("are read from numbers and from texts with a percent sign only")
  func decodes() {
    #expect(decode("3", as: IntOrPercent.self).value == .int(3))
    #expect(decode("25%", as: IntOrPercent.self).value == .percent(25))
    #expect(decode("\"25%\"", as: IntOrPercent.self).value == .percent(25))
    for text in ["\"3\"", "half", "2.5%", "\"%\"", "3000000000", "true", "[1]", "1.5"] {
      #expect(decode(text, as: IntOrPercent.self).items.count == 1, "\(text)")
    }
  }
}
