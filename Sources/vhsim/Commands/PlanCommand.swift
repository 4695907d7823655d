import ArgumentParser
import Foundation
import Manifests
import Metrics
import Report
import Twin

/// The command `vhsim plan`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what would run where, what each fault would hit and what was inferred.")

  @Argument(
    help: "The scenario's file, a directory of manifests, or - for standard input.",
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var scenario: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a value of the scenario.", valueName: "path=value"))
  var overrides: [String] = []

  @Flag(name: .long, help: "Let unknown fields and kinds, duplicate objects and keys be warnings.")
  var lenient = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let sources = SourceMap()
    let collector = DiagnosticCollector(lenient: lenient)
    let twin = TwinScenario(
      path: scenario, overrides: overrides, sources: sources, diagnostics: collector)
    twin?.check(collector)
    let plan = collector.hasErrors ? nil : twin?.plan(collector)
    var shown = collector.diagnostics
    if output.quiet { shown.items.removeAll { $0.severity != .error } }
    if !shown.items.isEmpty {
      Messages.writePart(
        shown.rendered(sources: sources, color: output.isColored(STDERR_FILENO)))
    }
    guard let plan, !collector.hasErrors else { throw ExitCode.invalidInput }
    try output.show(
      text: Self.text(plan, twin?.forecast(collector)),
      json: Self.json(plan, twin?.forecast(collector)))
  }

  private static func text(_ plan: PlatformPlan, _ forecast: RunForecast?) -> String {
    var lines = ["NODES"]
    for node in plan.nodes {
      lines.append(
        "  \(node.name) \(node.zone)  \(cores(node.requestedMilliCPU)) of "
          + "\(cores(node.allocatableMilliCPU)) cores, \(gibibytes(node.requestedMemoryBytes)) of "
          + "\(gibibytes(node.allocatableMemoryBytes)) GiB requested")
      lines += node.pods.map { "    \($0)" }
    }
    lines += ["REQUESTED", requested(plan)]
    section(
      "ELASTIC POOLS",
      plan.pools.map { "\($0.name): \($0.count) machines, \($0.least) to \($0.greatest)" }, &lines)
    section("NO NODE TAKES", plan.unplaced, &lines)
    section("THE API REFUSES", plan.refused.map { "\($0.workload): \($0.reason)" }, &lines)
    section(
      "FAULTS",
      plan.faults.map { fault in
        let targets = fault.targets.map { "\($0.kind) \($0.name)" }.joined(separator: ", ")
        return "\(fault.name) (\(fault.kind)) hits \(targets.isEmpty ? "nothing" : targets)"
      }, &lines)
    section(
      "STORES",
      plan.stores.flatMap { store in store.sentences.map { "\(store.system): \($0)" } }, &lines)
    for kind in RunNote.Kind.allCases {
      section(
        kind.rawValue.uppercased(),
        sentences(of: plan.notes.filter { $0.kind == kind }), &lines)
    }
    if let forecast { section("COST", [sentence(forecast)], &lines) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The sums of what pods request, beside what was meant.
  private static func requested(_ plan: PlatformPlan) -> String {
    func beside(_ meant: String?) -> String { meant.map { " (meant: \($0))" } ?? "" }
    let milli = plan.nodes.reduce(0) { $0 + $1.requestedMilliCPU }
    let memory = plan.nodes.reduce(0) { $0 + $1.requestedMemoryBytes }
    let meant = plan.intended
    return "  \(cores(milli)) cores\(beside(meant?.milliCPU.map(cores))), "
      + "\(gibibytes(memory)) GiB memory\(beside(meant?.memoryBytes.map(gibibytes))), "
      + "\(gibibytes(plan.claimedBytes)) GiB storage\(beside(meant?.storageBytes.map(gibibytes)))"
  }

  private static func sentence(_ forecast: RunForecast) -> String {
    let requests = NumberText.plain(forecast.requests.rounded())
    let time = NumberText.milliseconds(forecast.wallSeconds * 1_000)
    return "about \(NumberText.plain(forecast.events.rounded())) events for \(requests) requests, "
      + "\(time) on this machine"
  }

  /// One line a note; the guesses about one subject share a line.
  private static func sentences(of notes: [RunNote]) -> [String] {
    let ending = " is a guess"
    var lines: [String] = []
    var guessed: String?
    for note in notes {
      let isGuess = note.kind == .guess && note.text.hasSuffix(ending)
      let text = isGuess ? String(note.text.dropLast(ending.count)) : note.text
      if isGuess, guessed == note.subject, let last = lines.indices.last {
        lines[last] += ", \(text)"
      } else {
        lines.append("\(note.subject): \(text)")
      }
      guessed = isGuess ? note.subject : nil
    }
    return lines
  }

  private static func section(_ title: String, _ entries: [String], _ lines: inout [String]) {
    guard !entries.isEmpty else { return }
    lines.append(title)
    lines += entries.map { "  \($0)" }
  }

  private static func cores(_ milli: Int64) -> String {
    String(format: "%.1f", Double(milli) / 1_000)
  }

  private static func gibibytes(_ bytes: Int64) -> String {
    String(format: "%.1f", Double(bytes) / 1_073_741_824)
  }

  private static func json(_ plan: PlatformPlan, _ forecast: RunForecast?) throws -> String {
    let object: [String: Any] = [
      "cost": [
        "events": forecast?.events ?? 0, "requests": forecast?.requests ?? 0,
        "wallSeconds": forecast?.wallSeconds ?? 0,
      ],
      "nodes": plan.nodes.map { node in
        [
          "name": node.name, "zone": node.zone, "pods": node.pods,
          "requestedMilliCPU": node.requestedMilliCPU,
          "requestedMemoryBytes": node.requestedMemoryBytes,
        ] as [String: Any]
      },
      "pools": plan.pools.map { pool in
        ["name": pool.name, "count": pool.count, "min": pool.least, "max": pool.greatest]
          as [String: Any]
      },
      "unplaced": plan.unplaced, "claimedBytes": plan.claimedBytes,
      "refused": plan.refused.map { ["workload": $0.workload, "reason": $0.reason] },
      "intended": [
        "milliCPU": plan.intended?.milliCPU, "memoryBytes": plan.intended?.memoryBytes,
        "storageBytes": plan.intended?.storageBytes,
      ].compactMapValues { $0 },
      "faults": plan.faults.map { fault in
        ["name": fault.name, "kind": fault.kind, "targets": fault.targets.map(\.name)]
          as [String: Any]
      },
      "stores": plan.stores.map { ["system": $0.system, "facts": $0.sentences] as [String: Any] },
      "notes": plan.notes.map {
        ["kind": $0.kind.rawValue, "subject": $0.subject, "text": $0.text]
      },
    ]
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
