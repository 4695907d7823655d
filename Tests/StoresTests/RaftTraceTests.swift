import Foundation
import SimulationKernel
import Stores
import Testing

/// Stories of a Raft group as text: a script, a line, and what happens.
///
/// `UPDATE_GOLDENS=1` writes what happens into the files; every change is read before it is kept.
@Suite("Raft as text")
struct RaftTraceTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens")

  @Test(
    "A script leads to the trace in its file",
    arguments: ["election-and-write", "leader-loss", "minority-leader", "lost-tail", "snapshot"])
  func trace(name: String) throws {
    let file = Self.folder.appending(path: name + ".txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    let parts = text.components(separatedBy: "\n---\n")
    let happened = try run(parts[0]).joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try (parts[0] + "\n---\n" + happened).write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(parts.count == 2 && parts[1] == happened, "\(happened)")
  }

  private struct Mistake: Error { let line: String }

  private func run(_ script: String) throws -> [String] {
    var parameters = RaftParameters(
      heartbeat: .milliseconds(500), electionTimeout: .seconds(1)...(.seconds(2)),
      preVote: true, quorumCheck: .seconds(1))
    let first = script.split(separator: "\n").first { $0.hasPrefix("compaction") }
    if let numbers = first?.split(separator: " ").compactMap({ UInt64($0) }), numbers.count == 2 {
      parameters.compaction = RaftParameters.Compaction(every: numbers[0], keeping: numbers[1])
    }
    var lab = RaftLab(members: 3, parameters: parameters, seed: 0)
    lab.oneWay = .milliseconds(1)...(.milliseconds(1))
    lab.flushTime = .milliseconds(2)...(.milliseconds(2))
    lab.snapshotTime = .milliseconds(200)...(.milliseconds(200))
    lab.trace = []
    var end = SimTime.zero
    for line in script.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "timeouts":
        lab.scriptedTimeouts = words.dropFirst().compactMap(Int64.init).map {
          .milliseconds($0)
        }
      case "compaction": continue
      case "until": end = SimTime(seconds: Double(words[1]) ?? 0)
      case "at":
        lab.script.append(
          (SimTime(seconds: Double(words[1]) ?? 0), try action(words, String(line))))
      default: throw Mistake(line: String(line))
      }
    }
    var simulation = Simulation(seed: 0)
    lab.start(in: &simulation)
    simulation.run(&lab, through: end)
    return lab.trace ?? []
  }

  private func action(_ words: [String], _ line: String) throws -> RaftLab.ScriptAction {
    let numbers = words.dropFirst(3).compactMap(Int.init)
    switch (words[2], numbers.count) {
    case ("write", 0): return .write
    case ("heal", 0): return .heal
    case ("stop", 1): return .stop(numbers[0])
    case ("start", 1): return .start(numbers[0])
    case ("powerLoss", 1): return .powerLoss(numbers[0])
    case ("cut", 2): return .cut(numbers[0], numbers[1])
    default: throw Mistake(line: line)
    }
  }
}
