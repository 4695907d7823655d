import Mesh
import SimulationKernel
import TestSupport
import Testing

@Suite("Conformance: outlier detection")
struct OutlierConformanceTests {
  /// What happens at a time, or at every interval of a span of time.
  struct Moment: Decodable, Sendable {
    var first: Double
    var last: Double
    var codes: String?
    var sweep: Bool?
    var ejected: Bool?
    var event: String?
    var backoff: Int?

    private enum CodingKeys: String, CodingKey {
      case t, codes, sweep, ejected, event, backoff
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      if let time = try? fields.decode(Double.self, forKey: .t) {
        (first, last) = (time, time)
      } else {
        let ends = try fields.decode(String.self, forKey: .t).split(separator: ".")
        first = ends.first.flatMap { Double($0) } ?? 0
        last = ends.last.flatMap { Double($0) } ?? first
      }
      codes = try fields.decodeIfPresent(String.self, forKey: .codes)
      sweep = try fields.decodeIfPresent(Bool.self, forKey: .sweep)
      ejected = try fields.decodeIfPresent(Bool.self, forKey: .ejected)
      event = try fields.decodeIfPresent(String.self, forKey: .event)
      backoff = try fields.decodeIfPresent(Int.self, forKey: .backoff)
    }
  }

  /// A row of the file; what it lacks belongs to rows of other rules.
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var interval: Int64?
    var base: Int64?
    var threshold: UInt32?
    var timeline: [Moment]?
    var codes: [String]?
    var lengths: [Int64]?
    var algorithm: String?
    var hosts: Int?
    var most: Int?
    var ejected: Int?

    private enum CodingKeys: String, CodingKey {
      case id, threshold, timeline, codes, hosts, algorithm
      case interval = "interval_s"
      case base = "base_s"
      case lengths = "consecutive_durations_s"
      case most = "max_ejection_percent"
      case ejected = "max_ejected"
    }

    var testDescription: String { id }

    /// Whether it is about shares of the pods, by the rule of Envoy since 1.27.
    var isOfShares: Bool { algorithm?.hasPrefix("new") == true && ejected != nil }

    var rules: EjectionRules {
      var rules = EjectionRules()
      if let threshold { rules.errors = threshold }
      if let interval { rules.interval = .seconds(interval) }
      if let base { rules.baseTime = .seconds(base) }
      return rules
    }
  }

  private static let file = CaseFile("mesh_outlier.json")

  private static var rows: [Row] { file.rows("cases", of: Row.self) }

  private func verdict(_ code: Substring) -> AttemptVerdict {
    switch code {
    case "502", "503", "504": .gatewayError
    default: code.hasPrefix("5") ? .error : .success
    }
  }

  @Test("Rows of other rules are named: shares of successes, the shares of older versions")
  func rest() {
    #expect(Self.file.findings(["cases": Row.self]) == [])
    for row in Self.rows
    where row.timeline == nil && row.codes == nil && row.lengths == nil && !row.isOfShares {
      Issue.record("\(row.id) is not tested", severity: .warning)
    }
  }

  @Test(
    "A pod is left out after errors in a row, for longer each time, and comes back at a sweep",
    arguments: rows.filter { $0.timeline != nil })
  func timeline(_ row: Row) throws {
    let rules = row.rules
    var monitor = OutlierMonitor()
    for moment in try #require(row.timeline) {
      for time in stride(from: moment.first, through: moment.last, by: rules.interval.seconds) {
        happen(moment, at: SimTime(seconds: time), &monitor, rules)
      }
      let label = Comment(rawValue: "\(row.id) at \(moment.first) s: \(moment)")
      if let ejected = moment.ejected { #expect(monitor.isEjected == ejected, label) }
      if let backoff = moment.backoff { #expect(monitor.ejections == backoff, label) }
      guard let event = moment.event else { continue }
      if event == "uneject" { #expect(!monitor.isEjected, label) }
      if event.hasPrefix("still") { #expect(monitor.isEjected, label) }
      if let grown = event.split(separator: ">").last.flatMap({ Int($0) }) {
        #expect(monitor.ejections == grown, label)
      }
    }
  }

  private func happen(
    _ moment: Moment, at time: SimTime, _ monitor: inout OutlierMonitor, _ rules: EjectionRules
  ) {
    for entry in (moment.codes ?? "").split(separator: ",") {
      let parts = entry.split(separator: "x")
      for _ in 0..<(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
      where monitor.note(verdict(parts[0]), under: rules) {
        monitor.eject(at: time, under: rules)
      }
    }
    if moment.event?.hasPrefix("eject#") == true {
      monitor.eject(at: time, under: rules)
    } else if moment.event != nil || moment.sweep == true {
      monitor.sweep(at: time, under: rules)
    }
  }

  @Test(
    "An error of the pod's own ends a row of gateway errors and not one of errors",
    arguments: rows.filter { $0.codes != nil })
  func gateways(_ row: Row) throws {
    let verdicts = try #require(row.codes).map { verdict(Substring($0)) }
    for isOfGateways in [false, true] {
      var (streaks, streak) = ([Int](), 0)
      for verdict in verdicts {
        let counts = isOfGateways ? verdict == .gatewayError : verdict != .success
        streak = counts ? streak + 1 : 0
        streaks.append(streak)
      }
      for length in 1...verdicts.count {
        var rules = EjectionRules()
        (rules.errors, rules.gatewayErrors) =
          isOfGateways ? (0, UInt32(length)) : (UInt32(length), 0)
        var monitor = OutlierMonitor()
        let due = verdicts.firstIndex { monitor.note($0, under: rules) }
        #expect(due == streaks.firstIndex(of: length), "\(length) in a row")
      }
    }
  }

  @Test(
    "Ejections one after another grow to a longest", arguments: rows.filter { $0.lengths != nil })
  func lengths(_ row: Row) throws {
    var monitor = OutlierMonitor()
    var now = SimTime.zero
    for length in try #require(row.lengths).map(SimDuration.seconds) {
      monitor.eject(at: now, under: row.rules)
      #expect(row.rules.length(ofEjection: monitor.ejections) == length)
      monitor.sweep(at: now + length - .nanoseconds(1), under: row.rules)
      #expect(monitor.isEjected)
      now = now + length
      monitor.sweep(at: now, under: row.rules)
      #expect(!monitor.isEjected)
    }
  }

  @Test(
    "No more pods are left out at once than their share allows",
    arguments: rows.filter(\.isOfShares))
  func shares(_ row: Row) throws {
    let hosts = try #require(row.hosts)
    var rules = EjectionRules()
    rules.mostPercent = try #require(row.most)
    let ejected = (0..<hosts).first { !rules.allowsEjection(besides: $0, of: hosts) } ?? hosts
    #expect(ejected == row.ejected)
  }
}
